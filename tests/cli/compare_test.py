#!/usr/bin/python3
"""Two runs beside each other. Run as: compare_test.py DLRSIM SOURCE_DIR [TEST...]"""
import collections
import json
import os
import resource
import signal
import struct
import subprocess
import time

from program import DLRSIM, ENVIRONMENT, content, dlrsim, main
from scenarios import ScenarioTest, scenario


class CompareTest(ScenarioTest):
    # Two runs beside each other.

    def test_a_run_compared_with_itself_is_the_same(self):
        one, other = self.outcomes("time-zones", "-j", "1"), self.outcomes("time-zones", "--drive", "wire")
        self.check(dlrsim("compare", one, other), 0, out="no message ended otherwise")
        with open(one, "rb") as first, open(other, "rb") as second:
            self.assertEqual(first.read(), second.read())

    def test_compare_counts_who_ended_otherwise(self):
        done = dlrsim("compare", self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final"))
        self.check(done, 5, out="messages ended otherwise")
        self.assertRegex(done.stdout, r"delivered +-> failed +3 026")
        self.assertIn("0          ES/Movistar twice-told: delivered 5 after 5.00s -> failed 15 after 5.00s", done.stdout)

    def test_compare_as_json_adds_up(self):
        one, other = self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final")
        found = json.loads(dlrsim("compare", one, other, "--json").stdout)
        changed = found["changed"]
        self.assertEqual(found["messages"], 12000)
        self.assertEqual(changed["total"], sum(one["messages"] for one in changed["from_to"]))
        self.assertEqual(changed["total"], sum(one["messages"] for one in changed["by_group"]))
        self.assertEqual(found["first"][0]["before"], {"end": "delivered", "status_code": 5, "delay_ms": 5000})

    def test_outcomes_agree_with_the_totals(self):
        file = self.outcomes("rejections")
        totals = json.loads(dlrsim("run", scenario("rejections"), "--json").stdout)["totals"]
        with open(file, "rb") as opened:
            data = opened.read()
        words = struct.unpack("<%dQ" % totals["submitted"], data[int.from_bytes(data[16:24], "little"):-64])
        ends = collections.Counter(word >> 60 for word in words)
        names = ["not_run", "enqueue_failed", "delivered", "rejected", "failed", "unreported"]
        self.assertEqual({names[end]: count for end, count in ends.items()},
                         {name: totals[name] for name in names[1:] if totals[name] > 0})

    def test_delays_that_moved_are_told(self):
        text = content(scenario("race"))
        self.write("race.yaml", text)
        self.check(dlrsim("run", self.path("race.yaml"), "-q", "--outcomes", self.path("1")), 0)
        self.write("race.yaml", text.replace("p99: 8s", "p99: 12s"))
        dlrsim("run", self.path("race.yaml"), "-q", "--outcomes", self.path("2"))
        done = dlrsim("compare", self.path("1"), self.path("2"))
        self.check(done, 5, out="end as before, but later", err="the scenario itself was changed")

    def test_a_shard_knows_its_own_messages_only(self):
        whole, part = self.outcomes("race"), self.outcomes("race", "--shard", "1/2")
        done = dlrsim("compare", whole, part, "--json")
        found = json.loads(done.stdout)
        self.check(done, 5)
        self.assertEqual(found["messages"] + found["only_in_one"], 40000)
        self.assertEqual(found["changed"]["total"], 0)

    def test_the_memory_of_compare_does_not_grow_with_the_messages(self):
        for messages in ("40_000", "4_000_000"):
            for seed in ("1", "2"):
                dlrsim("run", self.tiny(messages), "-q", "--seed", seed, "--outcomes", self.path(messages + seed))
        for seed in "1", "2":  # message by message; as samples
            memory = []
            for messages in ("40_000", "4_000_000"):
                program = subprocess.Popen([DLRSIM, "compare", self.path(messages + "1"), self.path(messages + seed)], stdout=subprocess.DEVNULL)
                _, status, usage = os.wait4(program.pid, 0)
                program.returncode = os.waitstatus_to_exitcode(status)
                self.assertEqual(program.returncode, 0)
                memory.append(usage.ru_maxrss)
            self.assertLess(memory[1], memory[0] + 4000, "kB")  # each file takes 32 MB

    def test_what_cannot_be_paired_is_told(self):
        one = self.outcomes("race")
        self.check(dlrsim("compare", one, scenario("race")), 3, err="not a file of outcomes")
        self.check(dlrsim("compare", one, self.path("none")), 3, err="No such file")
        with open(one, "rb+") as file:
            file.truncate(os.path.getsize(one) - 8)
        self.check(dlrsim("compare", one, one), 3, err="it is cut short")

    def test_outcomes_that_are_not_as_they_were_written_are_refused(self):
        one, other = self.outcomes("race"), self.path("other")
        with open(one, "rb") as file:
            data = file.read()
        begin = int.from_bytes(data[16:24], "little")

        def flipped(at):
            return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]

        for bytes_, said in ((data[:begin // 2], "cut short"), (data[:begin + 800], "cut short"), (data[:-1], "cut short"), (data + b"x", "1 bytes stand behind"),
                             (flipped(begin + 8001), "altered"), (flipped(len(data) - 70), "altered"), (flipped(len(data) - 20), "altered"),
                             (data.replace(b'"seed":3', b'"seed":4'), "altered"), (data.replace(b'"format":2', b'"format":3'), "it is of format 3"),
                             (data.replace(b'"format":2,', b""), "damaged")):
            with open(other, "wb") as file:
                file.write(bytes_)
            for pair in ((one, other), (other, one)):
                done = dlrsim("compare", *pair)
                self.check(done, 3, err=said)
                self.assertIn(other + ": ", done.stderr)
                self.assertIn("run SCENARIO --outcomes FILE", done.stderr)
                self.assertEqual(done.stdout, "")

    def test_a_damaged_size_takes_no_memory(self):
        path = self.path("damaged")
        with open(self.outcomes("race"), "rb") as file:
            head = file.read(16)
        with open(path, "wb") as file:
            file.write(head + (0x34001000).to_bytes(8, "little") + b'{"format":2')
        done = subprocess.run([DLRSIM, "compare", path, path], capture_output=True, text=True, env=ENVIRONMENT,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 28, 3 << 28)))
        self.check(done, 3, err="it is cut short")

    def test_parts_of_a_run_are_named_and_need_messages_in_common(self):
        whole, one, other = self.outcomes("race"), self.outcomes("race", "--shard", "1/2"), self.outcomes("race", "--shard", "2/2")
        done = dlrsim("compare", one, other)
        self.check(done, 2, err=f"no message is in both, so nothing was compared: {one} is shard 1 of 2, {other} is shard 2 of 2")
        self.assertEqual(done.stdout, "")
        self.check(dlrsim("compare", one, one), 0, out="the newer one is a part: shard 1 of 2")
        found = json.loads(dlrsim("compare", whole, one, "--json").stdout)
        self.assertEqual((found["part_before"], found["part_after"]), (None, "shard 1 of 2"))

    def test_an_interrupted_run_says_so_in_its_outcomes(self):
        path, half, whole = self.tiny("30_000_000"), self.path("half"), self.path("whole")
        for attempt in range(5):
            program = subprocess.Popen([DLRSIM, "run", path, "-q", "-j", "1", "--outcomes", half], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.5 + attempt)
            program.send_signal(signal.SIGTERM)
            self.assertEqual(program.wait(), 130)
            done = dlrsim("compare", half, half)
            if done.returncode != 2:  # else not even a lane was done
                break
        self.check(done, 0, out="the newer one is a part: interrupted after ")
        self.check(dlrsim("run", path, "-q", "--seed", "4", "--shard", "1/2", "--outcomes", whole), 0)
        self.check(dlrsim("compare", half, whole), 3, err=f"{half} is interrupted after ")

    def test_compare_tells_whose_delays_moved(self):
        text = content(scenario("race"))
        self.write("race.yaml", text)
        for file, limit in (("1", "p99: 8s"), ("2", "p99: 12s")):
            self.write("race.yaml", text.replace("p99: 8s", limit))
            dlrsim("run", self.path("race.yaml"), "-q", "--outcomes", self.path(file))
        self.assertRegex(dlrsim("compare", self.path("1"), self.path("2")).stdout, r"(?m)^  whose delays moved +later +on average +earlier +on average\n  [A-Z]{2} +[\d ]+  ")
        found = json.loads(dlrsim("compare", self.path("1"), self.path("2"), "--json").stdout)
        for direction in ("later", "earlier"):
            for by in ("moved_by_country", "moved_by_operator"):
                self.assertEqual(sum(one[direction]["messages"] for one in found[by]), found[direction]["count"])

    def test_a_program_that_does_not_end_or_says_too_much_is_left_out(self):
        one, other = self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final")
        for name, script, said in (("hangs", "sleep 100 & sleep 100", "no answer within 300ms; --timeout gives it longer"), ("endless", "yes", "its answer has no end")):
            program = self.write(name, "#!/bin/sh\n" + script + "\n")
            os.chmod(program, 0o755)
            started = time.monotonic()
            done = dlrsim("compare", one, other, "--old-program", program, "--timeout", "300ms" if name == "hangs" else "60s")
            self.check(done, 5, err=said)
            self.assertLess(time.monotonic() - started, 30)
        talks = self.write("talks", "#!/bin/sh\nseq 20000\n")
        os.chmod(talks, 0o755)
        done = dlrsim("compare", one, other, "--old-program", talks)
        self.check(done, 5, out="... and 19700 more lines")
        self.assertLess(done.stdout.count("\n"), 1500)
        self.check(dlrsim("compare", one, other, "--old-program", talks, "--timeout", "soon"), 2, err="expected a duration")

    def test_outcomes_need_a_regular_file_and_one_scenario(self):
        self.check(dlrsim("run", scenario("race"), "--outcomes", "/dev/full"), 74, err="no regular file")
        self.check(dlrsim("run", scenario("race"), "--outcomes", self.path("no/where")), 74, err="could not write")
        self.check(dlrsim("run", scenario("race"), scenario("rejections"), "--outcomes", self.path("x")), 2, err="one scenario")

    # Two runs that are not the same draws.

    def test_every_event_is_a_line_in_the_same_order_for_all_threads(self):
        for name in ("race", "crash-and-restart"):
            files = {}
            for flags in (["-j", "1"], ["-j", "2"], ["-j", "2", "--drive", "wire"]):
                file = self.path(name + "".join(flags))
                done = dlrsim("run", scenario(name), "-q", "--json", "--events", file, *flags)
                self.check(done, 0)
                files[tuple(flags)] = content(file)
            self.assertEqual(len(set(files.values())), 1, name)
            events = json.loads(done.stdout)["events"]
            lines = [json.loads(line) for line in files["-j", "1"].splitlines()]
            counted = collections.Counter(line["properties"]["status"] for line in lines)
            for status, count in counted.items():
                self.assertEqual(events[status], count, (name, status))
            self.assertEqual(len(lines), sum(events.values()), name)

    def test_exit_2_where_a_file_is_needed_and_stdout_named(self):
        for flag, cure in (("-o", "--json"), ("--outcomes", "compare"), ("--events", "a pipe is one too")):
            self.check(dlrsim("run", scenario("race"), flag, "-"), 2, err=cure)

    def test_events_need_one_scenario_and_a_place(self):
        self.check(dlrsim("run", scenario("race"), scenario("rejections"), "--events", self.path("x")), 2, err="one scenario")
        self.check(dlrsim("run", scenario("race"), "--events", self.path("no/where")), 74, err="could not write")
        self.check(dlrsim("run", scenario("race"), "-q", "--events", "/dev/full"), 74, err="could not write")

    def result(self, name, *flags):
        file = self.path("-".join((name, *flags)).replace("/", "-") + ".json")
        dlrsim("run", scenario(name), "-q", "-o", file, *flags)
        return file

    def test_two_seeds_are_compared_as_samples(self):
        for write in (self.outcomes, self.result):
            done = dlrsim("compare", write("race"), write("race", "--seed", "4"))
            self.check(done, 0, out="one ran with seed 3, the other with 4: compared as two samples")
            self.assertIn("nothing that chance does not explain", done.stdout)
            self.assertRegex(done.stdout, r"a change of `delivered` by \d\.\d\d points would have been found")

    def test_what_chance_does_not_explain_ends_with_five(self):
        for write in (self.outcomes, self.result):
            one, other = write("race"), write("race", "--seed", "4", "--plant", "late-response-overwrites")
            done = dlrsim("compare", one, other, "--json")
            self.check(done, 5)
            found = json.loads(done.stdout)
            self.assertEqual((found["by"], found["differs"]), ("samples", True))
            delivered = next(one for one in found["differences"] if one["what"] == "delivered")
            self.assertLess(delivered["high"], 0)
            self.assertLess(float(delivered["chance"]), found["comparisons"] * 1e-5)
            self.check(dlrsim("compare", one, other), 5, out="what chance does not explain:")

    def test_two_scenarios_are_compared_as_samples(self):
        done = dlrsim("compare", self.outcomes("race"), self.outcomes("rejections"))
        self.check(done, 5, out="one is of race, the other of rejections")
        self.assertRegex(done.stdout, r"^race: [\d ]+ messages before, rejections: [\d ]+ after\n")

    def test_a_part_is_no_sample_of_the_whole(self):
        whole, part = self.outcomes("race", "--seed", "4"), self.outcomes("race", "--shard", "1/2")
        for pair in ((whole, part), (part, whole)):
            done = dlrsim("compare", *pair)
            self.check(done, 3, err=f"{part} is shard 1 of 2: a part is no sample of the whole")
            self.assertEqual(done.stdout, "")

    def test_where_messages_share_chance_a_difference_is_not_sure(self):
        one, other = self.result("operator-outage", "--replications", "1"), self.result("operator-outage", "--replications", "1", "--seed", "77")
        self.assertTrue(json.loads(content(one))["judging"]["shared"])
        swapped = json.loads(content(other))
        for group in swapped["groups"]:
            group["totals"]["failed"], group["totals"]["delivered"] = group["totals"]["delivered"], group["totals"]["failed"]
        swapped.pop("seal")
        self.check(dlrsim("compare", one, self.write("swapped.json", json.dumps(swapped))), 4, out="not sure")

    def test_the_same_draws_are_compared_by_fingerprint(self):
        one = self.result("race")
        self.check(dlrsim("compare", one, self.result("race", "-j", "1")), 0, out="compared by fingerprint")
        done = dlrsim("compare", one, self.result("race", "--plant", "late-response-overwrites"))
        self.check(done, 5, out="some messages end otherwise")

    def test_results_of_several_scenarios_are_paired_by_name(self):
        one, other = self.path("1.json"), self.path("2.json")
        dlrsim("run", scenario("race"), scenario("rejections"), "-q", "-o", one)
        dlrsim("run", scenario("rejections"), scenario("multipart"), "-q", "-o", other)
        done = dlrsim("compare", one, other)
        self.check(done, 0, out="rejections", err="multipart is in " + other + " only")
        self.assertIn("race is in " + one + " only", done.stderr)
        self.check(dlrsim("compare", self.result("race"), self.result("race", "--shard", "1/2")), 3, err="a part of a run")

    def test_the_lives_of_the_first_that_differ_stand_beside_each_other(self):
        # An older program, which delivered a moment earlier.
        older = self.write("older", f"""#!/bin/sh
{DLRSIM} "$@" | sed 's/delivered status_code=5/delivered status_code=2/'
""")
        os.chmod(older, 0o755)
        one, other = self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final")
        done = dlrsim("compare", one, other, "--old-program", older)
        self.check(done, 5, out="the life of message 0, by the older program (<) and the newer one (>)")
        self.assertRegex(done.stdout, r"(?m)^    < .* delivered status_code=2")
        self.assertRegex(done.stdout, r"(?m)^    > .* delivered status_code=5")
        self.assertRegex(done.stdout, r"(?m)^      message 0 of contradictions")
        # In two columns where there is room.
        arguments = ("compare", one, other, "--old-program", older)
        wide = self.on_a_terminal({}, arguments, columns=140, code=5).decode().replace("\r\n", "\n")
        self.assertIn("the life of message 0, by the older program (left) and the newer one (right)", wide)
        self.assertRegex(wide, r"(?m)^    message 0 of contradictions, id \w+  +message 0 of contradictions, id \w+$")
        self.assertRegex(wide, r"(?m)^ +(delivered )?status_code=2 .* \|  +(delivered )?status_code=5 ")
        self.assertNotRegex(wide, r"(?m)^    [<>] ")
        lives = wide.split("the life of message 0", 1)[1].split("the life of message 2", 1)[0]
        self.assertLessEqual(max(map(len, lives.splitlines())), 140)
        self.assertIn("(<)", self.on_a_terminal({}, arguments, columns=119, code=5).decode())
        lives = json.loads(dlrsim("compare", one, other, "--json", "--old-program", older).stdout)["histories"]
        self.assertEqual([life["message"] for life in lives], [0, 2, 4])

    def test_the_lives_are_told_with_the_parameters_of_the_run(self):
        text = content(scenario("contradictions")).replace("messages: 12_000", "messages: $size")
        self.write("contradictions.yaml", text + "\nparameters: {size: {type: number, default: 12_000}}\n")
        one, other = self.path("1"), self.path("2")
        for file, flags in ((one, []), (other, ["--plant", "takes-second-final"])):
            dlrsim("run", self.path("contradictions.yaml"), "-q", "--set", "size=900", "--outcomes", file, *flags)
        self.check(dlrsim("compare", one, other), 5, out="--set size=900")

    def test_a_program_that_is_not_at_hand_is_left_out(self):
        one, other = self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final")
        done = dlrsim("compare", one, other, "--old-program", self.path("none"))
        self.check(done, 5, out="message 0 of contradictions", err="none cannot tell")
        self.assertEqual(done.stderr.count("cannot tell"), 1)
        self.assertNotIn("    < ", done.stdout)


if __name__ == "__main__":
    main()

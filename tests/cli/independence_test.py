#!/usr/bin/python3
"""What whole runs come to, message by message: nothing of one message says anything about its other parts, about the
message after it, about the one at the same place of the next lane, or about itself under the next seed. Run as:
independence_test.py DLRSIM SOURCE_DIR [TEST...]

Of each message: its route, how it ends, for which reason, after how long, how long the answer and the report took, how many
parts it has. Delays are cut into eight by their own ranks. Each two are compared by Pearson's test of a table, which sees
any dependence, not only a linear one. A right program fails one of all the looks of a test once in a million (Bonferroni);
the seeds are fixed. Each kind of look is given what is spoilt a little, and must object."""
import array
import cmath
import collections
import itertools
import json
import math
import operator
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import chance  # noqa: E402
from program import ProgramTest, dlrsim, main  # noqa: E402

SCENARIO = """version: 1
name: independence
summary: Whatever is random of a message, all by the same laws everywhere.
lanes: LANES
provider: {answer: {delay: {uniform: {min: 20ms, max: 400ms}}}, callback: {every: 0ms}}
profiles:
  p:
    delivered: {share: 55%, delay: DELAY}
    failed: {share: 30%, delay: DELAY, errors: {EC_ABSENT_SUBSCRIBER: 50%, EC_UNKNOWN_SUBSCRIBER: 30%, EC_CALL_BARRED: 20%}}
    unreported: {share: 15%}
    report_lag: {exponential: {mean: 4s}}
countries:
  FR: {operators: {one: {share: 60%, profile: p}, two: {share: 40%, profile: p}}}
  GB: {profile: p}
traffic: [{campaign: c, messages: MESSAGES, arrivals: ARRIVALS, countries: {FR: 70%, GB: 30%}, parts: {1: 50%, 2: 30%, 3: 20%}}]
"""
DELAY = "{lognormal: {median: 20s, sigma: 0.8}, min: 1s}"
QUICK, LANES = 100_000, 10
START_MS, APART_MS = 1_767_225_600_000, 10  # 2026, and a hundred a second
NO_DELAY, FAILED = 0xffff_ffff, 4  # reports/message_outcomes.h
NOTHING = 15  # of what a message does not have; all else is numbered below it
LOOKS = 1000  # more than any test has
LEAST = 1e-6 / LOOKS


def table(one, other):
    """How probable a dependence at least this strong is between two that have none."""
    # Both in one byte, a half each, by arithmetic on all of them as one number: a tenth of the time that pairs take.
    both = (int.from_bytes(one, "little") << 4 | int.from_bytes(other, "little")).to_bytes(len(one), "little")
    cells, rows, columns = collections.Counter(), collections.Counter(), collections.Counter()
    for a, b in itertools.product(*([value for value in range(NOTHING) if value in each] for each in (one, other))):
        cells[a, b] = both.count(a << 4 | b)
        rows[a] += cells[a, b]
        columns[b] += cells[a, b]
    rows, columns = +rows, +columns  # those that are there
    n = sum(rows.values())
    value = sum((cells[a, b] - rows[a] * columns[b] / n) ** 2 / (rows[a] * columns[b] / n) for a in rows for b in columns)
    return chance.of_chi_squared(value, (len(rows) - 1) * (len(columns) - 1))


def runs(values):
    """How probable at least so many or so few changes of side are; the order is all that is by chance."""
    there = values.translate(None, bytes([NOTHING]))
    cut = sorted(collections.Counter(there).items())
    low, below = set(), 0
    for value, count in cut[:-1]:
        if not low or below + count <= len(there) / 2:
            low.add(value)
            below += count
    sides = there.translate(bytes(value in low for value in range(256)))
    a, n = sum(sides), len(sides)
    b = n - a
    mean, variance = 2 * a * b / n, 2 * a * b * (2 * a * b - n) / (n * n * (n - 1.0))
    return chance.of_normal((sum(map(operator.ne, sides, sides[1:])) - mean) / math.sqrt(variance))


def spectrum(values):
    """How probable a frequency at least as strong as the strongest is. Their strengths are exponential, by the share of the
    variance that each has on average."""
    there = [value for value in values if value != NOTHING]
    size = 1 << (len(there).bit_length() - 1)
    mean = sum(there[:size]) / size
    x = [value - mean for value in there[:size]]
    variance = sum(value * value for value in x) / (size - 1)

    def transform(x):
        if len(x) == 1:
            return x
        even, odd = transform(x[::2]), transform(x[1::2])
        turned = [cmath.exp(-2j * math.pi * k / len(x)) * value for k, value in enumerate(odd)]
        return list(map(operator.add, even, turned)) + list(map(operator.sub, even, turned))
    strongest = max(abs(value) ** 2 for value in transform(x)[1:size // 2]) / (size * variance)
    return min(1.0, (size // 2 - 1) * math.exp(-strongest))


def eighths(delays):
    """Which eighth of them each is in, by rank; NO_DELAY has none."""
    counts = collections.Counter(delays)
    counts.pop(NO_DELAY, None)
    total, below, place = sum(counts.values()), 0, {NO_DELAY: NOTHING}
    for delay in sorted(counts):
        place[delay] = 8 * below // total
        below += counts[delay]
    return bytes(map(place.__getitem__, delays))


def numbered(words):
    place = {word: i for i, word in enumerate(sorted(set(words) - {None}))}
    place[None] = NOTHING
    return bytes(map(place.__getitem__, words))


def every(n, one, other):
    """The one, but each n-th as the other is."""
    changed = bytearray(one)
    changed[::n] = other[:len(one)][::n]
    return bytes(changed)


class IndependenceTest(ProgramTest):
    def scenario(self, messages, arrivals="{constant: {rate: 100/s}}"):
        text = SCENARIO
        for name, value in (("DELAY", DELAY), ("MESSAGES", str(messages)), ("LANES", str(LANES)), ("ARRIVALS", arrivals)):
            text = text.replace(name, value)
        return self.write("independence.yaml", text)

    def events(self, path, seed, shards):
        """As (what is said, sent, at, received), times in ms from the start; lane by lane."""
        for shard in range(1, shards + 1):
            part = ["--shard", f"{shard}/{shards}"] if shards > 1 else []
            self.check(dlrsim("run", path, "-q", "--seed", str(seed), "--events", self.path("events"), *part), 0)
            with open(self.path("events"), encoding="utf-8") as file:
                for line in file:
                    event = json.loads(line)
                    said = event["properties"]
                    times = (said["sent_timestamp"], event["timestamp"], said["received_timestamp"])
                    yield said, *(round(seconds * 1000) - START_MS for seconds in times)
            os.remove(self.path("events"))

    def from_outcomes(self, messages, seed):
        """What is known of each message by its place: by name."""
        path = self.path("outcomes")
        self.check(dlrsim("run", self.scenario(messages), "-q", "--seed", str(seed), "--outcomes", path), 0)
        halves = array.array("I")
        with open(path, "rb") as file:
            begin = int.from_bytes(file.read(24)[16:], "little")
            file.seek(begin)
            halves.frombytes(file.read(8 * messages))
        words = halves[1::2]  # 14 bits of the group, 14 of the status, the end
        self.assertEqual(len(words), messages)
        self.assertEqual(len(set(words)), 3 * 5)  # routes; delivered, unreported, and failed for one of three reasons

        def each(place):
            place_of = {word: place(word) for word in set(words)}
            number = {value: i for i, value in enumerate(sorted(set(place_of.values()) - {None}))} | {None: NOTHING}
            return bytes(map({word: number[value] for word, value in place_of.items()}.__getitem__, words))
        seen = {"route": each(lambda word: word & 0x3fff), "end": each(lambda word: word >> 28),
                "reason": each(lambda word: word >> 14 & 0x3fff if word >> 28 == FAILED else None)}
        seen["received after"] = eighths(halves[0::2])
        return seen

    def from_events(self, messages, seed, shards=1):
        """That, and what only events say."""
        seen = self.from_outcomes(messages, seed)
        names = ("delay", "answer", "lag", "parts")
        values = {name: [NO_DELAY if name in ("delay", "answer", "lag") else None] * messages for name in names}
        for said, sent, at, received in self.events(self.path("independence.yaml"), seed, shards):
            i = sent // APART_MS
            if said["status"] == "enqueued":
                values["answer"][i] = at - sent
                values["parts"][i] = said["number_of_message_parts"]
            else:
                values["delay"][i] = at - sent
                values["lag"][i] = received - at
        del seen["received after"]
        for name in names:
            seen[name] = (eighths if name in ("delay", "answer", "lag") else numbered)(values[name])
        return seen

    def holds(self, probability, *what):
        self.looks += 1
        self.assertGreater(probability, LEAST, " ".join(what))

    def check_all(self, one, next_seed):
        self.looks = 0
        messages = len(one["end"])
        lane = messages // LANES
        lanes = bytes(i // lane for i in range(messages))
        for name, values in one.items():
            self.holds(table(values, lanes), name, "and the lane")
            self.holds(runs(values), "runs of", name)
            self.holds(spectrum(values[:1 << 14]), "frequencies of", name)
            for other, others in one.items():
                if name < other:
                    self.holds(table(values, others), name, "and", other)
                self.holds(table(values[:-1], others[1:]), name, "and the next message's", other)
                self.holds(table(values[:-lane], others[lane:]), name, "and the next lane's", other)
                self.holds(table(values, next_seed[other]), name, "and the next seed's", other)
        self.assertLess(self.looks, LOOKS)

    def test_nothing_says_anything_about_anything_else(self):
        self.check_all(self.from_events(QUICK, 1), self.from_events(QUICK, 2))

    def test_nothing_of_a_million_says_anything_about_anything_else_full(self):
        self.check_all(self.from_events(1_000_000, 3, 5), self.from_events(1_000_000, 4, 5))

    def test_no_outcome_of_ten_million_says_anything_about_another_full(self):
        self.check_all(self.from_outcomes(10_000_000, 5), self.from_outcomes(10_000_000, 6))

    def test_a_dependence_is_seen(self):
        """Of one message in fifty, or in twenty, what is not by chance."""
        one, other = self.from_outcomes(QUICK, 1), self.from_outcomes(QUICK, 2)
        after, lane = one["received after"], QUICK // LANES
        self.assertLess(table(after, every(50, other["received after"], after)), LEAST, "of another seed")
        self.assertLess(table(after[:-1], every(50, after[1:], after)), LEAST, "of the message before")
        self.assertLess(table(after[:-lane], every(50, after[lane:], after)), LEAST, "of the lane before")
        self.assertLess(table(every(10, after, bytes(QUICK)), bytes(i % 10 for i in range(QUICK))), LEAST, "of the place")
        repeated = bytearray(after)
        repeated[1::10] = repeated[0::10]
        self.assertLess(runs(bytes(repeated)), LEAST, "runs")
        there = [value for value in after if value != NOTHING]
        self.assertGreater(spectrum(there), LEAST)
        self.assertLess(spectrum([value + 0.3 * math.sin(i / 3) for i, value in enumerate(there)]), LEAST, "a small wave")

    def test_arrivals_are_random_to_the_millisecond_and_in_each_lane(self):
        """Of a thousand a second over all lanes: how many in each millisecond, in the one after it, and in other lanes."""
        rate = 1000
        path = self.scenario(QUICK, f"{{poisson: {{rate: {rate}/s}}}}")
        sent = [at for said, at, _, _ in self.events(path, 7, 1) if said["status"] == "enqueued"]
        self.assertEqual(len(sent), QUICK)

        def counts(times, cell_ms):
            cells = [0] * (QUICK * 1000 // rate // cell_ms)
            for at in times:
                cells[at // cell_ms] += 1
            return cells

        def uneven(cells):
            """In sigmas, by the variance of the sum of squares where each message falls into any cell."""
            n, k = sum(cells), len(cells)
            return (sum(c * c for c in cells) * k / n - n - (k - 1)) / math.sqrt(2 * (k - 1) * (n - 1) / n)

        cells = counts(sent, 1)
        self.assertGreater(chance.of_normal(uneven(cells)), LEAST)
        few = bytes(min(count, 4) for count in cells)
        self.assertGreater(table(few[:-1], few[1:]), LEAST)
        self.assertLess(chance.of_normal(uneven(counts(range(QUICK), 1))), LEAST, "even ones are not by chance")
        each = QUICK // LANES
        by_lane = [bytes(min(count, 5) for count in counts(sent[i * each:(i + 1) * each], 20)) for i in range(LANES)]
        for i, lane in enumerate(by_lane):
            self.assertGreater(chance.of_normal(uneven(counts(sent[i * each:(i + 1) * each], 20))), LEAST)
            self.assertGreater(table(lane, by_lane[i - 1]), LEAST)


if __name__ == "__main__":
    main()

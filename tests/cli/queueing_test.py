#!/usr/bin/python3
"""A limit on throughput is a queue, and random arrivals at it are M/D/1: its theory against ten million messages. Run as:
queueing_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import math
import os
import statistics
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import chance  # noqa: E402
from program import ProgramTest, dlrsim, main  # noqa: E402

QUEUE = """version: 1
name: queue
summary: Random arrivals at an operator that takes one message a second.
seed: 1
lanes: LANES
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {FR: {operators: {one: {share: 100%, profile: p, throughput: LANES/s}}}}
traffic: [{campaign: c, messages: MESSAGES, arrivals: {poisson: {rate: RATE/m}}, countries: [FR]}]
"""
SEEDS = 40
# Waits up to so many ms, where buckets of delays end, and their mean; in each of three queues. One of all these looks fails
# once in a million. What a lane's grid of 1 ms may add is beside that.
WAITS = (4, 256, 504, 904)
LOOKS = 3 * (1 + len(WAITS))
LEAST, GRID_MS = 1e-6 / LOOKS, 1.0


class QueueingTest(ProgramTest):
    def waits(self, lanes, messages, load):
        """Of each seed the mean wait in ms, and the shares that waited less than each of WAITS."""
        text = QUEUE.replace("LANES", str(lanes)).replace("MESSAGES", str(messages)).replace("RATE", str(round(60 * load * lanes)))
        path = self.write("queue.yaml", text)
        means, shares = [], [[] for _ in WAITS]
        for seed in range(1, SEEDS + 1):
            done = self.check(dlrsim("run", path, "--json", "--seed", str(seed)), 0)
            result = json.loads(done.stdout)
            self.assertEqual(result["lanes"]["total"], lanes)
            delay = result["groups"][0]["delivery_delay_ms"]
            self.assertEqual(delay["count"], messages)
            self.assertEqual(delay["min"], 1000)
            means.append(int(delay["sum"]) / messages - 1000)
            for wait, of_seeds in zip(WAITS, shares):
                ends = [b for b in range(chance.BUCKETS) if chance.lower_edge(b) == 1000 + wait]
                of_seeds.append(chance.counts_in(ends, delay)[0] / messages)
        return means, shares

    def near(self, values, expected, slack):
        off = max(0.0, abs(statistics.mean(values) - expected) - slack)
        sigma = statistics.stdev(values) / math.sqrt(len(values))
        self.assertGreater(chance.of_student(off / sigma, len(values) - 1), LEAST)

    def share_that_waits_less(self, ms, load):
        """Of M/D/1 below one service time: (1 - load) e^(load x time in services)."""
        return (1 - load) * math.exp(load * ms / 1000)

    def check_load(self, lanes, messages, load):
        means, shares = self.waits(lanes, messages, load)
        self.near(means, 1000 * load / (2 * (1 - load)), GRID_MS)  # Pollaczek-Khinchine: service 1 s, variance none
        for wait, of_seeds in zip(WAITS, shares):
            grid = self.share_that_waits_less(wait, load) - self.share_that_waits_less(wait - GRID_MS, load)
            self.near(of_seeds, self.share_that_waits_less(wait - GRID_MS / 2, load), grid)

    def test_the_wait_at_a_throughput_limit_is_that_of_theory_long(self):
        self.check_load(1, 250_000, 0.8)
        self.check_load(1, 250_000, 0.5)

    def test_random_arrivals_are_random_in_each_lane_long(self):
        """The limit is divided over the lanes: each sees a Poisson stream of its own, and waits as alone."""
        self.check_load(4, 250_000, 0.8)

    def test_it_would_see_a_load_that_is_off_by_a_hundredth_long(self):
        means, shares = self.waits(1, 250_000, 0.8)
        with self.assertRaises(AssertionError):
            self.near(means, 1000 * 0.79 / (2 * (1 - 0.79)), GRID_MS)
        for wait, of_seeds in zip(WAITS, shares):
            with self.assertRaises(AssertionError, msg=wait):
                self.near(of_seeds, self.share_that_waits_less(wait, 0.79), 0.001)


if __name__ == "__main__":
    main()

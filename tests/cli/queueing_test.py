#!/usr/bin/python3
"""A limit on throughput is a queue, and random arrivals at it are M/D/1: its theory against ten million messages. Run as:
queueing_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import math
import os
import statistics
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
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
# Student's, of 39 degrees of freedom: once in a million, both sides (5.80), and what a lane's grid of 1 ms may add.
MOST_SIGMAS, GRID_MS = 5.8, 1.0


class QueueingTest(ProgramTest):
    def waits(self, lanes, messages, load):
        """Of each seed the mean wait in ms and the share that did not wait."""
        text = QUEUE.replace("LANES", str(lanes)).replace("MESSAGES", str(messages)).replace("RATE", str(round(60 * load * lanes)))
        path = self.write("queue.yaml", text)
        means, idle = [], []
        for seed in range(1, SEEDS + 1):
            done = self.check(dlrsim("run", path, "--json", "--seed", str(seed)), 0)
            result = json.loads(done.stdout)
            self.assertEqual(result["lanes"]["total"], lanes)
            delay = result["groups"][0]["delivery_delay_ms"]
            self.assertEqual(delay["count"], messages)
            self.assertEqual(delay["min"], 1000)
            means.append(int(delay["sum"]) / messages - 1000)
            idle.append(delay["buckets"][0] / messages)
        return means, idle

    def near(self, values, expected, slack):
        off = abs(statistics.mean(values) - expected)
        self.assertLess(off, MOST_SIGMAS * statistics.stdev(values) / math.sqrt(len(values)) + slack)

    def check_load(self, lanes, messages, load):
        means, idle = self.waits(lanes, messages, load)
        self.near(means, 1000 * load / (2 * (1 - load)), GRID_MS)  # Pollaczek-Khinchine: service 1 s, variance none
        self.near(idle, 1 - load, 0.001)  # the first bucket holds waits of two milliseconds as well

    def test_the_wait_at_a_throughput_limit_is_that_of_theory_long(self):
        self.check_load(1, 250_000, 0.8)
        self.check_load(1, 250_000, 0.5)

    def test_random_arrivals_are_random_in_each_lane_long(self):
        """The limit is divided over the lanes: each sees a Poisson stream of its own, and waits as alone."""
        self.check_load(4, 250_000, 0.8)

    def test_it_would_see_a_load_that_is_off_by_a_hundredth_long(self):
        means, _ = self.waits(1, 250_000, 0.8)
        with self.assertRaises(AssertionError):
            self.near(means, 1000 * 0.79 / (2 * (1 - 0.79)), GRID_MS)


if __name__ == "__main__":
    main()

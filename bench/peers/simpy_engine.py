#!/usr/bin/env python3
"""SimPy through the same models: simpy_engine.py WORKLOAD SIZE DRAWS, the file that `dlr_peer_engines draws` wrote.

The fastest form that SimPy has: bare timeouts with callbacks, no processes; stepped without run()'s loop; no garbage collection.
What happened is noted, and made a digest of once the clock has stopped."""
import array
import gc
import itertools
import json
import platform
import resource
import sys
import time

import simpy
from simpy.core import EmptySchedule
from simpy.events import Timeout

WAITING_MS = 4 * 24 * 3600 * 1000
SEND, ANSWER, REPORT, DEADLINE = range(4)
DELIVERED, FAILED, REJECTED, REFUSED, SILENT = range(5)
MASK = (1 << 64) - 1


def digest(times, payloads):
    """The sum of HoldModel::trace()."""
    total = 0
    for time_ms, payload in zip(times, payloads):
        x = time_ms << 32 | payload
        x = (x ^ x >> 33) * 0xff51afd7ed558ccd & MASK
        x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53 & MASK
        total += x ^ x >> 33
    return f"{total & MASK:016x}"


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def hold(draws):
    pending, before, timed = draws[:3]
    first, delays = draws[3:3 + pending], iter(draws[3 + pending:])
    times, ids = array.array("I"), array.array("I")
    env = simpy.Environment()

    def happen(event):
        times.append(env._now)
        ids.append(event._value)
        Timeout(env, next(delays), event._value).callbacks.append(happen)

    start_bytes = resident()
    for name, delay in enumerate(first):
        Timeout(env, delay, name).callbacks.append(happen)
    held = resident() - start_bytes
    step = env.step
    for _ in itertools.repeat(None, before):
        step()
    start = time.process_time()
    for _ in itertools.repeat(None, timed):
        step()
    seconds = time.process_time() - start
    return dict(items=timed, seconds=seconds, bytes=held, digest=digest(times, ids), counts={"events": before + timed})


def messages(draws):
    size = draws[0]
    answers, reports, fates = draws[1::3], draws[2::3], draws[3::3]
    over, ended, enqueued, held = bytearray(size), [0] * 5, 0, 0
    times, payloads = array.array("I"), array.array("I")
    env = simpy.Environment()

    def send(event):
        nonlocal held
        message, now = event._value, env._now
        times.append(now)
        payloads.append(message << 2 | SEND)
        answer = answers[message]
        Timeout(env, answer, message).callbacks.append(answered)
        if fates[message] < REFUSED:
            Timeout(env, answer + reports[message], message).callbacks.append(reported)
        Timeout(env, WAITING_MS, message).callbacks.append(waited)
        if message + 1 < size:
            Timeout(env, 1, message + 1).callbacks.append(send)
        else:
            held = resident() - start_bytes

    def answered(event):
        nonlocal enqueued
        message = event._value
        times.append(env._now)
        payloads.append(message << 2 | ANSWER)
        if fates[message] == REFUSED:
            ended[REFUSED] += 1
            over[message] = 1
        else:
            enqueued += 1

    def reported(event):
        message = event._value
        times.append(env._now)
        payloads.append(message << 2 | REPORT)
        ended[fates[message]] += 1
        over[message] = 1

    def waited(event):
        message = event._value
        times.append(env._now)
        payloads.append(message << 2 | DEADLINE)
        if not over[message]:
            ended[SILENT] += 1

    start_bytes = resident()
    start = time.process_time()
    Timeout(env, 0, 0).callbacks.append(send)
    step = env.step
    try:
        while True:
            step()
    except EmptySchedule:
        seconds = time.process_time() - start
    backwards = sum(a > b for a, b in zip(times, times[1:]))
    counts = dict(delivered=ended[DELIVERED], failed=ended[FAILED], rejected=ended[REJECTED], refused=ended[REFUSED],
                  unreported=ended[SILENT], enqueued=enqueued, ran_backwards=backwards)
    return dict(items=size, seconds=seconds, bytes=held, digest=digest(times, payloads), counts=counts)


def main():
    workload, _, path = sys.argv[1:]
    draws = array.array("I")
    with open(path, "rb") as file:
        draws.frombytes(file.read())
    gc.disable()
    result = {"hold": hold, "messages": messages}[workload](draws.tolist())
    print(json.dumps({"version": f"{simpy.__version__} (Python {platform.python_version()})", **result}))


if __name__ == "__main__":
    main()

"""Who takes part, with what settings, and how far."""
import dataclasses
import os
import shutil
import subprocess


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    what: str   # of a size
    item: str   # what the time is told for
    held: str   # what the bytes are told for
    story: str


WORKLOADS = [
    Workload("hold", "timers pending", "event", "timer",
             "Engines, the hold model: the earliest of so many timers comes out and is set again after a delay (lognormal, median 5 s, "
             "p99 6 h, at most 4 d), a million times and more."),
    Workload("messages", "messages", "message", "message",
             "Engines, the message model: a message a millisecond is sent, answered, reported or not, and waited for four days; each "
             "of the four is an event of its own, and outcomes are counted. All deadlines are pending at the end."),
    Workload("track", "messages", "message", "message",
             "Trackers: submissions, answers and delivery reports by the second, a thousand of each, one report in a hundred twice; then "
             "the end of each waiting period. Every tracker says the same campaign events, and what was never reported."),
]


@dataclasses.dataclass(frozen=True)
class Contestant:
    name: str
    group: str      # what --only knows it by
    title: str
    settings: str
    program: str    # in the build, or a script beside this one
    workloads: tuple
    packages: tuple = ()
    largest: int = 10_000_000  # beyond, it would take many minutes or much of the memory
    server: str = ""           # in servers.py

    @property
    def is_script(self):
        return self.program.endswith(".py")


ENGINES, TRACKERS = ("hold", "messages"), ("track",)
OURS = "ours"


def ns3(scheduler, title, largest=10_000_000):
    return Contestant(f"ns3_{scheduler}", "ns3", f"ns-3, {title}", "resolution 1 ms; a static function per event", "dlr_peer_ns3",
                      ENGINES, ("libns3-dev",), largest)


ALL = [
    Contestant(OURS, OURS, "**ours**: timer wheel", "as in a run; not cut into lanes", "dlr_peer_engines", ENGINES),
    Contestant("std_priority_queue", "std", "std::priority_queue", "entries of 8 bytes, time above number", "dlr_peer_engines", ENGINES),
    Contestant("boost_d_ary_heap", "boost", "boost::heap::d_ary_heap", "arity 4; entries of 8 bytes", "dlr_peer_engines", ENGINES),
    ns3("priority_queue", "PriorityQueueScheduler"),
    ns3("map", "MapScheduler (its default)"),
    ns3("heap", "HeapScheduler"),
    ns3("calendar", "CalendarScheduler", 1_000_000),
    Contestant("simpy", "simpy", "SimPy", "timeouts with callbacks, no processes; env.step() in a loop; gc off", "simpy_engine.py", ENGINES,
               ("python3-simpy3",), 1_000_000),
    Contestant(OURS, OURS, "**ours**: core/tracker", "minted ids; reports in callbacks of 100", "dlr_peer_trackers", TRACKERS),
    Contestant("hash_map_multimap", "map", "std::unordered_map + std::multimap", "reserved for all; deadlines with a hint; ids of 64 bits",
               "dlr_peer_trackers", TRACKERS),
    Contestant("sqlite", "sqlite", "SQLite, in memory", "journal and sync off, exclusive, NOMUTEX; prepared statements, a transaction a tick; "
               "rowid = message in order; index on the deadline", "dlr_peer_sqlite", TRACKERS, ("libsqlite3-dev",)),
    Contestant("redis", "redis", "Redis, expiring keys", "hiredis, unix socket, pipelined by the tick, MGET; no persistence; key of 8 bytes, "
               "value of 13, EX 4 d (deleting them is not in its time); sorted set of deadlines of the open ones", "dlr_peer_redis",
               TRACKERS, ("redis-server", "libhiredis-dev"), server="redis"),
    Contestant("postgres", "postgres", "PostgreSQL", "libpq, unix socket, a transaction a tick, COPY BINARY, binary arrays; unlogged table, "
               "fillfactor 70, index on the deadline; fsync, synchronous_commit, full_page_writes, autovacuum, jit off; "
               "shared_buffers 2 GB", "dlr_peer_postgres", TRACKERS, ("postgresql", "libpq-dev"), server="postgres"),
]

GROUPS = list(dict.fromkeys(contestant.group for contestant in ALL))
PACKAGES = ["pkg-config", *dict.fromkeys(package for contestant in ALL for package in contestant.packages)]
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's SimPy


def command(contestant, workload, size, programs, server):
    """What runs it; `server` is a socket, or the file of draws of a script."""
    if contestant.is_script:
        words = [PYTHON, os.path.join(os.path.dirname(os.path.abspath(__file__)), contestant.program), workload, str(size)]
    else:
        words = [os.path.join(programs, contestant.program), contestant.name, workload, str(size)]
    return words + ([server] if server else [])


def missing(contestant, programs, server_problem):
    """Why it cannot take part; empty: it can."""
    if contestant.is_script:
        has = os.path.exists(PYTHON) and subprocess.run([PYTHON, "-c", "import simpy"], stderr=subprocess.DEVNULL).returncode == 0
    else:
        has = os.path.exists(os.path.join(programs, contestant.program))
    if not has:
        return "not installed: " + " ".join(contestant.packages or ["(not built)"]) + ("" if shutil.which("pkg-config") else " pkg-config")
    return server_problem(contestant.server) if contestant.server else ""

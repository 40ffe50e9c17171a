"""Servers that take part: started for the run alone, in a folder of their own, heard on a unix socket only, and stopped with it."""
import contextlib
import glob
import os
import shutil
import subprocess
import tempfile
import time

POSTGRES_SETTINGS = {
    "listen_addresses": "", "shared_buffers": "2GB", "work_mem": "256MB", "fsync": "off", "synchronous_commit": "off",
    "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "8GB", "checkpoint_timeout": "1h",
    "autovacuum": "off", "jit": "off",
}
PATIENCE_S = 60


class ServerError(Exception):
    pass


def _postgres_folder():
    found = glob.glob("/usr/lib/postgresql/*/bin/postgres")
    if shutil.which("postgres"):
        found.append(os.path.realpath(shutil.which("postgres")))
    return os.path.dirname(max(found, key=lambda path: [int(part) for part in path.split("/") if part.isdigit()])) if found else None


def problem(name):
    """Why a server cannot be started; empty: it can."""
    if name == "redis" and not shutil.which("redis-server"):
        return "not installed: redis-server"
    if name == "postgres" and not _postgres_folder():
        return "not installed: postgresql"
    return ""


@contextlib.contextmanager
def _running(words, folder, is_ready, **how):
    log = os.path.join(folder, "log")
    with open(log, "w") as file:
        server = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=file, stderr=file, **how)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not is_ready():
            if server.poll() is not None or time.monotonic() > deadline:
                with open(log) as file:
                    raise ServerError(f"{words[0]} does not start: {file.read()[-500:]}")
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextlib.contextmanager
def _redis(folder):
    socket = os.path.join(folder, "redis.sock")
    words = ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder]
    with _running(words, folder, lambda: os.path.exists(socket)):
        yield socket


@contextlib.contextmanager
def _postgres(folder):
    programs, how = _postgres_folder(), {}
    if os.geteuid() == 0:  # it refuses to run as root
        how = dict(user="postgres", group="postgres", extra_groups=[])
        shutil.chown(folder, "postgres", "postgres")
    data = os.path.join(folder, "data")
    made = subprocess.run([os.path.join(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
                          capture_output=True, text=True, cwd=folder, **how)
    if made.returncode != 0:
        raise ServerError("initdb: " + made.stderr[-500:])
    words = [os.path.join(programs, "postgres"), "-D", data, "-k", folder]
    for key, value in POSTGRES_SETTINGS.items():
        words += ["-c", f"{key}={value}"]

    def is_ready():
        return subprocess.run([os.path.join(programs, "pg_isready"), "-q", "-h", folder, "-U", "postgres"]).returncode == 0

    with _running(words, folder, is_ready, cwd=folder, **how):
        yield folder


@contextlib.contextmanager
def serve(name):
    """Gives what its client is told: the socket, or PostgreSQL's folder."""
    folder = tempfile.mkdtemp(prefix="dlr-peers-")
    try:
        with {"redis": _redis, "postgres": _postgres}[name](folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)

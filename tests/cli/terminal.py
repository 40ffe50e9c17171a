"""A terminal of its own for a program."""
import os
import pty
import select
import time

from program import ENVIRONMENT


class Terminal:
    """A program on a terminal of its own: what it shows is waited for, what is typed it gets."""

    def __init__(self, arguments, cwd, **environment):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execvpe(arguments[0], arguments, {**ENVIRONMENT, "TERM": "dumb", **environment})
        self.shown = ""

    def wait_for(self, text, seconds=60):
        end = time.monotonic() + seconds
        while text not in self.shown and time.monotonic() < end and self.read():
            pass
        assert text in self.shown, f"no {text!r} in {self.shown!r}"

    def read(self):
        if not select.select([self.terminal], [], [], 1)[0]:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.shown += data.decode(errors="replace")
        return bool(data)

    def type(self, text):
        os.write(self.terminal, text.encode())

    def end(self, seconds=60):
        end = time.monotonic() + seconds
        while self.read():
            assert time.monotonic() < end, f"it does not end: {self.shown!r}"
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)

#include "sim/cli/ask_program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <thread>

namespace dlr::sim::cli {
namespace {

using Clock = std::chrono::steady_clock;

// In a group of its own, so that all of it can be ended; it does not outlive this program.
[[noreturn]] void become(const char* command, int out, int errors) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::signal(SIGPIPE, SIG_DFL);
  if (const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC); nothing >= 0) dup2(nothing, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
  _exit(127);
}

// Until there is no more, or a limit is reached.
void listen(int in, Clock::time_point end, std::size_t most_bytes, Answer& answer) {
  std::array<char, 4096> buffer{};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd one{in, POLLIN, 0};
    const int ready = left <= 0 ? 0 : poll(&one, 1, static_cast<int>(std::min<std::int64_t>(left + 1, 60'000)));
    if (ready < 0 && errno == EINTR) continue;
    if (left <= 0) {
      answer.too_late = true;
      return;
    }
    if (ready == 0) continue;
    const ssize_t got = read(in, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    answer.text.append(buffer.data(), static_cast<std::size_t>(got));
    if (answer.text.size() > most_bytes) {
      answer.too_long = true;
      return;
    }
  }
}

// What stands in a file, as far as so many bytes.
std::string first_of(int file, std::size_t most_bytes) {
  const off_t size = lseek(file, 0, SEEK_END);
  std::string text(size > 0 ? std::min(static_cast<std::size_t>(size), most_bytes) : 0, '\0');
  const ssize_t got = pread(file, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

}  // namespace

Answer ask_program(const std::string& command, std::chrono::milliseconds patience, std::size_t most_bytes,
                   Stderr errors) {
  Answer answer;
  const Clock::time_point end = Clock::now() + patience;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return answer;
  // In memory, as nobody reads it while the answer is read.
  const int apart = errors == Stderr::apart ? memfd_create("errors", MFD_CLOEXEC) : -1;
  const pid_t child = fork();
  if (child == 0) become(command.c_str(), ends[1], apart >= 0 ? apart : ends[1]);
  close(ends[1]);
  if (child > 0) {
    setpgid(child, child);  // whoever of the two is first
    listen(ends[0], end, most_bytes, answer);
    int status = 0;
    // One that said all may take its time to end.
    while (!answer.too_late && !answer.too_long && waitpid(child, &status, WNOHANG) == 0) {
      answer.too_late = Clock::now() >= end;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (answer.too_late || answer.too_long) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
    } else if (WIFEXITED(status)) {
      answer.exit = WEXITSTATUS(status);
    }
  }
  close(ends[0]);
  if (apart >= 0) {
    answer.errors = first_of(apart, most_bytes);
    close(apart);
  }
  return answer;
}

}  // namespace dlr::sim::cli

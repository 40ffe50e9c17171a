#include "sim/cli/part_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace dlr::sim::cli {
namespace {

namespace fs = std::filesystem;

// What a handler may read: no memory that could be moved or freed.
struct Slot {
  std::atomic<bool> is_taken{false}, is_filled{false};
  std::array<char, PATH_MAX> path{};
};
std::array<Slot, 32> slots;

int remember(const std::string& path) {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (path.size() >= slots[i].path.size() || slots[i].is_taken.exchange(true)) continue;
    std::memcpy(slots[i].path.data(), path.c_str(), path.size() + 1);
    slots[i].is_filled = true;
    return static_cast<int>(i);
  }
  return -1;
}

// Where a file is written in the end: behind links, also where nothing is there yet.
fs::path behind_links(fs::path path) {
  constexpr int kMostLinks = 40;
  std::error_code error;
  for (int i = 0; i < kMostLinks && fs::is_symlink(fs::symlink_status(path, error)); ++i) {
    const fs::path to = fs::read_symlink(path, error);
    if (error) break;
    path = to.is_absolute() ? to : path.parent_path() / to;
  }
  return path;
}

// Parts beside it whose writer is no more, killed before it could remove them.
void remove_parts_of_the_dead(const fs::path& place) {
  constexpr std::string_view kEnd = ".part";
  const std::string begins = place.filename().string() + ".";
  const fs::path folder = place.has_parent_path() ? place.parent_path() : fs::path(".");
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!name.starts_with(begins) || !name.ends_with(kEnd) || name.size() <= begins.size() + kEnd.size()) continue;
    const std::string_view number(name.data() + begins.size(), name.size() - begins.size() - kEnd.size());
    pid_t writer = 0;
    const auto [last, wrong] = std::from_chars(number.data(), number.data() + number.size(), writer);
    if (wrong != std::errc() || last != number.data() + number.size() || writer <= 0) continue;
    if (kill(writer, 0) != 0 && errno == ESRCH) std::remove(at->path().c_str());
  }
}

}  // namespace

const std::string& PartFile::begin(const std::string& path) {
  place_ = behind_links(path).string();
  remove_parts_of_the_dead(place_);
  beside_ = fmt::format("{}.{}.part", place_, getpid());
  slot_ = remember(beside_);
  return beside_;
}

bool PartFile::put_in_place() {
  if (!is_begun()) return true;
  if (std::rename(beside_.c_str(), place_.c_str()) != 0) {
    const int error = errno;
    remove();
    errno = error;
    return false;
  }
  forget();
  return true;
}

void PartFile::remove() {
  if (!is_begun()) return;
  std::remove(beside_.c_str());
  forget();
}

void PartFile::forget() {
  beside_.clear();
  if (slot_ < 0) return;
  Slot& slot = slots[static_cast<std::size_t>(slot_)];
  slot.is_filled = false;
  slot.is_taken = false;
  slot_ = -1;
}

void remove_parts_on_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    if (std::signal(number, end_on_signal) == SIG_IGN) std::signal(number, SIG_IGN);
  }
  std::signal(SIGXFSZ, SIG_IGN);
}

extern "C" void end_on_signal(int number) {
  for (const Slot& slot : slots) {
    if (slot.is_filled) unlink(slot.path.data());
  }
  std::signal(number, SIG_DFL);
  raise(number);
}

}  // namespace dlr::sim::cli

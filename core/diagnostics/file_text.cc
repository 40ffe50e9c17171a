#include "core/diagnostics/file_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/diagnostics/nearest.h"

namespace dlr::diagnostics {
namespace {

FileText failed(const std::string& path, std::string message, std::string note = {}) {
  Diagnostic problem;
  problem.code = Code::unreadable;
  problem.file = path;
  problem.message = std::move(message);
  problem.note = std::move(note);
  return {std::nullopt, std::move(problem)};
}

bool continues(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// The bytes of the well-formed character (RFC 3629) at the front; 0 when there is none.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t bytes = first >= 0xC2 && first < 0xE0   ? 2
                            : first >= 0xE0 && first < 0xF0 ? 3
                            : first >= 0xF0 && first < 0xF5 ? 4
                                                            : 0;
  if (bytes == 0 || text.size() < bytes) return 0;
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!continues(byte(i))) return 0;
  }
  // Overlong forms, surrogates, beyond U+10FFFF.
  if (first == 0xE0 && byte(1) < 0xA0) return 0;
  if (first == 0xED && byte(1) > 0x9F) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) > 0x8F) return 0;
  return bytes;
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// By its mark, or by every other byte being 0, as in plain text it is.
bool is_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  const auto is_zero = [text](std::size_t i) { return text[i] == '\0'; };
  return text.size() >= 4 && is_zero(0) == is_zero(2) && is_zero(1) == is_zero(3) && is_zero(0) != is_zero(1);
}

// YAML knows three ends of lines; a carriage return alone is one of them.
void make_lines_end_alike(std::string& text) {
  for (std::size_t at = text.find('\r'); at != std::string::npos; at = text.find('\r', at + 1)) {
    if (at + 1 == text.size() || text[at + 1] != '\n') text[at] = '\n';
  }
}

// Where the text ends to be text; its size when it never does.
std::size_t end_of_text(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7F) return at;
    if (byte == 0xEF && text.substr(at).starts_with(kByteOrderMark)) return at;  // nobody would see it
    const std::size_t bytes = character_bytes(text.substr(at));
    if (bytes == 0) return at;
    at += bytes;
  }
  return at;
}

// What stands at byte `number` of the file, from 1, and does not belong there.
FileText no_text(const std::string& path, std::string_view from, std::size_t number) {
  if (from.starts_with(kByteOrderMark)) {
    return failed(path, fmt::format("a byte order mark in the middle of the file (byte {})", number),
                  "nobody sees it; it may stand at the very beginning only: remove it");
  }
  const auto byte = static_cast<unsigned char>(from.front());
  if (byte == 0) {
    return failed(path, fmt::format("a NUL byte (byte {} of the file)", number),
                  "a text has none: remove it, or is this no YAML file at all?");
  }
  if (byte < 0x20 || byte == 0x7F) {
    return failed(path, fmt::format("a control character (byte {} of the file, 0x{:02X})", number, byte),
                  "remove it, or is this no YAML file at all?");
  }
  return failed(path, fmt::format("byte {} of the file (0x{:02X}) is no UTF-8 text", number, byte),
                "is it another encoding, or no YAML file at all?");
}

}  // namespace

std::string what_else_is_at(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  switch (fs::status(path, ignored).type()) {
    case fs::file_type::directory:
      return "a folder";
    case fs::file_type::fifo:
      return "a named pipe";
    case fs::file_type::character:
    case fs::file_type::block:
      return "a device";
    case fs::file_type::socket:
      return "a socket";
    default:
      return {};
  }
}

std::string nearest_file(const std::string& path) {
  namespace fs = std::filesystem;
  constexpr std::size_t kMost = 10'000;  // in a folder of more nobody waits for a guess
  const fs::path folder = fs::path(path).parent_path(), extension = fs::path(path).extension();
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder.empty() ? fs::path(".") : folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    // An extension that is the same is no likeness.
    if (at->path().extension() == extension && at->is_regular_file(ignored))
      names.push_back(at->path().stem().string());
    if (names.size() > kMost) return {};
  }
  std::sort(names.begin(), names.end());  // folders are in no order
  const std::string name = nearest(fs::path(path).stem().string(), names);
  return name.empty() ? name : (folder / (name + extension.string())).string();
}

FileText read_text_file(const std::string& path, std::size_t most_bytes) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return failed(path, "is a directory, not a file");
  errno = 0;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    const int error = errno;
    FileText outcome = failed(path, fmt::format("cannot be opened: {}", std::strerror(error)));
    if (error == ENOENT) outcome.problem->hint = path == "-" ? "/dev/stdin" : nearest_file(path);
    return outcome;
  }

  std::string text;
  char buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, count);
    if (text.size() > most_bytes) {
      return failed(path, fmt::format("is larger than {} MiB", most_bytes >> 20U));
    }
  }
  if (std::ferror(file.get()) != 0) return failed(path, fmt::format("cannot be read: {}", std::strerror(errno)));

  if (is_utf16(text)) return failed(path, "is UTF-16, not UTF-8", "save it as UTF-8: iconv -f UTF-16 -t UTF-8");
  const std::size_t mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  text.erase(0, mark);
  make_lines_end_alike(text);
  const std::size_t end = end_of_text(text);
  if (end < text.size()) {
    const auto line =
        static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    FileText outcome = no_text(path, std::string_view(text).substr(end), end + mark + 1);
    const std::size_t begin = end == 0 ? 0 : text.rfind('\n', end - 1) + 1;
    outcome.problem->line = line + 1;
    outcome.problem->column = characters_in(text.substr(begin, end - begin), end - begin) + 1;
    return outcome;
  }
  return {std::move(text), std::nullopt};
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const bool has_return = end > begin && text[end - 1] == '\r';
    lines.push_back(text.substr(begin, end - begin - (has_return ? 1 : 0)));
    begin = end + 1;
  }
  return lines;
}

std::size_t characters_in(const std::string& line, std::size_t bytes) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < std::min(bytes, line.size()); ++i) {
    if (!continues(static_cast<unsigned char>(line[i]))) ++count;
  }
  return count;
}

}  // namespace dlr::diagnostics

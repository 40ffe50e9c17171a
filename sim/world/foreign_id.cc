#include "sim/world/foreign_id.h"

#include <string_view>

#include "sim/engine/random.h"
#include "sim/world/purpose.h"

namespace dlr::sim {
namespace {

// Characters that somebody's ids have been seen with; the first sixteen say the message.
constexpr std::string_view kCharacters = "0aB3dE6gH9jKmNpQrStUvWxYz12457AbCDefFGhiIJkLlMnOoPqRsTuVwXyZ8c-_.~";

// Words without end, of the message alone.
class IdWords {
 public:
  IdWords(std::uint64_t seed, std::uint64_t message) : seed_(seed), message_(message) {}

  std::uint32_t next() {
    if (place_ == 4) {
      block_ = engine::draw_block(seed_, message_, purpose::id_block(blocks_++));
      place_ = 0;
    }
    return block_[place_++];
  }

 private:
  std::uint64_t seed_, message_;
  Words4 block_{};
  std::uint32_t place_ = 4;
  std::uint32_t blocks_ = 0;
};

}  // namespace

void write_foreign_id(std::string& out, const Ids& ids, std::uint64_t seed, std::uint64_t message) {
  out.clear();
  IdWords words(seed, message);
  switch (ids.form) {
    case IdForm::minted:
      return;
    case IdForm::digits:
      // The message's number, with zeros before it: read as a number it would lose them.
      out.assign(ids.length, '0');
      for (std::size_t at = out.size(); at-- > 0 && message > 0; message /= 10)
        out[at] = static_cast<char>('0' + message % 10);
      return;
    case IdForm::uuid: {
      constexpr std::string_view kHex = "0123456789abcdef";
      for (std::size_t i = 0; i < 36; ++i) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
          out += '-';
        } else if (i == 14) {
          out += '4';
        } else if (i > 23) {  // the last twelve digits say the message
          out += kHex[message >> (35 - i) * 4 & 0xfU];
        } else {
          out += kHex[words.next() & 0xfU];
        }
      }
      return;
    }
    case IdForm::text:
      for (std::size_t i = 0; i < ids.length; ++i) {
        const bool says_message = i < 16;
        out += kCharacters[says_message ? message >> (i * 4) & 0xfU
                                        : engine::scale(words.next(), static_cast<std::uint32_t>(kCharacters.size()))];
      }
      return;
  }
}

bool make_near_miss(std::string& id, IdForm form, NearMiss how, std::uint32_t word) {
  switch (how) {
    case NearMiss::other_character:
      if (form == IdForm::digits) {
        constexpr std::uint32_t kAlwaysZeros = 8;  // of twenty: no scenario has so many messages
        id[word % kAlwaysZeros] = static_cast<char>('1' + word % 9);
      } else if (form == IdForm::uuid) {
        constexpr std::uint32_t kDrawn = 8;  // at the front; who it is, the last twelve say
        char& digit = id[word % kDrawn];
        digit = digit == '0' ? '1' : '0';
      } else {
        // Neither stands among the first sixteen characters that say the message.
        char& character = id[word % id.size()];
        character = character == '~' ? '_' : '~';
      }
      return true;
    case NearMiss::lost_zero:
      if (id.size() < 2 || id.front() != '0') return false;
      id.erase(0, 1);  // all ids of a scenario are of one length
      return true;
    case NearMiss::other_case: {
      // Of the letters that say the message none is used in both cases.
      bool has_letters = false;
      for (char& c : id) {
        const bool is_small = c >= 'a' && c <= 'z', is_large = c >= 'A' && c <= 'Z';
        has_letters = has_letters || is_small || is_large;
        if (is_small) c = static_cast<char>(c - 'a' + 'A');
        if (is_large) c = static_cast<char>(c - 'A' + 'a');
      }
      return has_letters;
    }
  }
  return false;
}

}  // namespace dlr::sim

#include "tests/memory/scarcity.h"

#include <cstdlib>
#include <limits>

namespace dlr::scarcity {
namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

Counts counted;
std::uint64_t left_to_give = kNever;
Denial denial_now = Denial::once;

int truces = 0;

bool may_not() {
  if (truces > 0) return false;
  ++counted.asked;
  if (left_to_give == kNever) return false;
  if (left_to_give > 0) {
    --left_to_give;
    return false;
  }
  if (denial_now == Denial::once) left_to_give = kNever;
  ++counted.denied;
  return true;
}

void* allocate(std::size_t bytes) noexcept {
  void* const memory = may_not() ? nullptr : std::malloc(bytes);
  counted.alive += memory != nullptr ? 1 : 0;
  return memory;
}
void* allocate(std::size_t bytes, std::align_val_t alignment) noexcept {
  const auto unit = static_cast<std::size_t>(alignment);
  const bool denied = may_not();
  counted.aligned_denied += denied ? 1 : 0;
  void* const memory = denied ? nullptr : std::aligned_alloc(unit, (bytes + unit - 1) / unit * unit);
  counted.alive += memory != nullptr ? 1 : 0;
  return memory;
}
void* or_throw(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void give_back(void* memory) noexcept {
  counted.alive -= memory != nullptr ? 1 : 0;
  std::free(memory);
}

}  // namespace

const Counts& counts() { return counted; }

void deny(std::uint64_t given, Denial denial) {
  counted.denied = 0;
  denial_now = denial;
  left_to_give = given;
}

void relent() { left_to_give = kNever; }

Truce::Truce() { ++truces; }
Truce::~Truce() { --truces; }

}  // namespace dlr::scarcity

using dlr::scarcity::allocate;
using dlr::scarcity::give_back;
using dlr::scarcity::or_throw;

void* operator new(std::size_t bytes) { return or_throw(allocate(bytes)); }
void* operator new[](std::size_t bytes) { return or_throw(allocate(bytes)); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes); }
void* operator new(std::size_t bytes, std::align_val_t unit) { return or_throw(allocate(bytes, unit)); }
void* operator new[](std::size_t bytes, std::align_val_t unit) { return or_throw(allocate(bytes, unit)); }
void* operator new(std::size_t bytes, std::align_val_t unit, const std::nothrow_t&) noexcept {
  return allocate(bytes, unit);
}
void* operator new[](std::size_t bytes, std::align_val_t unit, const std::nothrow_t&) noexcept {
  return allocate(bytes, unit);
}
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept { give_back(memory); }

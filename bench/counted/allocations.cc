#include "bench/counted/allocations.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace dlr::bench {
namespace {
Allocations so_far;

void* allocate(std::size_t bytes, std::size_t alignment) {
  ++so_far.count;
  so_far.bytes += bytes;
  void* memory = alignment <= alignof(std::max_align_t)
                     ? std::malloc(bytes)
                     : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
}  // namespace

Allocations allocations() { return so_far; }

}  // namespace dlr::bench

// The whole program's. What is counted runs on one thread.
void* operator new(std::size_t bytes) { return dlr::bench::allocate(bytes, 1); }
void* operator new[](std::size_t bytes) { return dlr::bench::allocate(bytes, 1); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return dlr::bench::allocate(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return dlr::bench::allocate(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

// A program's memory, counted and denied: whoever links scarcity.cc has every operator new replaced, also those for
// what must be aligned. For one thread.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <new>

namespace dlr::scarcity {

struct Counts {
  std::uint64_t asked = 0;           // pieces of memory asked for
  std::int64_t alive = 0;            // held now
  std::uint64_t denied = 0;          // since deny()
  std::uint64_t aligned_denied = 0;  // ever; of those with an alignment of their own
};
const Counts& counts();

enum class Denial : std::uint8_t { once, from_then_on };
// The next `given` pieces are given; what comes then is denied, once or until relent().
void deny(std::uint64_t given, Denial denial);
void relent();

// As long as there is one, a test may have what it needs for itself: nothing is denied, nor counted as asked for.
class Truce {
 public:
  Truce();
  ~Truce();
  Truce(const Truce&) = delete;
  Truce& operator=(const Truce&) = delete;
};

// Calls f() with the k-th allocation denied, for k = first, first + step, ... until it gets all that it asks for; from
// then on means to the end of f(), or until f() itself relents. f() tells by std::bad_alloc or by `false` that it did
// not get through, which it may all the same (std::stable_sort does with less). Nothing that it took may be left.
// Returns how many were denied.
template <class F>
std::uint64_t deny_each(Denial denial, F&& f, std::uint64_t first = 0, std::uint64_t step = 1) {
  f();  // what is made once in a program's life is made now
  std::uint64_t tried = 0;
  for (std::uint64_t given = first;; given += step, ++tried) {
    const std::int64_t before = counts().alive;
    bool through = false;
    bool clear = true;
    deny(given, denial);
    try {
      through = f();
    } catch (const std::bad_alloc&) {
    } catch (...) {
      clear = false;
    }
    relent();
    const bool all_given = counts().denied == 0;
    EXPECT_TRUE(clear) << "allocation " << given << " denied: ended with an exception that says something else";
    EXPECT_EQ(counts().alive, before) << "allocation " << given << " denied: memory is lost";
    if (all_given) {
      EXPECT_TRUE(through);
    }
    if (all_given || testing::Test::HasFailure()) return tried;
  }
}

}  // namespace dlr::scarcity

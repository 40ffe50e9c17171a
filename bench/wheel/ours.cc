#include "bench/wheel/hold_model.h"
#include "sim/engine/timer_wheel.h"

namespace dlr::bench {
namespace {

class Ours final : public WheelContestant {
 public:
  void insert(std::uint32_t time_ms, std::uint32_t id) override { wheel_.insert(time_ms, id); }

  std::uint64_t hold(const HoldModel& model, std::uint64_t events) override {
    std::uint64_t done = 0;
    while (done < events) {
      wheel_.open_next(~0U, [&](std::uint32_t now, std::span<const engine::Timer> timers) {
        for (const engine::Timer& timer : timers) {
          digest_ += HoldModel::trace(now, timer.payload);
          wheel_.insert(model.next_time(timer.payload, now), timer.payload);
        }
        done += timers.size();
      });
    }
    return done;
  }

  std::size_t bytes() const override { return wheel_.bytes(); }

 private:
  engine::TimerWheel wheel_;
};

}  // namespace

std::unique_ptr<WheelContestant> make_ours() { return std::make_unique<Ours>(); }

}  // namespace dlr::bench

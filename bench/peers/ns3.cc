// ns-3's simulator, under each of its schedulers but the list, whose time grows with the number of events pending.
#include <ns3/object-factory.h>
#include <ns3/simulator.h>

#include "bench/peers/engine_models.h"

namespace dlr::bench {
namespace {

// There is one simulator in a process.
class Ns3 {
 public:
  explicit Ns3(const std::string& scheduler) {
    ns3::Time::SetResolution(ns3::Time::MS);  // so that nothing is multiplied
    ns3::ObjectFactory factory;
    factory.SetTypeId(scheduler);
    ns3::Simulator::SetScheduler(factory);
  }
  ~Ns3() { ns3::Simulator::Destroy(); }
  Ns3(const Ns3&) = delete;
  Ns3& operator=(const Ns3&) = delete;

  void insert(std::uint32_t time_ms, std::uint32_t payload) { set(time_ms - now(), payload); }

  template <class Handler>
  void run(Handler&& handler) {
    handler_ = &handler;
    call_ = [](void* to, std::uint32_t time_ms, std::uint32_t payload) {
      return (*static_cast<std::remove_reference_t<Handler>*>(to))(time_ms, payload);
    };
    ns3::Simulator::Run();
  }

 private:
  static std::uint32_t now() { return static_cast<std::uint32_t>(ns3::Simulator::Now().GetTimeStep()); }
  static void set(std::uint32_t after_ms, std::uint32_t payload) {
    ns3::Simulator::Schedule(ns3::TimeStep(after_ms), &Ns3::happen, payload);
  }
  static void happen(std::uint32_t payload) {
    if (call_(handler_, now(), payload)) return;
    set(0, payload);
    ns3::Simulator::Stop();
  }

  static inline void* handler_ = nullptr;
  static inline bool (*call_)(void*, std::uint32_t, std::uint32_t) = nullptr;
};

}  // namespace
}  // namespace dlr::bench

int main(int argc, char** argv) {
  using namespace dlr::bench;
  const auto with = [](const char* scheduler) {
    return [scheduler](const Task& task) {
      Ns3 ns3(scheduler);
      return run_engine(task, ns3, DLR_NS3_VERSION);
    };
  };
  return contest(argc, argv,
                 {{"ns3_priority_queue", with("ns3::PriorityQueueScheduler")},
                  {"ns3_heap", with("ns3::HeapScheduler")},
                  {"ns3_map", with("ns3::MapScheduler")},
                  {"ns3_calendar", with("ns3::CalendarScheduler")}});
}

// How the provider answers and hands over its reports (`provider`), and how the tracker sends (`tracker`). What is left
// out is as by default.
#pragma once

#include <vector>

#include "sim/scenario/keys.h"

namespace dlr::sim {

// The provider's own schedule of retries: before the k-th, for k = 1 to 20, a wait of 1 min + (k - 1)^2 x 1 min.
// Source: Infobip, "Webhooks: retry mechanism".
std::vector<Duration> provider_retry_schedule();

struct ProviderKind {
  using Type = ProviderSettings;
  static bool read(Reading& reading, const Node& node, ProviderSettings& into);
  static Json schema(Definitions& definitions);
};
ProviderSettings default_provider();

struct TrackerKind {
  using Type = TrackerSettings;
  static bool read(Reading& reading, const Node& node, TrackerSettings& into);
  static Json schema(Definitions& definitions);
};

// Whether ids of the length in `tracker` can tell all messages of `traffic` apart; `root` is the whole file, for the
// place. Of a scenario without other problems.
void check_ids(Reading& reading, const Node& root);

}  // namespace dlr::sim

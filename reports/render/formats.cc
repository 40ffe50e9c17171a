#include "reports/render/formats.h"

#include <array>

#include "reports/render/csv.h"
#include "reports/render/github.h"
#include "reports/render/html/page.h"
#include "reports/render/junit.h"
#include "reports/render/markdown.h"
#include "reports/render/ndjson.h"
#include "reports/render/openmetrics.h"

namespace dlr::reports {
namespace {

constexpr std::array<Format, 9> kFormats{{
    {"html", "one page, offline, with charts", render_html},
    {"junit", "JUnit XML, for Jenkins and GitLab", render_junit},
    {"markdown", "for the summary of a CI job", render_markdown},
    {"github", "annotations of a GitHub workflow", render_github},
    {"csv", "one row per country, operator, campaign and channel", render_csv},
    {"csv-histograms", "one row per bucket of a group's delays", render_csv_histograms},
    {"csv-series", "one row per minute: messages in flight, reports received", render_csv_series},
    {"ndjson", "one JSON object per line: groups, histograms, series", render_ndjson},
    {"openmetrics", "OpenMetrics text, for Prometheus and GitLab", render_openmetrics},
}};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace dlr::reports

#include "sim/cli/first_scenario.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/diagnostics/nearest.h"
#include "core/numbering.h"
#include "sim/scenario/value_text.h"

namespace dlr::sim::cli {
namespace {

std::string trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r"), text.size());
  const std::size_t end = text.find_last_not_of(" \t\r");
  return begin == text.size() ? "" : std::string(text.substr(begin, end + 1 - begin));
}

bool reports(Country country) { return !core::NoReportTable::built_in().contains(country); }

// YAML readers other than ours take Norway for "no".
std::string code_of(Country country) { return country.text() == "NO" ? "\"NO\"" : country.text(); }

std::string codes_of(const std::vector<Country>& countries, const char* between) {
  std::string text;
  for (const Country country : countries) text += (text.empty() ? "" : between) + code_of(country);
  return text;
}

// Where nothing but rejections is reported, all of those come twice, so that some do.
std::string faults(const FirstAnswers& answers) {
  const bool any_reports = std::any_of(answers.countries.begin(), answers.countries.end(), &reports);
  switch (answers.fault) {
    case FirstFault::nothing:
      return "faults: []   # for example: {id: doubles, duplicate_reports: {share: 5%, after: {constant: 90s}}}\n";
    case FirstFault::doubles:
      return fmt::format(
          "faults:          # the provider says some things twice\n"
          "  - {{id: doubles, duplicate_reports: {{share: {}, after: {{exponential: {{mean: 90s}}}}}}}}\n",
          any_reports ? "5%" : "100%");
    case FirstFault::outage:
      return "faults:          # your callback address does not answer; the provider tries again later\n"
             "  - {id: outage, at: 1s, for: 10m, callback_down: {answer: 503}}\n";
    case FirstFault::busy:
      return "faults:          # the provider is busy; the tracker tries again\n"
             "  - {id: busy, provider_busy: {share: 5%, status: 429, retry_after: 2s}}\n";
  }
  return "";
}

// What shows that the fault struck, and what must not come of it.
std::string expectations_about(FirstFault fault) {
  switch (fault) {
    case FirstFault::nothing:
      return "  - {id: nothing-twice, count: reports.duplicate, equals: 0}\n";
    case FirstFault::doubles:
      return "  - {id: doubles-seen, count: reports.duplicate, at_least: 1}\n";
    case FirstFault::outage:
      return "  - {id: outage-struck, count: faults.outage, at_least: 1}\n"
             "  - {id: nothing-lost, count: reports.lost, equals: 0}\n";
    case FirstFault::busy:
      return "  - {id: busy-struck, count: faults.busy, at_least: 1}\n"
             "  - {id: nearly-all-handed-over, ratio: enqueue_failed, at_most: 5%}\n";
  }
  return "";
}

std::string expectations(const FirstAnswers& answers) {
  std::string text;
  for (const Country country : answers.countries) {
    const std::string code = code_of(country);
    std::string id = country.text();
    for (char& c : id) c = static_cast<char>(c - 'A' + 'a');
    if (reports(country)) {
      text +=
          fmt::format("  - {{id: {}-delivered, ratio: delivered, where: {{country: {}}}, at_least: 90%}}\n", id, code);
      if (answers.fault == FirstFault::outage) continue;
      text += fmt::format("  - {{id: {}-in-time, delay: report, stat: p90, where: {{country: {}}}, at_most: 30m}}\n",
                          id, code);
    } else {
      text += fmt::format(
          "  - {{id: {}-silent, ratio: unreported, where: {{country: {}}}, at_least: 95%}}   # never reports\n", id,
          code);
    }
  }
  return text;
}

}  // namespace

std::optional<std::vector<Country>> read_countries(std::string_view text, std::string& why) {
  std::vector<Country> countries;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(", "), text.size());
    std::string code = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (code.empty()) continue;
    for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const auto country = Country::from(code == "UK" ? "GB" : code);
    if (!country || core::find_numbering_plan(*country) == nullptr) {
      why = fmt::format("there is no country '{}': write ISO codes of two letters, with commas between them: FR, GB",
                        code);
      return std::nullopt;
    }
    if (std::find(countries.begin(), countries.end(), *country) == countries.end()) countries.push_back(*country);
  }
  if (countries.empty()) why = "at least one country is needed: FR, for example";
  if (countries.size() > kMostCountriesOfFirst) {
    why = fmt::format("{} countries are many for a first scenario: name at most {}", countries.size(),
                      kMostCountriesOfFirst);
  }
  return why.empty() ? std::optional(countries) : std::nullopt;
}

std::optional<std::uint64_t> read_messages(std::string_view text, std::size_t countries, std::string& why) {
  const std::string word = trimmed(text);
  const std::optional<std::uint64_t> messages = parse_whole(word);
  const std::uint64_t least = kLeastPerCountry * countries;
  if (!messages) {
    std::string bare = word;
    std::erase(bare, ',');
    why = fmt::format("'{}' is no whole number: write {}", word,
                      bare != word && parse_whole(bare) ? bare : "10000 or 10_000");
  } else if (*messages < least) {
    why = fmt::format(
        "{} messages are too few for what the scenario expects: with fewer than {} in a country its shares and delays "
        "are "
        "not sure (exit 4); so at least {} for {}, or write a smaller one by hand",
        *messages, kLeastPerCountry, least, countries == 1 ? "one country" : fmt::format("{} countries", countries));
  } else if (*messages > kMostOfFirst) {
    why = fmt::format("{} messages take long for a first scenario: at most {}", *messages, kMostOfFirst);
  }
  return why.empty() ? messages : std::nullopt;
}

std::optional<FirstFault> read_fault(std::string_view text, std::string& why) {
  const std::string word = trimmed(text);
  std::vector<std::string> words;
  for (const char* fault : kFirstFaults) {
    if (word == fault) return static_cast<FirstFault>(words.size());
    words.emplace_back(fault);
  }
  const std::string nearest = diagnostics::nearest(word, words);
  why = fmt::format("'{}' is none of {}{}", word, fmt::join(words, ", "),
                    nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest));
  return std::nullopt;
}

std::string first_scenario(const std::string& name, const FirstAnswers& answers) {
  std::vector<std::string> plain;
  for (const Country country : answers.countries) plain.push_back(country.text());
  std::string text = fmt::format(
      "# Written by dlrsim init. Check it: dlrsim validate FILE; run it: dlrsim run FILE.\n"
      "# What is wrong with a change of yours, dlrsim says with its place; all keys: dlrsim schema.\n"
      "version: 1\n"
      "name: \"{}\"\n"
      "summary: A first campaign to {}.\n"
      "seed: 1          # the same seed, the same messages: every run of this file comes to the same\n"
      "start: 2026-11-27T17:00:00Z\n"
      "\n"
      "profiles:        # how a route behaves; the shares of the outcomes add up to 100%\n"
      "  usual:\n"
      "    rejected:   {{share: 0.5%}}                                            # the provider refuses, at once\n"
      "    delivered:  {{share: 96.5%, delay: {{lognormal: {{median: 6s, p99: 3m}}}}}}  # half within 6 s, 1 in 100 "
      "after 3 min\n"
      "    failed:     {{share: 2.5%, delay: {{lognormal: {{median: 20s, p99: 10m}}}}, errors: {{EC_ABSENT_SUBSCRIBER: "
      "100%}}}}\n"
      "    unreported: {{share: 0.5%}}                                            # nothing is ever heard of these\n"
      "\n"
      "countries:       # by ISO code; `operators` would tell the networks apart\n",
      name, fmt::join(plain, ", "));
  for (const Country country : answers.countries) {
    text += fmt::format("  {}: {{profile: usual}}{}\n", code_of(country),
                        reports(country) ? "" : "   # operators there report nothing about SMS");
  }
  text += fmt::format(
      "\n"
      "traffic:         # what is sent, and when\n"
      "  - campaign: first\n"
      "    channel: sms\n"
      "    messages: {}\n"
      "    arrivals: {{burst: {{over: 5m}}}}\n"
      "    countries: [{}]   # evenly; with shares: {{FR: 70%, GB: 30%}}\n"
      "\n"
      "{}"
      "\n"
      "expect:          # what must come of it; that every single message is judged needs no line\n"
      "{}{}",
      answers.messages, codes_of(answers.countries, ", "), faults(answers), expectations(answers),
      expectations_about(answers.fault));
  return text;
}

}  // namespace dlr::sim::cli

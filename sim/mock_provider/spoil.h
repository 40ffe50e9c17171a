// How a body is spoilt on its way, for the fault `corrupt_callbacks`. Each is a function of the body and a random word:
// the same body and word give the same bytes. The fourth way, a report that is malformed inside well-formed JSON, is
// ReportWriter::append_malformed. What is given is a body that ReportWriter wrote, with at least one report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dlr::sim::mock {

// A beginning of the body, at least one byte and less than the whole: never JSON.
std::string_view truncated(std::string_view body, std::uint32_t word);

// Something that is no JSON: a gateway's page, or the body with an error of syntax.
std::string not_json(std::string_view body, std::uint32_t word);

// The body with bytes inside a string value that are no UTF-8. A reader who mends them loses nothing: they stand in a
// value that says nothing about the message's end, or, where there is none, in a field of their own that nobody knows.
std::string broken_utf8(std::string_view body, std::uint32_t word);

}  // namespace dlr::sim::mock

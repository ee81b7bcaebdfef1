#include <algorithm>
#include <cstdint>
#include <string>

#include "lint/check.hpp"

// Bytes become the texts of an action, a finding and a summary, cut at each zero byte.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::lint;
  std::string const bytes(reinterpret_cast<char const*>(data), size);
  std::string parts[5];
  std::size_t from = 0;
  for (auto& part : parts) {
    auto const end = std::min(bytes.find('\0', from), bytes.size());
    part = bytes.substr(std::min(from, bytes.size()), end - std::min(from, bytes.size()));
    from = end + 1;
  }
  Action action;
  action.key = "action:1";
  action.text = parts[0];
  action.analysis = parts[1];
  action.due = parts[2].substr(0, 10);
  action.status = static_cast<Status>(size % 7);
  Finding finding;
  finding.key = "finding:1";
  finding.title = parts[2];
  finding.text = parts[3];
  finding.actions = {parts[0], parts[4]};
  finding.results = {{"2025", parts[1]}};
  Document document;
  document.summary = parts[4];
  document.actions = {action, action};
  document.findings = {finding};
  for (auto const& one : check(document, {"2026", "2026-01-01", "2026-12-31", "2013", "2026-11-22"}))
    if (one.end < one.begin || one.end - one.begin > size) __builtin_trap();
  return 0;
}

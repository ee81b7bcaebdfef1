// The real documents as rule subjects, for tests. Read from the shared folder; absent in a bare clone,
// and then each test that wants them says so.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/check.hpp"

namespace rimlig::lint::test {

struct Seed {
  Document document;
  Context context;
};

std::optional<Seed> seed_000();  // narrative follow-up of 2012
std::optional<Seed> seed_001();  // narrative follow-up of 2013
std::optional<Seed> seed_004();  // table of 2018

/// The observations of one rule, on one subject when given.
std::vector<Observation> of(std::vector<Observation> const& all, std::string_view rule, std::string_view subject = {});
bool quotes(std::vector<Observation> const& all, std::string_view rule, std::string_view subject, std::string_view part);
/// One line per observation, for a failing test's message.
std::string listing(std::vector<Observation> const& all);

}  // namespace rimlig::lint::test

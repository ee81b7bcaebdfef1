// The two halves of the measuring program: filling a database in bulk, and the bare driver's CPU for
// the question behind each list, which the program's own time is set in relation to.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace rimlig::bench {

struct Seeded {
  std::int64_t units = 0;
  std::int64_t actions = 0;
  double seconds = 0;
};

/// An organisation of `units` units, a manager of three of them and a controller of all, and `actions`
/// actions with events and controls spread evenly. The database must be empty.
Seeded seed(std::string const& url, std::int64_t units, std::int64_t actions, std::string const& password);

struct Baseline {
  std::string name;
  double microseconds = 0;  // CPU of this process per query, all rows fetched
};

/// The manager's list of 25, one action by id, and a list of 100, by sqlite3 or libpq alone.
std::vector<Baseline> baseline(std::string const& url, int rounds);

}  // namespace rimlig::bench

// The lint feature: the inbox of questions, answering them, and a run over everything. Features that
// hold texts register a source; the lint feature knows none of them.
#pragma once
#include <variant>

#include "lint/questions.hpp"
#include "lint/subject.hpp"

namespace rimlig::kernel {
struct Feature;
class JobContext;
struct Services;
}

namespace rimlig::lint {

/// A stored object with its texts, as a source hands it over.
struct StoredSubject {
  ObjectRef object;
  std::variant<Action, Finding> subject;
};

/// Where a walk over a source has come: the last object handed over.
struct Position {
  std::int64_t unit_id = 0, object_id = 0;
};

struct Source {
  std::string_view object_kind;
  std::int64_t (*count)(kernel::Tx&);
  /// The next objects ordered by unit and id, at most `limit`; an empty list is the end.
  std::vector<StoredSubject> (*next)(kernel::Tx&, Position after, int limit);
};

/// Once for each kind, when the program is put together; before any run.
void add_source(Source source);

/// The time that stored objects are read in: today, without a period of report.
Context context_of(kernel::Tx const& tx);

/// Checks one object by itself and keeps its questions; for the features' own saves.
SyncResult check_and_sync(kernel::Tx& tx, ObjectRef const& object, Action const& action);
SyncResult check_and_sync(kernel::Tx& tx, ObjectRef const& object, Finding const& finding);

struct RunResult {
  std::int64_t objects = 0, asked = 0, closed = 0;
  std::int64_t open = 0, open_errors = 0;
};
BOOST_DESCRIBE_STRUCT(RunResult, (), (objects, asked, closed, open, open_errors))

/// The run over everything, in short transactions. `progress(done, total)` may throw to stop it.
RunResult run(kernel::Services const& services, kernel::Actor const& actor, std::function<void(std::int64_t, std::int64_t)> const& progress);

kernel::Feature feature();

}  // namespace rimlig::lint

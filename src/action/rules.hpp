// The rules of an action's life as pure functions: which status needs what, when an action is late,
// and on which days a control falls due. No database, so that rounds and imports can ask them too.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/types.hpp"

namespace rimlig::action {

enum class Status { not_started, in_progress, delayed, done, part_of_routine, not_done, cancelled };
BOOST_DESCRIBE_ENUM(Status, not_started, in_progress, delayed, done, part_of_routine, not_done, cancelled)

inline constexpr std::array all_statuses{Status::not_started,     Status::in_progress, Status::delayed,  Status::done,
                                         Status::part_of_routine, Status::not_done,    Status::cancelled};

/// By their rank in the database (action.status_rank, from 1): what asks for most comes first, and the first four are not closed.
inline constexpr std::array statuses_by_rank{Status::delayed, Status::not_done, Status::not_started, Status::in_progress, Status::done, Status::part_of_routine, Status::cancelled};

/// The word that people see (glossary, table H).
std::string_view swedish(Status status);

/// Nothing more is expected: done, part of the routine, or cancelled.
bool is_closed(Status status);

/// What the rules look at, taken from a stored action with a change laid over it.
struct StatusFacts {
  Status from = Status::not_started;
  Status to = Status::not_started;
  std::string_view analysis{}, reason{}, effect{}, no_evidence_reason{}, document_ref{}, decided_by{};
  std::string_view effect_review_on{};  // a day, or empty
  std::string_view start{}, due{};      // partial dates, or empty
  std::string_view due_before{};        // the end date before the change
  std::string_view done_on{};           // a day, or empty
  bool has_recurring_control = false;
  std::size_t evidence = 0;
};

/// One thing that a status asks for and that is not there: the field, and a sentence for a person.
struct Missing {
  std::string_view field;
  std::string_view code;
  std::string_view sentence;
};

/// What `facts.to` asks for and lacks (domain.md, "Statuses"). Empty when the change may be made.
std::vector<Missing> missing(StatusFacts const& facts, std::string_view today);

/// What a status needs, for a form: every field of `requires_all`, and one of each group in `one_of`.
struct NextStatus {
  Status to = Status::not_started;
  std::vector<std::string> requires_all;
  std::vector<std::vector<std::string>> one_of;
};
std::vector<NextStatus> next_statuses(Status from, std::size_t evidence);

/// The last day that a partial date covers, or empty for an empty one.
std::string last_day(std::string_view partial_date);

/// Late on `day`: the end has passed (the year's last day when only a year is known) and the work
/// is neither done, part of the routine nor cancelled.
bool is_late(Status status, std::string_view due, std::string_view day);

enum class Frequency { continuous, monthly, tertial, half_yearly, yearly, at_closing };
BOOST_DESCRIBE_ENUM(Frequency, continuous, monthly, tertial, half_yearly, yearly, at_closing)

/// One time that a control shall be carried out: the months that it covers and the day it is due.
struct Occurrence {
  std::string period;  // "201801-201804", as the source writes tertials (S4-32)
  kernel::Date from;
  kernel::Date due;
};
BOOST_DESCRIBE_STRUCT(Occurrence, (), (period, from, due))

/// The dated occurrences of a year. A continuous control is part of daily work and has none.
std::vector<Occurrence> occurrences(Frequency frequency, int year);

/// The next day that something is expected: the end date while work goes on, the day for judging the
/// effect when it is done, the next occurrence of the control when it has become routine. Or empty.
std::string next_date(Status status, std::string_view due, std::string_view effect_review_on, std::optional<Frequency> frequency, std::string_view today);

}  // namespace rimlig::action

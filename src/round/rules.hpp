// The rules of a follow-up round as pure functions: which step a unit's report may take, when it is
// late, and how long it took to write. What an answer must hold stands with the action's own rules.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.hpp"
#include "kernel/types.hpp"

namespace rimlig::round {

enum class RoundKind { t1, t2, year_end, extra };
BOOST_DESCRIBE_ENUM(RoundKind, t1, t2, year_end, extra)

enum class RoundState { planned, open, closed };
BOOST_DESCRIBE_ENUM(RoundState, planned, open, closed)

enum class ReportState { not_started, draft, submitted, returned, approved };
BOOST_DESCRIBE_ENUM(ReportState, not_started, draft, submitted, returned, approved)

enum class ReportStep { save, submit, approve, send_back };

/// Where a unit's report stands after the step, or nothing when the step is not allowed. A report
/// that was sent back keeps that state, and its reason, until it is sent again.
[[nodiscard]] std::optional<ReportState> after(ReportState state, ReportStep step);

/// The unit has not reported and the day of the deadline has passed.
[[nodiscard]] bool is_late(ReportState state, std::string_view deadline, std::string_view today);

/// S2-47: how long a report took, as work and not as calendar time. Each save adds the time since
/// the one before when that is at most ten minutes; a longer pause is not work, and the first save
/// after it counts for half a minute, the time aimed at for one answer.
[[nodiscard]] std::int64_t add_working_seconds(std::int64_t so_far, std::optional<kernel::TimePoint> last_save, kernel::TimePoint now);
[[nodiscard]] std::int64_t minutes_of(std::int64_t seconds);
/// The middle value; of an even number the lower of the two middle ones.
[[nodiscard]] std::optional<std::int64_t> median(std::vector<std::int64_t> values);

}  // namespace rimlig::round

// "Uppföljning av åtgärder": the committee's report on its actions, as a pure function of frozen data.
#pragma once
#include <array>
#include <string>

#include "report/blocks.hpp"
#include "report/snapshot.hpp"

namespace rimlig::report {

/// How many actions have each status, and what is said of them.
struct StatusCounts {
  std::array<std::int64_t, 7> by_status{};  // in the order of followup_statuses()
  std::int64_t total = 0;
  std::int64_t late = 0;

  [[nodiscard]] std::int64_t of(std::string_view status) const;
  /// Carried out: closed, or made part of the way of working.
  [[nodiscard]] std::int64_t carried_out() const;
};

struct StatusName {
  std::string_view code;
  std::string_view label;
  std::uint32_t colour;
};
std::array<StatusName, 7> const& followup_statuses();

/// Past its due date and not finished. A partial date has passed when its last day has.
bool is_late(SnapshotAction const& action, std::string_view as_of);

StatusCounts count_statuses(FollowUpSnapshot const& snapshot, std::int64_t const* unit_id = nullptr);

/// S0-5: says "i de flesta fallen" only when more than half are carried out, and always with the counts.
std::string summary_sentence(StatusCounts const& counts);

/// `unit_id` 0 gives the whole committee.
Document followup_report(FollowUpSnapshot const& snapshot, std::int64_t unit_id = 0);

}  // namespace rimlig::report

#include "round/rules.hpp"

#include <algorithm>

namespace rimlig::round {

std::optional<ReportState> after(ReportState state, ReportStep step) {
  using enum ReportState;
  bool const with_unit = state == not_started || state == draft || state == returned;
  switch (step) {
    case ReportStep::save:
      if (!with_unit) return std::nullopt;
      return state == returned ? returned : draft;
    case ReportStep::submit:
      if (!with_unit) return std::nullopt;
      return submitted;
    case ReportStep::approve:
      if (state != submitted) return std::nullopt;
      return approved;
    case ReportStep::send_back:
      if (state != submitted) return std::nullopt;
      return returned;
  }
  return std::nullopt;
}

bool is_late(ReportState state, std::string_view deadline, std::string_view today) {
  return state != ReportState::submitted && state != ReportState::approved && today > deadline;
}

std::int64_t add_working_seconds(std::int64_t so_far, std::optional<kernel::TimePoint> last_save, kernel::TimePoint now) {
  constexpr std::chrono::minutes longest_pause{10};
  constexpr std::int64_t one_answer = 30;
  if (!last_save || now - *last_save > longest_pause || now < *last_save) return so_far + one_answer;
  return so_far + std::chrono::duration_cast<std::chrono::seconds>(now - *last_save).count();
}

std::int64_t minutes_of(std::int64_t seconds) { return (seconds + 59) / 60; }

std::optional<std::int64_t> median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace rimlig::round

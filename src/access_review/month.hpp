// Months as they are lived in Sweden: "2026-10" begins at its first midnight here, which is another instant
// in UTC in summer than in winter.
#pragma once
#include <string>
#include <string_view>

#include "kernel/clock.hpp"

namespace rimlig::access_review {

/// The month before the one that the day ("2026-11-22") lies in.
std::string month_before(std::string_view day);
std::string month_after(std::string_view month);
kernel::TimePoint begin_of(std::string_view month);
/// The last day of the month after: by then what was drawn from `month` should have been judged.
std::string review_due(std::string_view month);
/// "oktober 2026"
std::string month_in_words(std::string_view month);

}  // namespace rimlig::access_review

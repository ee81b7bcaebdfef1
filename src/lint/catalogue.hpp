// All rules in order.
#pragma once
#include <span>

#include "lint/rule.hpp"

namespace rimlig::lint {

std::span<Rule const* const> catalogue();

namespace rules {
extern Rule const l01_share, l03_summary, l04_status_wording, l07_missing, l08_vague, l09_dates, l12_duplicates,
    l13_names, l14_statutes, l15_vocabulary, l16_layout, l21_spelling, l22_closing;
}  // namespace rules

}  // namespace rimlig::lint

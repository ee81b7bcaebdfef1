// Facts about the statutes that internal control cites: names, numbers, validity, what replaced
// what. Facts only, each with the day it holds from; nothing here interprets the law.
#pragma once
#include <span>
#include <string_view>

namespace rimlig::lint::data {

struct Act {
  std::string_view key;      // short name used below: "SoL-01"
  std::string_view name;     // "socialtjänstlagen"
  std::string_view short_name;  // "SoL", empty when none is in use
  std::string_view series;   // "", "SOSFS" or "HSLF-FS"
  std::string_view number;   // "2001:453"
  std::string_view from, to; // in force; `to` empty: still in force
  std::string_view successor;  // key
};

/// An act that only changes another: citing it as the law is a mistake.
struct Amendment {
  std::string_view number, act;
};

/// Where a section went when the act was replaced, and what it is about.
struct Section {
  std::string_view act, section;         // "SoL-01", "11 kap. 2 §"
  std::string_view today_act, today;     // "SoL-25", "20 kap. 3 §"
  std::string_view topic;                // Swedish, for the question
  std::string_view other_topics;         // word beginnings that belong to another section, split by |
};

std::span<Act const> acts();
std::span<Amendment const> amendments();
std::span<Section const> sections();
Act const* act_by_key(std::string_view key);

}  // namespace rimlig::lint::data

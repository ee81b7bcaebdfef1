// The words and figures of follow-up tables: statuses, icons, dates. Spelling is mended, meaning is not
// guessed: what has two readings comes back as unsure.
#pragma once
#include <string>
#include <string_view>

namespace rimlig::import {

struct StatusReading {
  std::string label;  // the usual spelling, "Försenad/avvikelse"; empty when the word is not known
  std::string code;   // "done", "delayed", ...
  bool respelled = false;
  bool with_deviation = false;  // "Genomförd med avvikelse": done, and something deviated
};
StatusReading read_status(std::string_view raw);

struct IconReading {
  std::string icon;     // as written; empty when there is none
  std::string meaning;  // "done", "late" or "not_started"
  std::string rest;     // the text after it
  bool usual = true;    // ✓ or !: the commonest form of its meaning
};
IconReading read_icon(std::string_view text);

struct BulletReading {
  std::string bullet, rest;
};
BulletReading read_bullet(std::string_view text);

enum class DateCertainty : std::uint8_t { sure, unsure, impossible, none };
struct DateReading {
  DateCertainty certainty = DateCertainty::none;
  std::string date;  // partial date, "2018", "2018-12" or "2018-12-31"; empty unless sure
  bool rewritten = false;
  std::string why;   // Swedish, when unsure or impossible
};

/// What a column's other dates tell about "3/10/2025".
enum class DayOrder : std::uint8_t { unknown, day_first, month_first };
DateReading read_date(std::string_view raw, DayOrder order = DayOrder::unknown);
/// Day first or month first when this date can be read in one way only; else unknown.
DayOrder day_order_of(std::string_view raw);

}  // namespace rimlig::import

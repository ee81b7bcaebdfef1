// What was read out of a document, with every repair and every doubt beside it. Nothing here is stored:
// a person looks at it first.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/observation.hpp"

namespace rimlig::import {

enum class RepairKind : std::uint8_t {
  page_heading_removed,  // the column headings repeated on a later page
  heading_corrected,     // "Önskad händelse" read as "Oönskad händelse"
  page_break_joined,     // a cell that goes on over a page break
  wrapped_line_joined,   // a line broken by layout inside a cell or paragraph
  hyphen_removed,        // a hyphen that only parted a word over the break
  word_joined,           // a word split in two with no hyphen
  markup_removed,        // <p> and its like left in the text
  icon_removed,          // ✓ ✅ ! ❗ before the action
  bullet_removed,        // ■ • before the unwanted event
  status_respelled,      // "Försenad /avvikelse" read as "Försenad/avvikelse"
  date_rewritten,        // "31.12.2018" read as 2018-12-31
  total_row_removed,
  blank_row_removed,
  merged_cell_followed,  // the format itself says that the cell above covers this row
};
std::string_view name_of(RepairKind kind);

struct Repair {
  RepairKind kind;
  std::uint32_t row = 0;  // seq of the row read; 0 = the whole document
  std::string field;      // "control", "unwanted_event", "action", "status", "start", "due", "analysis" or ""
  std::string before, after;
  std::uint32_t line = 0, page = 0;
  std::string text;  // Swedish
};

using lint::Severity;

/// A doubt about the reading, put as a question; `rule` is the lint rule it belongs to.
struct Doubt {
  std::string rule;
  Severity severity = Severity::warning;
  std::uint32_t row = 0;
  std::string field, text, quote, suggestion;
};

/// How two halves of a text were put together.
enum class JoinKind : std::uint8_t { space, hyphen_removed, hyphen_kept, word };
std::string_view name_of(JoinKind kind);

struct Join {
  std::string field;
  std::uint32_t line_first = 0, line_next = 0;
  JoinKind how = JoinKind::space;
};

/// Where a control or event comes from when its cell is blank (S4-2: inherited only when confirmed).
enum class CellSource : std::uint8_t {
  explicit_cell,    // written in the row
  same_event,       // blank together with the event: the same control and event as above, certain
  merged_cell,      // the format's own merged cell covers the row, certain
  blank_new_event,  // blank beside a new event: perhaps the one above; never filled in silence
  none,             // nothing above either
};
std::string_view name_of(CellSource source);

struct ActionRow {
  std::uint32_t seq = 0;
  std::vector<std::uint32_t> source_lines, source_pages;
  std::string source_text;  // the cells as they stood, parted by tabs, one source row a line
  std::optional<std::string> control, control_inherited;
  CellSource control_source = CellSource::none;
  std::optional<std::string> unwanted_event;
  CellSource event_source = CellSource::none;
  std::string action;
  std::string icon_raw, icon;  // icon: "done", "late" or ""
  std::string status_raw, status, status_code;
  std::optional<std::string> start, due;  // partial dates
  std::optional<std::string> analysis;
  std::optional<std::string> responsible, unit;
  std::vector<std::pair<std::string, std::string>> other;  // heading, text of columns without a place here
  std::vector<Join> joins;
};

struct Reading {
  std::string title;
  std::optional<int> year;
  std::uint32_t events = 0;
  std::vector<ActionRow> rows;
  std::vector<Repair> repairs;
  std::vector<Doubt> doubts;
};

}  // namespace rimlig::import

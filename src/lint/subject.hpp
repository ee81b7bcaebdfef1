// What the rules look at, as plain data: the importer fills it from a file it has just read, the
// features fill it from the database. Knows nothing of either, so that a rule is a pure function.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rimlig::lint {

enum class Status { not_started, in_progress, delayed, done, part_of_routine, not_done, cancelled };

/// The Swedish word that the user interface shows (glossary.md, H).
std::string_view to_swedish(Status status);

/// A date as precise as its source: "2013", "2013-04" or "2013-04-30". Empty when missing.
using PartialDateText = std::string;

struct Action {
  std::string key;     // "action:12" or "row:7"; comes back as Observation::subject
  std::string label;   // how a person knows it: "ÅT-12", "rad 14"
  std::string control, event, text, analysis, reason, owner;
  std::optional<Status> status;
  std::string status_raw;  // as written in the source; empty when entered in the program
  PartialDateText start, due, original_due;
  std::string frequency;
  std::optional<int> evidence_count;  // absent: the source cannot say
  std::string no_evidence_reason;
  bool control_inherited = false;  // the control came from the row above and nobody has confirmed it
};

struct ReviewResult {
  std::string year, text;
};

struct Finding {
  std::string key, label;
  std::string title, text;
  std::vector<std::string> actions;  // texts as written
  std::vector<ReviewResult> results;
  std::string owner;
  std::optional<Status> status;
  PartialDateText due;
};

/// What the importer had to mend in the layout (rule L16).
enum class RepairKind {
  hard_wrap, page_break, repeated_header, hyphen_split, html_residue, orphan_fragment,
  inherited_cell,  // an empty cell that takes its text from the row above, across events
  ambiguous_row,   // a row with two possible readings
};

struct Repair {
  RepairKind kind = RepairKind::hard_wrap;
  std::string subject, field;
  std::string before, after;
  int line = 0, page = 0;
};

struct Document {
  std::string key = "document", title;
  std::string summary;       // the introduction that claims something about all items
  std::string review_year;   // the year that was examined: "2012"
  std::vector<std::string> column_headings;  // as written, one entry per page and column
  std::vector<std::string> names;            // names used of units, roles and documents, when known
  std::vector<Action> actions;
  std::vector<Finding> findings;
  std::vector<Repair> repairs;
};

/// The time that a text is read in. Rules about dates and statutes are silent when it is unknown.
struct Context {
  PartialDateText report_date;    // when the report was given; today for work in progress
  std::string period_from, period_to;  // "2018-01-01", "2018-12-31"
  PartialDateText document_date;  // decides which statute was in force
  std::string today;              // decides which statute is shown as the counterpart
};

}  // namespace rimlig::lint

// A document read, with everything beside it that a person needs to judge the reading: what the command
// line prints for a dry run and what an import keeps until somebody has decided.
#pragma once
#include <functional>
#include <map>

#include "import/reading.hpp"
#include "kernel/type.hpp"
#include "lint/questions.hpp"
#include "reader/document.hpp"

namespace rimlig::import {

enum class ImportKind { actions, findings };
BOOST_DESCRIBE_ENUM(ImportKind, actions, findings)

/// What a row says, in one flat form for both kinds; a person may change it before it is stored.
struct ImportReading {
  std::optional<std::string> control;
  std::optional<std::string> control_inherited;  // the control above, when this row's cell is blank
  std::string control_source;                    // explicit, same_event, merged_cell, blank_new_event, confirmed, none
  std::optional<std::string> unwanted_event;
  std::string event_source;
  std::optional<std::string> action;
  std::optional<std::string> status;       // the code: done, delayed, …
  std::optional<std::string> status_text;  // as the source spells it, usual spelling
  std::optional<std::string> status_raw;   // letter for letter
  std::optional<std::string> icon;
  std::optional<std::string> start;
  std::optional<std::string> due;
  std::optional<std::string> analysis;
  std::optional<std::string> responsible;
  std::optional<std::string> unit;
  std::optional<std::string> title;          // of a finding
  std::optional<std::string> text;           // paragraphs parted by line breaks
  std::optional<std::string> actions;        // one a line
  std::optional<std::string> review_result;  // paragraphs parted by line breaks
  std::optional<std::string> review_year;    // when the result was found
  std::optional<std::string> assessment;     // meets, partly, does_not_meet, not_assessed
  std::optional<std::string> bases;          // efficiency, reporting, … parted by commas
};
BOOST_DESCRIBE_STRUCT(ImportReading, (), (control, control_inherited, control_source, unwanted_event, event_source, action, status, status_text, status_raw,
                                          icon, start, due, analysis, responsible, unit, title, text, actions, review_result, review_year, assessment, bases))

struct ImportRepair {
  std::string kind, field, before, after;
  std::int64_t line = 0, page = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ImportRepair, (), (kind, field, before, after, line, page, text))

struct ImportQuestion {
  std::string rule;
  Severity severity = Severity::info;
  std::string field, text, quote;
  std::int64_t begin = 0, end = 0;
  std::string suggestion;
};
BOOST_DESCRIBE_STRUCT(ImportQuestion, (), (rule, severity, field, text, quote, begin, end, suggestion))

struct ImportWarning {
  std::string code, text;
  std::int64_t line = 0, column = 0;
};
BOOST_DESCRIBE_STRUCT(ImportWarning, (), (code, text, line, column))

struct PreviewRow {
  std::uint32_t seq = 0;
  std::vector<std::int64_t> source_lines, source_pages;
  std::string source_text;
  ImportReading reading;
  std::vector<Join> joins;
  std::vector<ImportRepair> repairs;
  std::vector<ImportQuestion> questions;
  std::string content_key;  // the same for the same action or finding in any format
};

struct Preview {
  ImportKind kind = ImportKind::actions;
  std::string format, encoding, title;
  std::optional<std::int64_t> year;
  std::uint32_t events = 0;
  std::vector<PreviewRow> rows;
  std::vector<ImportRepair> repairs;      // of the document as a whole
  std::vector<ImportQuestion> questions;  // about the document as a whole
  std::vector<ImportWarning> warnings;
};

/// Reads actions or findings, whichever the document holds (or the one asked for). Throws reader::Refusal.
Preview preview_of(reader::Document const& document, std::string const& today, std::optional<ImportKind> kind = {});

/// {"actions":n,"status":{…},"events":n,"repairs":[…],"questions":[…],"rows":[…]}; findings alike.
std::string dry_run_json(Preview const& preview);
/// The same for a person at a terminal.
std::string dry_run_text(Preview const& preview);

}  // namespace rimlig::import

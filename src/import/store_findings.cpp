#include "import/store_findings.hpp"

#include <algorithm>
#include <charconv>

#include "finding/finding.hpp"
#include "import/text_tools.hpp"
#include "lint/lint.hpp"

namespace rimlig::import {

namespace {

using kernel::Id;
using kernel::Tx;

std::vector<std::string> parts(std::optional<std::string> const& text, char between) {
  std::vector<std::string> out;
  for (std::size_t at = 0; text && at <= text->size();) {
    auto const end = std::min(text->find(between, at), text->size());
    if (auto const part = trimmed(std::string_view(*text).substr(at, end - at)); !part.empty()) out.emplace_back(part);
    at = end + 1;
  }
  return out;
}

finding::Assessment assessment_of(ImportReading const& reading) {
  if (reading.assessment)
    if (auto const known = kernel::Codec<finding::Assessment>::from_name(*reading.assessment)) return *known;
  return finding::Assessment::not_assessed;
}

finding::Level level_of(Tx& tx, Id<org::Unit> unit) {
  switch (tx.get(unit).kind) {
    case org::UnitKind::council:
    case org::UnitKind::board:
    case org::UnitKind::committee:
    case org::UnitKind::department: return finding::Level::overall;
    case org::UnitKind::division:
    case org::UnitKind::unit:
    case org::UnitKind::group: return finding::Level::unit;
  }
  return finding::Level::unit;
}

std::int64_t year_of(std::optional<std::string> const& text, std::int64_t otherwise) {
  std::int64_t year = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), year);
  return year >= 1900 && year < 2200 ? year : otherwise;
}

/// A narrative tells what is to be done but not how far it has come: the status is a guess, and asked.
void store_action(Tx& tx, Import const& import, ImportRow const& row, finding::Finding const& finding, std::string const& text) {
  action::Action action;
  action.unit_id = finding.unit_id;
  action.text = text;
  action.status = action::Status::in_progress;
  action.source_import_id = import.id.value;
  action.source_row = row.seq;
  auto const stored = action::store_imported(tx, std::move(action));
  finding::link(tx, finding, stored.id);
  lint::Observation status;
  status.rule = "L7";
  status.severity = lint::Severity::warning;
  status.field = "status";
  status.question = "Källan säger inte hur långt åtgärden har kommit. Den är satt till Pågår. Stämmer det?";
  lint::sync(tx, {"action", stored.id.value, stored.unit_id.value, "ÅT-" + std::to_string(stored.number) + " " + stored.text}, lint::Origin::import_, {status});
}

}  // namespace

bool store_finding(Tx& tx, Import const& import, ImportRow const& row, Id<org::Unit> unit) {
  auto const known = tx.value<std::int64_t>("select object_id from import_content where unit_id = $1 and content_key = $2", unit, row.content_key);
  if (known) return false;
  auto const& reading = row.reading;
  action::keep_source(tx, {import.id.value, row.seq, import.file_name, import.sha256, row.source_text});
  finding::Finding finding;
  finding.unit_id = unit;
  finding.level = level_of(tx, unit);
  finding.title = reading.title.value_or("");
  finding.text = reading.text.value_or("");
  for (auto const& name : parts(reading.bases, ','))
    if (auto const basis = kernel::Codec<finding::Basis>::from_name(name)) finding.bases.push_back(*basis);
  finding.assessment = assessment_of(reading);
  finding.year.value = import.year.value_or(year_of(tx.today().text.substr(0, 4), 2000));
  finding.source_import_id = import.id.value;
  finding.source_row = row.seq;
  finding::store(tx, finding);
  remember_content(tx, import, unit, row.content_key, "finding", finding.id.value, row.seq);
  for (auto const& text : parts(reading.actions, '\n')) store_action(tx, import, row, finding, text);
  if (reading.review_result && !trimmed(*reading.review_result).empty()) {
    finding::Review review;
    review.finding_id = finding.id;
    review.unit_id = unit;
    review.year.value = year_of(reading.review_year, finding.year.value);
    review.text = *reading.review_result;
    review.assessment = assessment_of(reading);
    finding::store(tx, review);
  }
  return true;
}

}  // namespace rimlig::import

// The whole way from stored actions to the committee's table: a round over the real list of 2018 is
// closed, and the report made of it has the same rows, in the same order, in the same words.
#include <doctest/doctest.h>

#include "action/action.hpp"
#include "identity/testing.hpp"
#include "report/report.hpp"
#include "round/round.hpp"
#include "shared_data.hpp"

using namespace rimlig;

namespace {


std::string text(kernel::JsonNode const& node, std::string_view key) {
  return node.has(key) && !node.get(key).is_null() ? std::string(node.get(key).text()) : std::string();
}

/// Stores the list as the importer does: a control and an event where the row has its own, else the row goes on about the last.
void store(kernel::Tx& tx, kernel::JsonNode const& measures, kernel::Id<org::Unit> unit) {
  kernel::Id<action::UnwantedEvent> event;
  for (std::size_t n = 0; n < measures.size(); ++n) {
    auto const row = measures.at(n);
    if (text(row, "event_source") == "explicit") {
      action::UnwantedEvent made;
      made.unit_id = unit;
      made.text = text(row, "unwanted_event");
      if (auto const title = text(row, "control"); !title.empty()) {
        action::Control control;
        control.unit_id = unit;
        control.title = title;
        tx.insert(control);
        made.control_id = control.id;
      }
      tx.insert(made);
      event = made.id;
    }
    action::Action stored;
    stored.number = tx.next("action_number");
    stored.unit_id = unit;
    stored.scope_id = unit.value;
    stored.event_id = event;
    stored.text = text(row, "measure");
    stored.status = text(row, "status") == "Avslutad" ? action::Status::done : action::Status::delayed;
    stored.start = kernel::PartialDate{text(row, "start_date")};
    stored.due = kernel::PartialDate{text(row, "end_date")};
    if (auto const analysis = text(row, "analysis"); !analysis.empty()) stored.analysis = action::Prose(analysis);
    stored.imported = true;
    stored.created_at = stored.updated_at = tx.now();
    tx.insert(stored);
  }
}

std::int64_t close_round_over(kernel::TestApp& app, identity::Organisation const& at) {
  auto const made = app.post("/api/rounds", at.controller,
                             R"({"name":"2018","kind":"year_end","year":2018,"committee_id":)" + std::to_string(at.committee.value) +
                                 R"(,"opens":"2026-11-01","deadline":"2026-12-01","unit_ids":[)" + std::to_string(at.unit.value) + "]}");
  REQUIRE_MESSAGE(made.status == 201, made.body);
  auto const target = "/api/rounds/" + std::to_string(made.json().root().get("id").integer());
  auto const opened = app.call(kernel::Method::post, target + "/open", at.controller, "", {{"If-Match", made.etag}});
  REQUIRE_MESSAGE(opened.status == 200, opened.body);
  auto const closed = app.call(kernel::Method::post, target + "/close", at.controller, "", {{"If-Match", opened.etag}});
  REQUIRE_MESSAGE(closed.status == 200, closed.body);
  return made.json().root().get("id").integer();
}

report::Table actions_of(report::Document const& document) {
  for (auto const& block : document.blocks())
    if (auto const* table = std::get_if<report::Table>(&block); table != nullptr && table->columns.size() == 7) return *table;
  FAIL("the report has no table of actions");
  return {};
}

}  // namespace

TEST_CASE("acceptance: closing a round over the list of 2018 gives the committee's own table, row for row and word for word") {
  auto const path = test::shared("data/seed/measures-2018.json");
  if (!path) return;
  auto const bytes = test::file_bytes(*path);
  kernel::JsonDocument const source(bytes);
  auto const measures = source.root().get("measures");
  kernel::on_each_database({org::feature(), action::feature(), round::feature(), report::feature()}, [&](kernel::TestApp& app) {
    auto const at = identity::make_organisation(app);
    app.with_tx([&](kernel::Tx& tx) { store(tx, measures, at.unit); });
    auto const round = close_round_over(app, at);

    // What happens afterwards does not reach the report.
    app.with_tx([&](kernel::Tx& tx) { tx.execute_derived("update action set text = 'ändrad efteråt'"); });
    auto const made = app.post("/api/reports", at.controller, "{\"round_id\":" + std::to_string(round) + ",\"unit_id\":null}");
    REQUIRE_MESSAGE(made.status == 201, made.body);
    auto const report = kernel::from_json<report::Report>(made.body);
    auto const document = report::read_report(app.files, report);
    auto const table = actions_of(document);
    REQUIRE(table.rows.size() == 46);
    for (std::size_t n = 0; n < 46; ++n) {
      CAPTURE(n);
      auto const& cells = table.rows[n].cells;
      auto const row = measures.at(n);
      CHECK(cells[0].text == text(row, "control"));
      CHECK(cells[1].text == (text(row, "event_source") == "explicit" ? text(row, "unwanted_event") : ""));
      CHECK(cells[2].text == text(row, "measure"));
      CHECK(cells[3].text == text(row, "status"));
      CHECK(cells[4].text == text(row, "start_date"));
      CHECK(cells[5].text == text(row, "end_date"));
      CHECK(cells[6].text == text(row, "analysis"));
    }
  });
}

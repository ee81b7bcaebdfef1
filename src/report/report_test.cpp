#include "report/report.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "identity/testing.hpp"
#include "kernel/crypto.hpp"
#include "report/command.hpp"
#include "report/pdf.hpp"
#include "report/private_folder.hpp"
#include "report/sample_documents_test.hpp"
#include "report/test_support.hpp"

using namespace rimlig;
using namespace rimlig::report;

namespace {

/// Closes a round over the unit and its sibling, as the round module does, and gives its id.
std::int64_t closed_round(kernel::TestApp& app, identity::Organisation const& at) {
  auto snapshot = sample_snapshot(12);
  snapshot.id = 0;
  snapshot.sha256.clear();
  snapshot.units = {{at.unit.value, "Förskolan", "approved", "", "", "Eva Ek", ""}, {at.sibling_unit.value, "Skolan", "submitted", "Ali", "", "", ""}};
  for (std::size_t n = 0; n < snapshot.actions.size(); ++n) {
    auto const& unit = snapshot.units[n < 6 ? 0 : 1];
    snapshot.actions[n].unit_id = unit.id;
    snapshot.actions[n].unit_name = unit.name;
  }
  auto const content = kernel::to_json(snapshot);
  std::int64_t round = 0;
  app.with_tx([&](kernel::Tx& tx) {
    round = tx.next("id");
    tx.execute_derived("insert into round(id, version, name, kind, year, committee_id, opens, deadline, state) values ($1, 1, 'T2', 't2', 2026, $2, '2026-09-01', '2026-09-10', 'closed')",
                       round, at.committee);
    tx.execute_derived("insert into round_snapshot(id, version, round_id, content, sha256, taken_at) values ($1, 1, $2, $3, $4, $5)", tx.next("id"), round, content,
                       kernel::sha256_hex(content), snapshot.taken_at);
  });
  return round;
}

std::string body_of(std::int64_t round, std::optional<kernel::Id<org::Unit>> unit = {}) {
  return "{\"round_id\":" + std::to_string(round) + ",\"unit_id\":" + (unit ? std::to_string(unit->value) : "null") + "}";
}

std::string read(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void on_each(std::function<void(kernel::TestApp&, identity::Organisation const&)> const& test) {
  kernel::on_each_database({feature()}, [&](kernel::TestApp& app) { test(app, identity::make_organisation(app)); });
}

}  // namespace

TEST_CASE("a report is made of a closed round once, and the same round gives the same content again") {
  on_each([](kernel::TestApp& app, identity::Organisation const& at) {
    auto const round = closed_round(app, at);
    auto const made = app.post("/api/reports", at.controller, body_of(round));
    REQUIRE(made.status == 201);
    auto const first = made.json();
    CHECK(first.root().get("title").text() == "Uppföljning av åtgärder – Tertial 2 2026");
    CHECK(first.root().get("round_id").integer() == round);
    auto const again = app.post("/api/reports", at.committee_secretary, body_of(round)).json();
    CHECK(again.root().get("id").integer() == first.root().get("id").integer());
    CHECK(again.root().get("content_sha256").text() == first.root().get("content_sha256").text());

    auto const target = "/api/reports/" + std::to_string(first.root().get("id").integer());
    auto const shown = app.get(target, at.controller);
    REQUIRE(shown.status == 200);
    auto const view = shown.json();
    CHECK(view.root().get("blocks").at(0).get("type").text() == "heading");
    CHECK(app.get("/api/reports", at.controller).json().root().get("items").size() == 1);
    CHECK(app.get("/api/reports?round_id=1", at.controller).json().root().get("total").integer() == 0);
  });
}

TEST_CASE("S2-62: an elected official reads what is published at the committee, and nothing else") {
  on_each([](kernel::TestApp& app, identity::Organisation const& at) {
    auto const elected = identity::make_person(app, "Fia Förtroendevald", identity::Role::elected_official, at.committee);
    auto const elsewhere = identity::make_person(app, "Finn Förtroendevald", identity::Role::elected_official, at.other_committee);
    auto const made = app.post("/api/reports", at.controller, body_of(closed_round(app, at))).json();
    auto const target = "/api/reports/" + std::to_string(made.root().get("id").integer());
    auto const files = [&](std::int64_t person) { return app.post(target + "/files", person, R"({"format":"docx"})").status; };
    CHECK(app.get(target, elected).status == 404);
    CHECK(files(elected) == 404);
    CHECK(app.get("/api/reports", elected).json().root().get("total").integer() == 0);
    CHECK(app.get(target, at.auditor).status == 200);
    CHECK(app.call(kernel::Method::post, target + "/publish", elected, {}, {{"If-Match", "\"1\""}}).status == 403);
    CHECK(app.call(kernel::Method::post, target + "/publish", at.unit_manager, {}, {{"If-Match", "\"1\""}}).status == 403);
    CHECK(app.call(kernel::Method::post, target + "/publish", at.other_controller, {}, {{"If-Match", "\"1\""}}).status == 404);

    auto const published = app.call(kernel::Method::post, target + "/publish", at.committee_secretary, {}, {{"If-Match", "\"1\""}});
    REQUIRE(published.status == 200);
    CHECK(published.json().root().get("published_by").text() == "Sara Sekreterare");
    CHECK(app.call(kernel::Method::post, target + "/publish", at.committee_secretary, {}, {{"If-Match", "\"2\""}}).status == 409);
    CHECK(app.get(target, elected).status == 200);
    CHECK(files(elected) == 202);
    app.jobs.drain();
    CHECK(app.get(target + "/file?format=docx", elected).status == 200);
    CHECK(app.get("/api/reports", elected).json().root().get("total").integer() == 1);
    CHECK(app.get(target, elsewhere).status == 404);
    for (auto const* other : {"/api/actions", "/api/rounds", "/api/findings", "/api/search?q=moms", "/api/audit", "/api/persons"}) {
      auto const status = app.get(other, elected).status;
      CHECK((status == 403 || status == 404));
    }

    CHECK(app.call(kernel::Method::post, target + "/withdraw", at.controller, {}, {{"If-Match", "\"2\""}}).status == 200);
    CHECK(app.get(target, elected).status == 404);
    CHECK(app.get(target + "/file?format=docx", elected).status == 404);
  });
}

TEST_CASE("who may make and see a report: the whole round takes all its units, a unit's own report the unit") {
  on_each([](kernel::TestApp& app, identity::Organisation const& at) {
    auto const round = closed_round(app, at);
    CHECK(app.post("/api/reports", at.unit_manager, body_of(round, at.unit)).status == 403);   // may read, not make
    CHECK(app.post("/api/reports", at.other_controller, body_of(round)).status == 422);        // not their units
    CHECK(app.post("/api/reports", at.controller, body_of(round, at.third_unit)).status == 422);  // not in the round
    CHECK(app.post("/api/reports", at.controller, body_of(987654)).status == 404);
    auto const whole = app.post("/api/reports", at.controller, body_of(round)).json();
    auto const own = app.post("/api/reports", at.controller, body_of(round, at.unit)).json();
    CHECK(own.root().get("unit_id").integer() == at.unit.value);
    CHECK(whole.root().get("unit_id").integer() == at.division.value);
    auto const path = [](kernel::JsonDocument const& report) { return "/api/reports/" + std::to_string(report.root().get("id").integer()); };
    CHECK(app.get(path(own), at.unit_manager).status == 200);
    CHECK(app.get(path(whole), at.unit_manager).status == 404);  // holds the sibling's words too
    CHECK(app.get(path(own), at.sibling_manager).status == 404);
    CHECK(app.get(path(own), at.other_controller).status == 404);
    CHECK(app.get(path(own) + "/file?format=docx", at.other_controller).status == 404);
    CHECK(app.post(path(own) + "/files", at.other_controller, R"({"format":"docx"})").status == 404);
  });
}

TEST_CASE("a round that is open gives no report, and a changed snapshot is refused") {
  on_each([](kernel::TestApp& app, identity::Organisation const& at) {
    auto const round = closed_round(app, at);
    app.with_tx([&](kernel::Tx& tx) { tx.execute_derived("update round_snapshot set content = replace(content, 'Genomgång', 'Genomgäng') where round_id = $1", round); });
    CHECK(app.post("/api/reports", at.controller, body_of(round)).status == 500);
    app.with_tx([&](kernel::Tx& tx) { tx.execute_derived("delete from round_snapshot where round_id = $1", round); });
    auto const refused = app.post("/api/reports", at.controller, body_of(round));
    CHECK(refused.status == 409);
    CHECK(refused.json().root().get("code").text() == "round_not_closed");
  });
}

TEST_CASE("files are made as jobs, kept, and fetched under a readable name") {
  on_each([](kernel::TestApp& app, identity::Organisation const& at) {
    auto const round = closed_round(app, at);
    auto const target = "/api/reports/" + std::to_string(app.post("/api/reports", at.controller, body_of(round)).json().root().get("id").integer());
    CHECK(app.get(target + "/file?format=docx", at.controller).status == 404);
    CHECK(app.post(target + "/files", at.controller, R"({"format":"odt"})").status == 422);
    std::vector<std::string> formats{"docx", "xlsx"};
    if (PdfEngine(find_pdf_settings()).missing().empty()) formats.emplace_back("pdf");
    for (auto const& format : formats) {
      CAPTURE(format);
      auto const ordered = app.post(target + "/files", at.auditor, "{\"format\":\"" + format + "\"}");
      REQUIRE(ordered.status == 202);
      app.jobs.drain();
      auto const job = app.get("/api/jobs/" + std::to_string(ordered.json().root().get("id").integer()), at.auditor).json();
      CHECK(job.root().get("problem").text() == "");
      REQUIRE(job.root().get("state").text() == "done");
      CHECK(job.root().get("result").get("link").text() == target + "/file?format=" + format);
    }
    // A second order finds the file that is there.
    auto const before = app.files.all().size();
    app.post(target + "/files", at.controller, R"({"format":"docx"})");
    app.jobs.drain();
    CHECK(app.files.all().size() == before);
    CHECK(app.get(target, at.controller).json().root().get("files").size() == formats.size());

    auto request = kernel::make_request(kernel::Method::get, target + "/file?format=docx");
    request.headers = app.sign_in(app, at.controller);
    auto const response = app.routes.dispatch(request, app.services);
    REQUIRE(response.file.has_value());
    CHECK(response.headers.front().second.find("Uppf%C3%B6ljning") != std::string::npos);
    run_check("ooxml_check.py", read(*response.file), "docx");
  });
}

TEST_CASE("the command line writes the report of the round that was closed last") {
  on_each([](kernel::TestApp& app, identity::Organisation const& at) {
    PrivateFolder const folder;
    auto const write = [&](std::string const& name, std::optional<std::int64_t> unit = {}) {
      return write_report(app.services, {}, {folder.path() / name, {}, unit, true});
    };
    CHECK_THROWS_AS(write("r.docx"), kernel::Problem);  // no round is closed
    closed_round(app, at);
    auto const said = kernel::JsonDocument(write("r.docx"));
    CHECK(said.root().get("report").get("title").text() == "Uppföljning av åtgärder – Tertial 2 2026");
    CHECK(read(folder.path() / "r.docx").size() == static_cast<std::size_t>(said.root().get("size").integer()));
    write("r.json", at.unit.value);
    CHECK(document_from_json(read(folder.path() / "r.json")).info().subtitle == "Förskolan");
    CHECK_THROWS_AS(write("r.odt"), kernel::Problem);
  });
}

// Evidence, comments and the export, through the API.
#include <doctest/doctest.h>

#include <algorithm>

#include "action/evidence.hpp"
#include "action/testing.hpp"
#include "kernel/audit.hpp"

using namespace rimlig;
using namespace rimlig::action;
using kernel::Method;
using kernel::TestApp;
using identity::Organisation;

TEST_CASE("evidence is kept by its hash and handed out as a file to save, never as a page") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Protokoll");
    auto const added = app.post(action.target("/evidence?name=..%2Fprotokoll%20%C3%A5.html"), org.employee, "<script>x</script>");
    REQUIRE_MESSAGE(added.status == 201, added.body);
    CHECK(added.json().root().get("name").text() == "protokoll å.html");
    CHECK(added.json().root().get("media_type").text() == "application/octet-stream");
    auto const id = std::to_string(added.json().root().get("id").integer());
    auto const file = app.get("/api/evidence/" + id + "/file", org.employee);
    CHECK(file.status == 200);
    CHECK(file.content_type == "application/octet-stream");
    bool attachment = false;
    for (auto const& [name, value] : file.headers) attachment = attachment || (name == "Content-Disposition" && value.starts_with("attachment"));
    CHECK(attachment);
    CHECK(app.get("/api/evidence/" + id + "/file", org.sibling_manager).status == 404);
    CHECK(app.post(action.target("/evidence?name=x.pdf"), org.employee, "").status == 422);
    CHECK(app.post(action.target("/evidence"), org.employee, "x").status == 422);
    CHECK(app.post(action.target("/evidence?name=x.pdf"), org.auditor, "x").status == 403);
    CHECK(ids(app, org.employee, action.target("/evidence")).size() == 1);
    CHECK(app.call(Method::del, "/api/evidence/" + id, org.sibling_manager).status == 404);
    CHECK(app.call(Method::del, "/api/evidence/" + id, org.employee).status == 204);
    CHECK(ids(app, org.employee, action.target("/evidence")).empty());
  });
}

TEST_CASE("S4-5: the only evidence of a finished action cannot be taken away") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Protokoll");
    auto const added = app.post(action.target("/evidence?name=a.pdf"), org.employee, "%PDF");
    auto const id = std::to_string(added.json().root().get("id").integer());
    auto const done = app.call(Method::post, action.target("/status"), org.employee, R"({"to":"done","analysis":"Klart","effect_review_on":"2027-03-01"})",
                               {{"If-Match", action.etag}});
    REQUIRE_MESSAGE(done.status == 200, done.body);
    CHECK(app.call(Method::del, "/api/evidence/" + id, org.employee).status == 409);
    CHECK(ids(app, org.employee, action.target("/evidence")).size() == 1);
  });
}

TEST_CASE("file names lose what could mislead") {
  CHECK(plain_file_name("C:\\temp\\a.pdf") == "a.pdf");
  CHECK(plain_file_name("../..") == "");
  CHECK(plain_file_name("a\r\nb.pdf") == "ab.pdf");
  CHECK(plain_file_name(std::string(179, 'a') + "å.pdf").size() == 179);
  CHECK(plain_file_name("rapport\u202Efdp.exe") == "rapportfdp.exe");
  CHECK(plain_file_name("\u2066å\u2069…ä.pdf") == "å…ä.pdf");
  CHECK(media_type_of("A.PDF", "%PDF-1.7") == "application/pdf");
  CHECK(media_type_of("a.pdf", "<html><script>") == "application/octet-stream");
  CHECK(media_type_of("a.png", "\x89PNG\r\n\x1a\n...") == "image/png");
  CHECK(media_type_of("a.png", "<svg") == "application/octet-stream");
  CHECK(media_type_of("a.svg", "<svg") == "application/octet-stream");
  CHECK(media_type_of("namn", "PK\x03\x04") == "application/octet-stream");
}

TEST_CASE("comments stand in order, are found by search, and follow the action to a new unit") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.controller, org.unit, "Dialog");
    CHECK(app.post(action.target("/comments"), org.employee, R"({"text":"Vi har börjat med utredningen."})").status == 201);
    CHECK(app.post(action.target("/comments"), org.auditor, R"({"text":"x"})").status == 403);
    auto const comments = app.get(action.target("/comments"), org.employee).json();
    CHECK(comments.root().get("items").at(0).get("who").text() == "Moa Medarbetare");
    CHECK(app.get(action.target(), org.employee).json().root().get("comments_count").integer() == 1);
    auto const found = app.get("/api/search?q=utredningar", org.employee).json();
    REQUIRE(found.root().get("items").size() == 1);
    CHECK(found.root().get("items").at(0).get("link").text() == action.target("#comments").substr(4));
    auto const moved = R"({"unit_id":)" + std::to_string(org.sibling_unit.value) + R"(,"text":"Dialog"})";
    REQUIRE(app.put(action.target(), org.controller, moved, action.etag).status == 200);
    CHECK(app.get("/api/search?q=utredningar", org.employee).json().root().get("items").size() == 0);
    CHECK(app.get("/api/search?q=utredningar", org.sibling_manager).json().root().get("items").size() == 1);
    CHECK(ids(app, org.sibling_manager, action.target("/comments")).size() == 1);
  });
}

TEST_CASE("S4-1: what is filtered is exported with the seven columns first, and the export is noted") {
  with_actions([](TestApp& app, Organisation const& org) {
    for (int n = 0; n < 3; ++n) make_action(app, org.controller, org.unit, "Stickprov " + std::to_string(n), R"x(,"due":"2026","analysis":"=SUM(1)")x");
    make_action(app, org.controller, org.third_unit, "Annan enhet");
    auto const csv = app.get("/api/actions/export?format=csv&unit=" + std::to_string(org.unit.value), org.controller);
    REQUIRE_MESSAGE(csv.status == 200, csv.body);
    CHECK(csv.body.find("\"Löpande kontroll/Systematiska kontroller\";\"Oönskad händelse\";\"Åtgärd\";\"Status\";\"Startdatum\";\"Slutdatum\";\"Analys\"") != std::string::npos);
    CHECK(csv.body.find("Stickprov 2") != std::string::npos);
    CHECK(csv.body.find("Ej påbörjad") != std::string::npos);
    CHECK(csv.body.find("Annan enhet") == std::string::npos);
    auto const xlsx = app.get("/api/actions/export", org.controller);
    CHECK(xlsx.status == 200);
    CHECK(xlsx.body.starts_with("PK"));
    app.with_tx([](kernel::Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'export'") == 2);
      CHECK(tx.value<std::string>("select note from audit_entry where operation = 'export' order by seq limit 1").value_or("").starts_with("3 åtgärder"));
    });
    CHECK(app.get("/api/actions/export", org.administrator).status == 403);
  });
}

TEST_CASE("who takes out one export after the other is asked to wait, and nobody else is") {
  with_actions([](TestApp& app, Organisation const& org) {
    make_action(app, org.controller, org.unit, "Stickprov");
    auto const take = [&](std::int64_t who) { return app.get("/api/actions/export?format=csv", who); };
    for (int n = 0; n < 60; ++n) {
      REQUIRE(take(org.controller).status == 200);
      app.clock.advance(std::chrono::seconds(10));
    }
    auto const refused = take(org.controller);
    CHECK(refused.status == 429);
    CHECK(refused.body.find("Vänta 50 minuter") != std::string::npos);
    auto const wait = std::find_if(refused.headers.begin(), refused.headers.end(), [](auto const& header) { return header.first == "Retry-After"; });
    REQUIRE(wait != refused.headers.end());
    CHECK(wait->second == "3000");
    CHECK(take(org.employee).status == 200);
    app.clock.advance(std::chrono::seconds(2999));
    CHECK(take(org.controller).status == 429);
    app.clock.advance(std::chrono::seconds(1));
    CHECK(take(org.controller).status == 200);
    CHECK(take(org.controller).status == 429);
  });
}

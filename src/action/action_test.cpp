// Actions through the API, on both databases: list, page, change, status, carry-over and who sees what.
#include <doctest/doctest.h>

#include "action/action.hpp"
#include "action/testing.hpp"
#include "kernel/audit.hpp"
#include "lint/lint.hpp"
#include "search/search.hpp"

namespace rimlig::action {

using kernel::Method;
using kernel::TestApp;
using identity::Organisation;

std::string Made::target(std::string_view under) const { return "/api/actions/" + std::to_string(id) + std::string(under); }

void with_actions(std::function<void(TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), lint::feature(), search::feature(), feature()}, [&](TestApp& app) { test(app, identity::make_organisation(app)); });
}

namespace {

Made made(TestApp::Answer const& answer) {
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  return {answer.json().root().get("id").integer(), answer.etag};
}

}  // namespace

Made make_action(TestApp& app, std::int64_t as, Id<org::Unit> unit, std::string const& text, std::string const& more) {
  return made(app.post("/api/actions", as, R"({"unit_id":)" + std::to_string(unit.value) + R"(,"text":")" + text + "\"" + more + "}"));
}
Made make_control(TestApp& app, std::int64_t as, Id<org::Unit> unit, std::string const& title, std::string const& more) {
  return made(app.post("/api/controls", as, R"({"unit_id":)" + std::to_string(unit.value) + R"(,"title":")" + title + "\"" + more + "}"));
}
Made make_event(TestApp& app, std::int64_t as, Id<org::Unit> unit, std::string const& text, std::int64_t control) {
  return made(app.post("/api/events", as, R"({"unit_id":)" + std::to_string(unit.value) + R"(,"text":")" + text + R"(","control_id":)" + std::to_string(control) + "}"));
}

std::vector<std::int64_t> ids(TestApp& app, std::int64_t as, std::string const& target) {
  auto const answer = app.get(target, as);
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  auto const document = answer.json();
  std::vector<std::int64_t> out;
  for (std::size_t n = 0; n < document.root().get("items").size(); ++n) out.push_back(document.root().get("items").at(n).get("id").integer());
  return out;
}

std::vector<std::string> faults(TestApp::Answer const& answer) {
  std::vector<std::string> out;
  auto const document = answer.json();
  for (std::size_t n = 0; n < document.root().get("errors").size(); ++n) out.emplace_back(document.root().get("errors").at(n).get("pointer").text());
  return out;
}

namespace {

using Ids = std::vector<std::int64_t>;
using Faults = std::vector<std::string>;

}  // namespace

TEST_CASE("S4-1, S4-2: an action is shown with its control, event and number") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const control = make_control(app, org.unit_manager, org.unit, "Dialog förskolechef", R"(,"kind":"scheduled","frequency":"tertial","process":"Förskola")");
    auto const event = make_event(app, org.unit_manager, org.unit, "Missnöjda vårdnadshavare", control.id);
    auto const action = make_action(app, org.unit_manager, org.unit, "Brukarundersökning",
                                    R"(,"due":"2026","goal":"KF 1.3","event_id":)" + std::to_string(event.id) + R"(,"owner_id":)" + std::to_string(org.employee));
    auto const answer = app.get(action.target(), org.employee);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    auto const document = answer.json();
    auto const view = document.root();
    CHECK(view.get("action").get("number").integer() == 1);
    CHECK(view.get("action").get("original_due").text() == "2026");
    CHECK(view.get("event").get("text").text() == "Missnöjda vårdnadshavare");
    CHECK(view.get("control").get("process").text() == "Förskola");
    CHECK(view.get("owner_name").text() == "Moa Medarbetare");
    CHECK(view.get("unit_name").text() == "Förskolan Eken");
    CHECK(view.get("late").boolean() == false);
    CHECK(view.get("next_statuses").at(2).get("to").text() == "delayed");
    CHECK(view.get("next_statuses").at(2).get("requires").serialize() == R"(["reason","due"])");
    CHECK(answer.etag == "\"1\"");
    auto const row = app.get("/api/actions", org.employee).json();
    CHECK(row.root().get("items").at(0).get("event_text").text() == "Missnöjda vårdnadshavare");
    CHECK(row.root().get("items").at(0).get("control_title").text() == "Dialog förskolechef");
    CHECK(row.root().get("total").integer() == 1);
  });
}

TEST_CASE("an action of another unit does not exist, and roles decide who may write") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Egen åtgärd");
    for (auto const* under : {"", "/history", "/comments", "/evidence"}) CHECK(app.get(action.target(under), org.sibling_manager).status == 404);
    CHECK(app.get(action.target(), org.controller).status == 200);
    CHECK(app.get(action.target(), org.administrator).status == 403);
    CHECK(ids(app, org.sibling_manager, "/api/actions").empty());
    CHECK(app.put(action.target(), org.sibling_manager, R"({"unit_id":1,"text":"x"})", "\"1\"").status != 200);
    CHECK(app.post("/api/actions", org.employee, R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"x"})").status == 403);
    CHECK(app.post("/api/actions", org.unit_manager, R"({"unit_id":)" + std::to_string(org.sibling_unit.value) + R"(,"text":"x"})").status == 422);
  });
}

TEST_CASE("S4-55: the list is filtered by unit, committee, status, lateness, owner, area and words, and sorted each way") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const first = make_action(app, org.controller, org.unit, "Årlig utredning", R"(,"due":"2026-10-01","area":"förskola","owner_id":)" + std::to_string(org.employee));
    auto const second = make_action(app, org.controller, org.third_unit, "Avtal ses över", R"(,"due":"2026-12-31")");
    auto const third = make_action(app, org.controller, org.sibling_unit, "Zonindelning", R"(,"analysis":"Utredningarna är klara.")");
    auto const all = Ids{first.id, second.id, third.id};
    CHECK(ids(app, org.controller, "/api/actions") == all);
    CHECK(ids(app, org.controller, "/api/actions?sort=-due") == Ids{third.id, second.id, first.id});
    CHECK(ids(app, org.controller, "/api/actions?sort=text") == Ids{second.id, third.id, first.id});
    CHECK(ids(app, org.controller, "/api/actions?sort=-number") == Ids{third.id, second.id, first.id});
    CHECK(ids(app, org.controller, "/api/actions?sort=unit") == Ids{first.id, third.id, second.id});
    for (auto const* sort : {"status", "-status", "updated", "-updated", "-text", "-unit"})
      CHECK(ids(app, org.controller, "/api/actions?sort=" + std::string(sort)).size() == 3);
    auto const unit = [](Id<org::Unit> id) { return std::to_string(id.value); };
    CHECK(ids(app, org.controller, "/api/actions?unit=" + unit(org.division)) == Ids{first.id, third.id});
    CHECK(ids(app, org.controller, "/api/actions?committee=" + unit(org.committee)) == all);
    CHECK(ids(app, org.controller, "/api/actions?unit=" + unit(org.third_unit) + "&sort=text") == Ids{second.id});
    CHECK(app.get("/api/actions?unit=" + unit(org.other_unit), org.controller).status == 422);
    CHECK(ids(app, org.controller, "/api/actions?late=true") == Ids{first.id});
    CHECK(ids(app, org.controller, "/api/actions?status=not_started") == all);
    CHECK(ids(app, org.controller, "/api/actions?status=done").empty());
    CHECK(ids(app, org.controller, "/api/actions?owner=" + std::to_string(org.employee)) == Ids{first.id});
    CHECK(ids(app, org.controller, "/api/actions?area=f%C3%B6rskola") == Ids{first.id});
    CHECK(ids(app, org.controller, "/api/actions?q=utredning") == Ids{first.id, third.id});
    CHECK(ids(app, org.controller, "/api/actions?q=utredning&unit=" + unit(org.sibling_unit)) == Ids{third.id});
    CHECK(ids(app, org.sibling_manager, "/api/actions?q=utredning") == Ids{third.id});
    CHECK(ids(app, org.controller, "/api/actions?q=%C3%85T-2") == Ids{second.id});
    CHECK(ids(app, org.controller, "/api/actions?q=%21%21").empty());
    auto const page = app.get("/api/actions?limit=2&sort=text", org.controller).json();
    auto const next = kernel::percent_encode(page.root().get("next").text());
    CHECK(ids(app, org.controller, "/api/actions?limit=2&sort=text&after=" + next) == Ids{first.id});
  });
}

TEST_CASE("a change keeps what was left out, is refused when stale, and can be undone") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Första texten", R"(,"analysis":"Kvar","goal":"KF 1")");
    auto const body = R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Andra texten","goal":"  "})";
    auto const changed = app.put(action.target(), org.unit_manager, body, action.etag);
    REQUIRE_MESSAGE(changed.status == 200, changed.body);
    CHECK(changed.json().root().get("analysis").text() == "Kvar");
    CHECK(changed.json().root().get("goal").is_null());
    auto const stale = app.put(action.target(), org.controller, body, action.etag);
    CHECK(stale.status == 412);
    CHECK(stale.json().root().get("changed_by").text() == "Eva Enhetschef");
    CHECK(app.put(action.target(), org.unit_manager, body, "\"2\"").etag == "\"2\"");  // nothing was touched
    auto const history = app.get(action.target("/history"), org.employee).json();
    REQUIRE(history.root().get("items").size() == 2);
    auto const newest = history.root().get("items").at(0);
    CHECK(newest.get("undoable").boolean());
    auto const undo = "/api/undo/" + std::to_string(newest.get("audit_id").integer());
    CHECK(app.post(undo, org.employee, "").status == 403);
    CHECK(app.post(undo, org.sibling_manager, "").status == 404);
    CHECK(app.post(undo, org.unit_manager, "").status == 200);
    CHECK(app.get(action.target(), org.employee).json().root().get("action").get("text").text() == "Första texten");
    CHECK(ids(app, org.employee, "/api/actions?q=f%C3%B6rsta") == Ids{action.id});
    CHECK(app.post(undo, org.unit_manager, "").status == 409);
  });
}

TEST_CASE("S4-5: a status is refused with every field that it lacks, and kept when it has them") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Stickprov", R"(,"due":"2026-06-30")");
    auto const status = [&](std::string const& body, std::string const& etag) {
      return app.call(Method::post, action.target("/status"), org.employee, body, {{"If-Match", etag}});
    };
    CHECK(faults(status(R"({"to":"done"})", "\"1\"")) == Faults{"/analysis", "/no_evidence_reason", "/effect"});
    auto const delayed = status(R"({"to":"delayed","reason":"Två vakanser","due":"2027-01"})", "\"1\"");
    REQUIRE_MESSAGE(delayed.status == 200, delayed.body);
    CHECK(delayed.json().root().get("original_due").text() == "2026-06-30");
    CHECK(delayed.json().root().get("due").text() == "2027-01");
    CHECK(status(R"({"to":"in_progress"})", "\"1\"").status == 412);
    auto const done = status(R"({"to":"done","analysis":"Rutinen följs","no_evidence_reason":"Muntligt","effect":"God"})", "\"2\"");
    REQUIRE_MESSAGE(done.status == 200, done.body);
    CHECK(done.json().root().get("done_on").text() == "2026-11-22");
    // What a finished action stands on is not taken away by an edit.
    auto const body = R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Stickprov","analysis":null})";
    CHECK(faults(app.put(action.target(), org.unit_manager, body, "\"3\"")) == Faults{"/analysis"});
    CHECK(status(R"({"to":"in_progress","reason":"Nytt stickprov"})", "\"3\"").status == 200);
  });
}

TEST_CASE("S4-9: part of the routine needs a document and a control that comes back") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Åtgärden ingår i arbetssätten");
    auto const once = make_control(app, org.unit_manager, org.unit, "En gång", R"(,"kind":"scheduled")");
    auto const yearly = make_control(app, org.unit_manager, org.unit, "Varje år", R"(,"kind":"scheduled","frequency":"yearly")");
    auto const status = [&](std::int64_t control) {
      return app.call(Method::post, action.target("/status"), org.unit_manager,
                      R"({"to":"part_of_routine","document_ref":"Rutin 4","recurring_control_id":)" + std::to_string(control) + "}", {{"If-Match", "\"1\""}});
    };
    CHECK(faults(status(once.id)) == Faults{"/recurring_control_id"});
    CHECK(status(yearly.id).status == 200);
    CHECK(app.get(action.target(), org.employee).json().root().get("recurring_control").get("title").text() == "Varje år");
  });
}

TEST_CASE("S1-30: what was not carried out goes one level up, which answers with a new date") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Plan", R"(,"due":"2026-06-30")");
    auto const status = [&](std::string const& body, std::string const& etag) {
      return app.call(Method::post, action.target("/status"), org.unit_manager, body, {{"If-Match", etag}}).status;
    };
    REQUIRE(status(R"({"to":"not_done","reason":"Ingen tid"})", "\"1\"") == 200);
    CHECK(ids(app, org.unit_manager, "/api/escalations").empty());
    auto const open = app.get("/api/escalations", org.controller).json();
    REQUIRE(open.root().get("items").size() == 1);
    auto const item = open.root().get("items").at(0);
    CHECK(item.get("unit_id").integer() == org.division.value);
    auto const answer = [&](std::string const& due) {
      return app.call(Method::post, "/api/escalations/" + std::to_string(item.get("id").integer()) + "/answer", org.controller,
                      R"({"answer":"Ni får en vikarie","due":")" + due + "\"}", {{"If-Match", "\"1\""}})
          .status;
    };
    CHECK(answer("2026-01-01") == 422);
    CHECK(answer("2027-03-31") == 200);
    CHECK(answer("2027-03-31") == 409);
    auto const view = app.get(action.target(), org.unit_manager).json();
    CHECK(view.root().get("action").get("status").text() == "delayed");
    CHECK(view.root().get("action").get("due").text() == "2027-03-31");
    REQUIRE(status(R"({"to":"not_done","reason":"Igen"})", "\"3\"") == 200);
    REQUIRE(status(R"({"to":"in_progress"})", "\"4\"") == 200);
    CHECK(ids(app, org.controller, "/api/escalations").empty());
  });
}

TEST_CASE("S4-7: an action is carried over once, to an action that knows where it came from") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Följs upp nästa år", R"(,"due":"2026")");
    CHECK(app.post(action.target("/carry-over"), org.unit_manager, R"({"year":2026})").status == 422);
    auto const next = app.post(action.target("/carry-over"), org.unit_manager, R"({"year":2027})");
    REQUIRE_MESSAGE(next.status == 201, next.body);
    CHECK(next.json().root().get("due").text() == "2027");
    CHECK(next.json().root().get("status").text() == "not_started");
    CHECK(app.post(action.target("/carry-over"), org.unit_manager, R"({"year":2027})").status == 409);
    auto const view = app.get(action.target(), org.unit_manager).json();
    CHECK(view.root().get("successor").get("number").integer() == 2);
    auto const other = app.get("/api/actions/" + std::to_string(next.json().root().get("id").integer()), org.unit_manager).json();
    CHECK(other.root().get("predecessor").get("id").integer() == action.id);
  });
}

TEST_CASE("S0-16: an action waits for another, but never for itself") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const training = make_action(app, org.unit_manager, org.unit, "Utbildning");
    auto const routine = make_action(app, org.unit_manager, org.unit, "Rutin", R"(,"depends_on_id":)" + std::to_string(training.id));
    auto const body = R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Utbildning","depends_on_id":)" + std::to_string(routine.id) + "}";
    CHECK(faults(app.put(training.target(), org.unit_manager, body, training.etag)) == Faults{"/depends_on_id"});
    CHECK(app.get(routine.target(), org.unit_manager).json().root().get("depends_on").get("id").integer() == training.id);
  });
}

TEST_CASE("S4-8: a standard action is one entry, offered to the units below its own, and counts its use") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const body = [](Id<rimlig::org::Unit> unit) {
      return R"({"unit_id":)" + std::to_string(unit.value) + R"(,"text":"Uppföljning och analys i kvalitetsredovisning och VB"})";
    };
    auto const entry = app.post("/api/action-templates", org.controller, body(org.committee));
    REQUIRE_MESSAGE(entry.status == 201, entry.body);
    auto const id = std::to_string(entry.json().root().get("id").integer());
    make_action(app, org.unit_manager, org.unit, "Uppföljning", R"(,"template_id":)" + id);
    make_action(app, org.controller, org.third_unit, "Uppföljning", R"(,"template_id":)" + id);
    auto const used = [&](std::int64_t as) { return app.get("/api/action-templates", as).json().root().get("items").at(0).get("used").integer(); };
    CHECK(used(org.controller) == 2);
    CHECK(used(org.employee) == 1);
    CHECK(ids(app, org.controller, "/api/actions?template=" + id).size() == 2);
    CHECK(app.get("/api/action-templates/" + id, org.employee).status == 200);
    CHECK(app.get("/api/action-templates/" + id, org.other_manager).status == 404);
    CHECK(ids(app, org.other_manager, "/api/action-templates").empty());
    auto const taken = R"({"unit_id":)" + std::to_string(org.other_unit.value) + R"(,"text":"x","template_id":)" + id + "}";
    CHECK(faults(app.post("/api/actions", org.other_manager, taken)) == Faults{"/template_id"});
    CHECK(app.put("/api/action-templates/" + id, org.unit_manager, body(org.unit), "\"1\"").status == 404);
    CHECK(app.post("/api/action-templates", org.unit_manager, body(org.committee)).status == 422);
  });
}

TEST_CASE("S4-53, S4-54: a control says how often, and its dates follow") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const control = make_control(app, org.unit_manager, org.unit, "Momskontroll", R"(,"kind":"scheduled","frequency":"tertial")");
    auto const target = "/api/controls/" + std::to_string(control.id) + "/occurrences";
    auto const dates = app.get(target + "?year=2018", org.employee).json();
    REQUIRE(dates.root().get("items").size() == 3);
    CHECK(dates.root().get("items").at(1).get("due").text() == "2018-08-31");
    CHECK(app.get(target, org.employee).json().root().get("items").at(0).get("due").text() == "2026-04-30");
    CHECK(app.post("/api/controls", org.unit_manager, R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"title":"x","kind":"continuous","frequency":"monthly"})").status == 422);
    CHECK(ids(app, org.employee, "/api/controls?q=moms") == Ids{control.id});
    CHECK(ids(app, org.employee, "/api/controls?unit=" + std::to_string(org.unit.value)) == Ids{control.id});
    CHECK(app.get("/api/controls/" + std::to_string(control.id), org.sibling_manager).status == 404);
  });
}

TEST_CASE("on save the linter asks, and the list finds what it asked about") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Saknar det mesta");
    make_action(app, org.unit_manager, org.unit, "Rutin för inköp tas fram och beslutas av chefen",
                R"(,"due":"2026-12-31","start":"2026-01-01","owner_text":"Enhetschef")");
    auto const view = app.get(action.target(), org.employee).json();
    CHECK(view.root().get("questions").size() > 0);
    auto const open = ids(app, org.employee, "/api/actions?lint=open");
    REQUIRE(open.size() >= 1);
    CHECK(open.front() == action.id);
    CHECK(app.get("/api/actions", org.employee).json().root().get("items").at(1).get("open_questions").integer() > 0);
  });
}

TEST_CASE("S4-5: an imported row is kept as it came, named by its source, and may be edited without being mended") {
  with_actions([](TestApp& app, Organisation const& org) {
    std::int64_t id = 0;
    app.with_tx([&](Tx& tx) {
      keep_source(tx, {700, 14, "uppföljning.txt", "abc", "Etableringsrådgivare ■ ✓"});
      Control control;
      control.unit_id = org.unit;
      control.title = "Dialog";
      control = store_imported(tx, control);
      UnwantedEvent event;
      event.unit_id = org.unit;
      event.control_id = control.id;
      event.text = "Nyanlända blir hemlösa";
      event = store_imported(tx, event);
      Action action;
      action.unit_id = org.unit;
      action.event_id = event.id;
      action.text = "Bolots";
      action.status = Status::done;
      action.due = PartialDate{"2017-12-31"};
      action.source_import_id = 700;
      action.source_row = 14;
      id = store_imported(tx, action).id.value;
      auto const rows = report_rows(tx, {org.unit, org.sibling_unit});
      REQUIRE(rows.size() == 1);
      CHECK(rows[0].control_title == "Dialog");
      CHECK(rows[0].event_text == "Nyanlända blir hemlösa");
    });
    Made const action{id, "\"1\""};
    auto const view = app.get(action.target(), org.employee).json();
    CHECK(view.root().get("action").get("imported").boolean());
    CHECK(view.root().get("source").get("text").text() == "Etableringsrådgivare ■ ✓");
    CHECK(view.root().get("source").get("row").integer() == 14);
    auto const body = R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Bolots och rådgivare"})";
    CHECK(app.put(action.target(), org.unit_manager, body, "\"1\"").status == 200);
  });
}

TEST_CASE("S1-12: a personal identity number is stopped in every text, and stored only when the person certifies that it is something else") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const unit = std::to_string(org.unit.value);
    std::string const body = R"({"unit_id":)" + unit + R"(,"text":"Följa upp ärendet","analysis":"Gäller 19121212-1212.","reason":"121212-1212"})";
    auto const stopped = app.post("/api/actions", org.unit_manager, body);
    CHECK(stopped.status == 422);
    CHECK(faults(stopped) == Faults{"/analysis", "/reason"});
    CHECK(stopped.json().root().get("errors").at(0).get("code").text() == "personal_number");
    CHECK(stopped.body.find("1212-1212") == std::string::npos);
    CHECK(app.get("/api/actions", org.unit_manager).json().root().get("total").integer() == 0);

    auto const certified = app.call(kernel::Method::post, "/api/actions", org.unit_manager, body, {{"X-Certified", "not-personal-number"}});
    REQUIRE_MESSAGE(certified.status == 201, certified.body);
    auto const target = "/api/actions/" + std::to_string(certified.json().root().get("id").integer());
    auto const history = app.get(target + "/history", org.unit_manager);
    CHECK(history.body.find("Intygat att det inte är ett personnummer: /analysis /reason") != std::string::npos);
    // A comment is a text like any other.
    CHECK(app.post(target + "/comments", org.unit_manager, R"({"text":"Ring 121212-1212"})").status == 422);
    CHECK(app.post(target + "/comments", org.unit_manager, R"({"text":"Organisationsnummer 556036-0793"})").status == 201);
  });
}

}  // namespace rimlig::action

#include "access_review/access_review.hpp"

#include <doctest/doctest.h>

#include <set>

#include "access_review/draw.hpp"
#include "identity/testing.hpp"
#include "kernel/audit_verify.hpp"
#include "lint/lint.hpp"
#include "search/search.hpp"

using namespace rimlig;
using kernel::Method;
using kernel::TestApp;
using kernel::Tx;

namespace {

std::vector<kernel::Feature> features() {
  return {org::feature(), identity::feature(), lint::feature(), search::feature(), action::feature(), finding::feature(), access_review::feature()};
}

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }
std::string number(std::int64_t value) { return std::to_string(value); }

struct World {
  TestApp& app;
  identity::Organisation org = identity::make_organisation(app);
  std::int64_t head = identity::make_person(app, "Hanna Avdelning", identity::Role::department_head, org.committee);

  explicit World(TestApp& to) : app(to) {}

  /// Entries of the log as at that moment, by the person.
  void logged(std::string_view at, std::int64_t person, kernel::Audit const& entry) {
    kernel::FixedClock const then(at);
    auto connection = app.database.lease();
    auto const name = person_name(person);
    Tx tx(*connection, {.id = person, .name = name, .request_id = {}}, then, kernel::TxMode::write);
    tx.note(entry);
    tx.commit();
  }
  std::string person_name(std::int64_t id) {
    std::string name;
    app.with_tx([&](Tx& tx) { name = tx.value<std::string>("select name from person where id = $1", id).value_or(""); });
    return name;
  }
  void exports(int count, std::int64_t person, std::string_view at = "2026-10-15T10:00:00.000Z") {
    for (int n = 0; n < count; ++n) logged(at, person, {"export", "action", 0, org.unit.value, "{}", "7 åtgärder, /api/actions/export?q=" + number(n) + " från 10.1.2.3"});
  }
  void draw() { access_review::draw_due_reviews(app.services); }
  std::int64_t review(std::string_view month = "2026-10") {
    std::int64_t id = 0;
    app.with_tx([&](Tx& tx) { id = tx.value<std::int64_t>("select id from access_review where month = $1 and unit_id = $2", month, org.committee).value_or(0); });
    return id;
  }
  TestApp::Answer open(std::int64_t as, std::int64_t id = 0) { return app.get("/api/access-reviews/" + number(id ? id : review()), as); }
  TestApp::Answer judge(std::int64_t as, std::int64_t entry, std::string_view verdict, std::string_view comment, int version = 1) {
    return app.put("/api/access-review-entries/" + number(entry), as, R"({"verdict":")" + std::string(verdict) + R"(","comment":")" + std::string(comment) + "\"}", "\"" + number(version) + "\"");
  }
  TestApp::Answer sign(std::int64_t as, int version = 1) { return app.call(Method::post, "/api/access-reviews/" + number(review()) + "/sign", as, "{}", {{"If-Match", "\"" + number(version) + "\""}}); }
  std::int64_t counted(std::string const& sql) {
    std::int64_t found = 0;
    app.with_tx([&](Tx& tx) { found = tx.value<std::int64_t>(sql).value_or(0); });
    return found;
  }
  std::vector<std::int64_t> entry_ids(std::int64_t as) {
    auto const document = open(as).json();
    auto const entries = document.root().get("entries");
    std::vector<std::int64_t> ids;
    for (std::size_t n = 0; n < entries.size(); ++n) ids.push_back(entries.at(n).get("id").integer());
    return ids;
  }
};

}  // namespace

TEST_CASE("S4-20: when a month is over a sample is drawn of its reads and exports, once, from what can be shown again") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    world.exports(30, world.org.unit_manager);
    world.logged("2026-10-31T22:59:59.999Z", world.org.unit_manager, {"export", "action", 0, world.org.unit.value, "{}", "sist i månaden"});
    world.logged("2026-10-31T23:00:00.000Z", world.org.unit_manager, {"export", "action", 0, world.org.unit.value, "{}", "nästa månad"});
    world.logged("2026-10-15T10:00:00.000Z", world.org.other_manager, {"export", "action", 0, world.org.other_unit.value, "{}", "annan nämnd"});
    world.logged("2026-10-15T10:00:00.000Z", world.org.auditor, {"read", "listActions", 0, world.org.committee.value, "{}", "öppen läsning"});
    world.logged("2026-10-15T10:00:00.000Z", world.org.employee, {"update", "action", 5, world.org.unit.value, "{}", "ingen läsning"});
    app.clock.set("2026-10-31T23:30:00.000Z");
    world.draw();
    CHECK(world.counted("select count(*) from access_review where month = '2026-10'") == 0);  // half past midnight: entries may still come
    app.clock.set("2026-11-01T00:00:00.000Z");
    world.draw();
    world.draw();
    REQUIRE(world.counted("select count(*) from access_review where month = '2026-10'") == 2);
    auto const document = world.open(world.org.controller).json();
    auto const review = document.root().get("review");
    CHECK(review.get("frame_size").integer() == 31);
    CHECK(review.get("wanted").integer() == 20);
    CHECK(document.root().get("entries").size() == 20);
    CHECK(document.root().get("due").text() == "2026-11-30");

    auto const drawn = world.review();
    app.with_tx([&](Tx& tx) {
      std::vector<std::int64_t> frame, stored;
      tx.run("select seq from audit_entry where operation = 'export' and note <> 'nästa månad' and note <> 'annan nämnd' order by seq", {}, [&](kernel::Row const& row) { frame.push_back(row.integer(0)); });
      tx.run("select audit_seq from access_review_entry where review_id = $1 order by place", Tx::bind(drawn), [&](kernel::Row const& row) { stored.push_back(row.integer(0)); });
      CHECK(access_review::draw_sample(review.get("seed").text(), frame, 20) == stored);
      CHECK(access_review::frame_digest(frame) == review.get("frame_sha256").text());
      CHECK(kernel::verify_audit(tx.connection()).broken_at == 0);
    });
  });
}

TEST_CASE("S4-20: months that passed while the server was down are drawn too, and one without reads says so") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    world.exports(2, world.org.unit_manager, "2026-08-10T10:00:00.000Z");
    app.clock.set("2026-09-02T10:00:00.000Z");
    world.draw();
    app.clock.set("2026-11-20T10:00:00.000Z");
    world.exports(3, world.org.unit_manager, "2026-10-10T10:00:00.000Z");
    world.draw();
    CHECK(world.counted("select count(distinct month) from access_review") == 3);
    auto const page = app.get("/api/access-reviews", world.org.controller).json();
    auto const items = page.root().get("items");
    REQUIRE(items.size() == 3);
    CHECK(items.at(0).get("month").text() == "2026-10");
    CHECK(items.at(0).get("entries").integer() == 3);
    CHECK(items.at(1).get("state").text() == "empty");
    CHECK(items.at(1).get("frame_size").integer() == 0);
    auto const empty = app.call(Method::post, "/api/access-reviews/" + number(world.review("2026-09")) + "/sign", world.org.controller, "{}", {{"If-Match", "\"1\""}});
    CHECK(empty.status == 409);
    CHECK(has(empty.body, "inget att granska"));
  });
}

TEST_CASE("S4-20: a review is judged with reasons, signed when all is judged, and then stands") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    world.exports(3, world.org.unit_manager);
    world.draw();
    auto const ids = world.entry_ids(world.org.controller);
    REQUIRE(ids.size() == 3);
    auto const first = world.open(world.org.controller).json();
    CHECK(first.root().get("entries").at(0).get("from").text() == "10.1.2.3");
    CHECK(has(std::string(first.root().get("entries").at(0).get("asked").text()), "7 åtgärder, /api/actions/export?q="));
    CHECK(first.root().get("entries").at(0).get("roles").at(0).text() == "unit_manager");

    CHECK(world.judge(world.org.controller, ids[0], "justified", "").status == 200);
    CHECK(has(world.judge(world.org.controller, ids[1], "unclear", "").body, "Skriv varför det inte går att avgöra."));
    CHECK(has(world.judge(world.org.controller, ids[1], "unjustified", "").body, "Skriv varför åtkomsten var obefogad."));
    CHECK(world.sign(world.org.controller).status == 409);
    CHECK(world.judge(world.org.controller, ids[1], "unclear", "Chefen har slutat.").status == 200);
    CHECK(world.judge(world.org.controller, ids[1], "unclear", "igen", 1).status == 412);
    CHECK(app.post("/api/access-review-entries/" + number(ids[2]) + "/finding", world.org.controller, "{}").status == 428);
    auto const finding = [&](int version) { return app.call(Method::post, "/api/access-review-entries/" + number(ids[2]) + "/finding", world.org.controller, "{}", {{"If-Match", "\"" + number(version) + "\""}}); };
    CHECK(finding(1).status == 409);
    CHECK(world.judge(world.org.controller, ids[2], "unjustified", "Inget ärende hos enheten.").status == 200);
    auto const made = finding(2);
    REQUIRE(made.status == 200);
    auto const finding_id = made.json();
    auto const stored = app.get("/api/findings/" + number(finding_id.root().get("finding_id").integer()), world.org.controller);
    CHECK(has(stored.body, "Obefogad åtkomst enligt loggranskningen för oktober 2026"));
    CHECK_FALSE(has(stored.body, "Inget ärende"));
    CHECK(finding(3).status == 409);
    CHECK(has(world.judge(world.org.controller, ids[2], "justified", "", 3).body, "iakttagelse"));

    CHECK(world.sign(world.org.controller).status == 200);
    CHECK(world.sign(world.org.controller, 2).status == 409);
    CHECK(has(world.judge(world.org.controller, ids[0], "unclear", "ångrar mig", 2).body, "signerad"));
    auto const row = app.get("/api/access-reviews?state=done", world.org.controller).json();
    auto const counts = row.root().get("items").at(0);
    CHECK(counts.get("justified").integer() == 1);
    CHECK(counts.get("unclear").integer() == 1);
    CHECK(counts.get("unjustified").integer() == 1);
    CHECK(world.counted("select count(*) from audit_entry where object_kind = 'access_review' and operation = 'sign_review'") == 1);
    CHECK(world.counted("select count(*) from audit_entry where object_kind = 'access_review_entry' and operation = 'update'") == 4);
    // Opened many times in a day, and said once.
    auto const looks = world.open(world.org.auditor).json();
    CHECK(looks.root().get("looks").size() == 1);
    CHECK(looks.root().get("looks").at(0).get("who").text() == world.person_name(world.org.controller));
    CHECK(world.counted("select count(*) from audit_entry where object_kind = 'access_review' and operation = 'read'") == 2);
    auto const csv = app.get("/api/access-reviews/" + number(world.review()) + "/export?format=csv", world.org.controller);
    CHECK(csv.status == 200);
    CHECK(has(csv.body, "obefogad"));
    CHECK(has(csv.body, "Chefen har slutat."));
  });
}

TEST_CASE("S4-20: nobody judges what they did themselves, nor what those did whom they stand in for") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    world.exports(1, world.org.controller);
    world.draw();
    auto const id = world.entry_ids(world.org.controller).front();
    auto const seen = world.open(world.org.controller).json();
    CHECK(seen.root().get("entries").at(0).get("own").boolean());
    REQUIRE(seen.root().get("entries").at(0).get("judges").size() == 1);
    CHECK(seen.root().get("entries").at(0).get("judges").at(0).text() == "Hanna Avdelning");
    auto const refused = world.judge(world.org.controller, id, "justified", "");
    CHECK(refused.status == 403);
    CHECK(has(refused.body, "own_entry"));
    CHECK(world.counted("select count(*) from access_review_entry where verdict is not null") == 0);

    auto const substitute = identity::make_person(app, "Sara Vikarie", identity::Role::employee, world.org.committee);
    app.with_tx([&](Tx& tx) { tx.execute_derived("update account set password_hash = 'x'"); });
    auto const assignment = world.counted("select id from assignment where person_id = " + number(world.org.controller));
    auto const appointed = app.post("/api/substitutions", world.org.controller,
                                    R"({"substitute_id":)" + number(substitute) + R"(,"valid_from":"2026-11-22","valid_to":"2026-11-24","assignment_ids":[)" + number(assignment) + "]}");
    REQUIRE_MESSAGE(appointed.status == 201, appointed.body);
    CHECK(has(world.judge(substitute, id, "justified", "").body, "own_entry"));
    // Neither of the two is sent to the other.
    for (auto const person : {substitute, world.org.controller}) {
      auto const told = world.open(person).json();
      REQUIRE(told.root().get("entries").at(0).get("judges").size() == 1);
      CHECK(told.root().get("entries").at(0).get("judges").at(0).text() == "Hanna Avdelning");
    }
    CHECK(world.judge(world.head, id, "justified", "").status == 200);
    // Others than those who may, and the other committee, get nowhere.
    CHECK(world.open(world.org.other_controller).status == 404);
    CHECK(world.judge(world.org.other_controller, id, "justified", "").status == 404);
    CHECK(world.judge(world.org.auditor, id, "justified", "").status == 403);
    CHECK(world.open(world.org.unit_manager).status == 403);
    CHECK(world.open(world.org.auditor).status == 200);
  });
}

TEST_CASE("S4-20: a read of what is restricted is reviewed by one who may not read it, and tells nothing of it") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    auto const made = app.post("/api/actions", world.org.controller, R"({"unit_id":)" + number(world.org.unit.value) + R"(,"text":"Hemlig utredning av Kim"})").json();
    auto const action = made.root().get("id").integer();
    auto const restricted = app.call(Method::post, "/api/actions/" + number(action) + "/restriction", world.org.controller,
                                     R"({"reason":"Rör en medarbetare.","member_ids":[)" + number(world.org.controller) + "]}", {{"If-Match", "\"1\""}});
    REQUIRE_MESSAGE(restricted.status == 200, restricted.body);
    auto const circle = world.counted("select id from circle");
    world.logged("2026-10-05T21:14:00.000Z", world.org.controller, {"read", "action", action, circle, "{}", "/api/search?q=hemlig från 10.9.9.9"});
    world.draw();
    auto const by_other = world.open(world.head);
    CHECK_FALSE(has(by_other.body, "Hemlig"));
    CHECK_FALSE(has(by_other.body, "hemlig"));
    auto const document = by_other.json();
    auto const entry = document.root().get("entries").at(0);
    CHECK(entry.get("object_number").text() == "ÅT-" + number(made.root().get("number").integer()));
    CHECK(entry.get("restricted").boolean());
    CHECK(entry.get("in_circle").boolean());
    CHECK(entry.get("asked").text() == "/api/search");
    CHECK(entry.get("from").text() == "10.9.9.9");
    CHECK(has(world.open(world.org.controller).body, "Hemlig utredning av Kim"));
    CHECK(world.judge(world.head, entry.get("id").integer(), "justified", "").status == 200);
  });
}

TEST_CASE("S4-20: how much is reviewed is decided by the administrator, and an export of a list stands in the log of a unit") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    CHECK(app.put("/api/access-review-rules", world.org.controller, R"({"sample_size":3})", "").status == 403);
    CHECK(app.put("/api/access-review-rules", world.org.administrator, R"({"sample_size":0})", "").status == 422);
    REQUIRE(app.put("/api/access-review-rules", world.org.administrator, R"({"sample_size":3})", "").status == 200);
    CHECK(app.get("/api/access-review-rules", world.org.administrator).body == R"({"sample_size":3})");
    CHECK(world.counted("select count(*) from audit_entry where object_kind = 'setting' and changes like '%access_review_sample%'") == 1);
    world.exports(9, world.org.unit_manager);
    world.draw();
    CHECK(world.entry_ids(world.org.controller).size() == 3);
    REQUIRE(app.get("/api/actions/export?format=csv", world.org.unit_manager).status == 200);
    CHECK(world.counted("select max(scope_id) from audit_entry where operation = 'export' and seq > (select max(audit_seq) from access_review_entry)") == world.org.unit.value);
  });
}

TEST_CASE("S4-20: a read of a restricted finding is drawn and told of by its number alone, and a finding made in a review can be restricted") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    auto const made = app.post("/api/findings", world.org.controller, R"({"unit_id":)" + number(world.org.unit.value) + R"(,"level":"unit","assessment":"partly","title":"Hemlig brist hos Kim","year":2026})").json();
    auto const finding = made.root().get("id").integer();
    auto const restrict = [&](std::int64_t id) {
      auto const address = "/api/findings/" + number(id);
      return app.call(Method::post, address + "/restriction", world.org.controller, R"({"reason":"Rör en medarbetare.","member_ids":[)" + number(world.org.controller) + "]}",
                      {{"If-Match", app.get(address, world.org.controller).etag}});
    };
    REQUIRE(restrict(finding).status == 200);
    world.logged("2026-10-05T21:14:00.000Z", world.org.controller, {"read", "finding", finding, world.counted("select id from circle"), "{}", "/api/findings?q=hemlig från 10.9.9.9"});
    world.draw();
    auto const by_other = world.open(world.head);
    CHECK_FALSE(has(by_other.body, "emlig"));
    auto const document = by_other.json();
    auto const entry = document.root().get("entries").at(0);
    CHECK(entry.get("object_number").text() == number(finding));
    CHECK(entry.get("restricted").boolean());
    CHECK(entry.get("in_circle").boolean());
    CHECK(has(world.open(world.org.controller).body, "Hemlig brist hos Kim"));
    auto const file = app.get("/api/access-reviews/" + number(world.review()) + "/export?format=csv", world.head);
    CHECK(has(file.body, "Iakttagelse " + number(finding)));
    CHECK_FALSE(has(file.body, "emlig"));

    auto const id = entry.get("id").integer();
    REQUIRE(world.judge(world.head, id, "unjustified", "Inget ärende").status == 200);
    auto const of_review = app.call(Method::post, "/api/access-review-entries/" + number(id) + "/finding", world.head, "{}", {{"If-Match", "\"2\""}});
    REQUIRE_MESSAGE(of_review.status == 200, of_review.body);
    auto const answered = of_review.json();
    auto const new_finding = answered.root().get("finding_id").integer();
    REQUIRE(restrict(new_finding).status == 200);
    CHECK(app.get("/api/findings/" + number(new_finding), world.head).status == 403);
    // The review itself goes on, though whoever judges may not read what came of it.
    CHECK(world.open(world.head).status == 200);
    CHECK(world.judge(world.head, id, "unjustified", "Inget ärende, enligt chefen", 3).status == 200);
  });
}

TEST_CASE("S4-20: a review's sample is drawn again from its seed, and says when it or what it was drawn from is another") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    world.exports(40, world.org.employee);
    world.draw();
    auto const review = world.review();
    auto const again = [&] {
      access_review::DrawnAgain found;
      app.with_tx([&](Tx& tx) { found = access_review::draw_again(tx, {review}); });
      return found;
    };
    auto const first = again();
    CHECK(first.same);
    CHECK(first.same_frame);
    CHECK(first.frame_size == 40);
    CHECK(first.stored.size() == 20);
    CHECK(first.drawn == first.stored);
    // What came after the month is not part of it.
    world.exports(3, world.org.employee, "2026-11-15T10:00:00.000Z");
    CHECK(again().same);
    app.with_tx([&](Tx& tx) {
      auto const spared = tx.value<std::int64_t>("select min(seq) from audit_entry where operation = 'export' and seq not in (select audit_seq from access_review_entry)").value();
      tx.execute_derived("update access_review_entry set audit_seq = $1 where review_id = $2 and place = 3", spared, review);
    });
    CHECK_FALSE(again().same);
    CHECK(again().same_frame);
    CHECK(again().drawn == first.drawn);
    app.with_tx([&](Tx& tx) { tx.execute_derived("update access_review_entry set audit_seq = $1 where review_id = $2 and place = 3", first.stored[2], review); });
    CHECK(again().same);
    world.exports(1, world.org.employee, "2026-10-20T10:00:00.000Z");
    CHECK_FALSE(again().same);
    CHECK_FALSE(again().same_frame);
    CHECK(again().frame_size_now == 41);
    app.with_tx([](Tx& tx) { CHECK_THROWS_AS(access_review::draw_again(tx, {424242}), kernel::Problem); });
  });
}

// The store's contract, the same on every database: objects, scope, audit, lists, routes and jobs.
#include <doctest/doctest.h>

#include <algorithm>

#include "kernel/audit.hpp"
#include "kernel/testing.hpp"
#include "kernel/audit_verify.hpp"
#include "kernel/undo.hpp"

using namespace rimlig::kernel;

namespace {

enum class Colour { red, blue };
BOOST_DESCRIBE_ENUM(Colour, red, blue)

struct Place {
  static constexpr std::string_view table = "test_place";
  static constexpr std::string_view scope = "id";
  Id<Place> id;
  Version version;
  Text<1, 50> name;
};
BOOST_DESCRIBE_STRUCT(Place, (), (id, version, name))

struct Thing {
  static constexpr std::string_view table = "test_thing";
  static constexpr std::string_view scope = "place_id";
  Id<Thing> id;
  Version version;
  Id<Place> place_id;
  Text<1, 20> title;
  std::optional<Text<0, 100>> note;
  Colour colour = Colour::red;
  bool done = false;
  std::optional<PartialDate> due;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, version, place_id, title, note, colour, done, due, tags))

struct ThingDraft {
  Id<Place> place_id;
  Text<1, 20> title;
  std::optional<Text<0, 100>> note;
  Colour colour = Colour::red;
  bool done = false;
  std::optional<PartialDate> due;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(ThingDraft, (), (place_id, title, note, colour, done, due, tags))

struct ThingRow {
  Id<Thing> id;
  std::string title;
  std::string place_name;
};
BOOST_DESCRIBE_STRUCT(ThingRow, (), (id, title, place_name))

Created<Thing> create_thing(Context& context, ThingDraft draft) {
  Thing thing;
  copy_members(std::move(draft), thing);
  context.tx.insert(thing);
  return {thing};
}
Thing get_thing(Context& context, Id<Thing> id) { return context.tx.get(id); }
Thing update_thing(Context& context, Id<Thing> id, ThingDraft const& draft, IfMatch match) {
  auto thing = context.tx.get(id);
  copy_members(draft, thing);
  context.tx.update(thing, match.version);
  return thing;
}
void remove_thing(Context& context, Id<Thing> id) { context.tx.remove(context.tx.get(id)); }

struct ThingQuery {
  std::optional<Colour> colour;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ThingQuery, (), (colour, sort, after, limit))

constexpr SortColumn thing_sorts[] = {{"id", "t.id", true}, {"title", "t.title collate sv"}, {"due", "coalesce(t.due, '9999')"}};
constexpr ListShape thing_list{"t.id as id, t.title as title, p.name as place_name", "test_thing t", "join test_place p on p.id = t.place_id",
                               "t.id", "t.place_id", thing_sorts};

Page<ThingRow> list_things(Context& context, Query<ThingQuery> query) {
  Where where;
  if (query.colour) where.add("t.colour = ?", *query.colour);
  return list<ThingRow>(context.tx, thing_list, where, {query.sort, query.after, query.limit});
}

void thing_routes(Routes& routes) {
  routes.add(Method::post, "/api/things", "createThing", "thing.write", create_thing, "Ny");
  routes.add(Method::get, "/api/things", "listThings", "thing.read", list_things, "Lista");
  routes.add(Method::get, "/api/things/{id}", "getThing", "thing.read", get_thing, "Hämta");
  routes.add(Method::put, "/api/things/{id}", "updateThing", "thing.write", update_thing, "Ändra");
  routes.add(Method::del, "/api/things/{id}", "removeThing", "thing.write", remove_thing, "Ta bort");
}

/// Persons 1 and 2 write in places 1 and 2; bit 1 reads, bit 2 writes. Person 3 only reads.
void prepare(TestApp& app) {
  app.with_tx([](Tx& tx) {
    tx.connection().script(
        "create table test_place (id bigint primary key, version bigint not null, name text not null);"
        "create table test_thing (id bigint primary key, version bigint not null, place_id bigint not null, title text not null, note text, "
        "colour text not null, done boolean not null, due text, tags text not null);"
        "insert into test_place(id, version, name) values (1, 1, 'Norr'), (2, 1, 'Söder');"
        "insert into actor_scope(actor_id, scope_id, grants) values (0, 1, -1), (0, 2, -1), (1, 1, 3), (2, 2, 3), (3, 1, 1)");
  });
  app.routes.guard({[](Tx&, Request const& request) -> std::optional<Caller> {
                      auto const who = request.header("X-Test-Person");
                      if (who.empty()) return std::nullopt;
                      std::int64_t const id = who[0] - '0';
                      return Caller{{id, "Person " + std::string(who), 0, ""}, id == 3 ? 1 : 3, "token"};
                    },
                    [](std::string_view permission) -> std::int64_t { return permission.ends_with("write") ? 2 : 1; }});
  app.sign_in = [](TestApp&, std::int64_t person) -> NameValues {
    return {{"X-Test-Person", std::to_string(person)}, {"X-CSRF-Token", "token"}};
  };
}

void with_things(std::function<void(TestApp&)> const& test) {
  on_each_database({{"things", thing_routes, nullptr}}, [&](TestApp& app) {
    prepare(app);
    test(app);
  });
}

}  // namespace

TEST_CASE("an object is created, read, changed and removed, and each change is in the audit chain") {
  with_things([](TestApp& app) {
    auto const created = app.post("/api/things", 1, R"({"place_id":1,"title":"Åtgärd","colour":"blue","due":"2013","tags":["a","b"]})");
    REQUIRE(created.status == 201);
    CHECK(created.etag == "\"1\"");
    auto const id = std::to_string(created.json().root().get("id").integer());
    auto const read = app.get("/api/things/" + id, 1);
    CHECK(read.body == created.body);
    auto const changed = app.put("/api/things/" + id, 1, R"({"place_id":1,"title":"Åtgärd 2","colour":"blue","due":"2013","tags":[]})", "\"1\"");
    REQUIRE(changed.status == 200);
    CHECK(changed.etag == "\"2\"");
    auto const same = app.put("/api/things/" + id, 1, R"({"place_id":1,"title":"Åtgärd 2","colour":"blue","due":"2013","tags":[]})", "\"2\"");
    CHECK(same.etag == "\"2\"");
    app.with_tx([&](Tx& tx) {
      auto const entries = history(tx, "test_thing", std::stoll(id));
      REQUIRE(entries.size() == 2);
      CHECK(entries[0].operation == "update");
      CHECK(entries[0].who == "Person 1");
      REQUIRE(entries[0].changes.size() == 2);
      CHECK(entries[0].changes[0].field == "title");
      CHECK(entries[0].changes[0].before.text == "\"Åtgärd\"");
    });
    CHECK(app.call(Method::del, "/api/things/" + id, 1).status == 204);
    CHECK(app.get("/api/things/" + id, 1).status == 404);
    auto connection = app.database.lease();
    auto const verdict = verify_audit(*connection);
    CHECK(verdict.entries == 3);
    CHECK(verdict.broken_at == 0);
  });
}

TEST_CASE("the chain shows the first altered, removed or inserted entry") {
  for (auto const* damage : {"update audit_entry set changes = '{}' where seq = 2", "delete from audit_entry where seq = 2",
                             "update audit_entry set actor_name = 'Någon annan' where seq = 2"}) {
    with_things([&](TestApp& app) {
      for (int n = 0; n < 3; ++n) REQUIRE(app.post("/api/things", 1, R"({"place_id":1,"title":"x","colour":"red"})").status == 201);
      auto connection = app.database.lease();
      REQUIRE(verify_audit(*connection).broken_at == 0);
      connection->script(damage);
      CHECK(verify_audit(*connection).broken_at == 2);
    });
  }
  with_things([](TestApp& app) {
    for (int n = 0; n < 3; ++n) REQUIRE(app.post("/api/things", 1, R"({"place_id":1,"title":"x","colour":"red"})").status == 201);
    auto connection = app.database.lease();
    connection->script("delete from audit_entry where seq = 3");
    CHECK(verify_audit(*connection).broken_at == 3);
  });
}

TEST_CASE("a row outside the actor's scope does not exist, and an id in a body is checked") {
  with_things([](TestApp& app) {
    auto const created = app.post("/api/things", 1, R"({"place_id":1,"title":"x","colour":"red"})");
    auto const id = std::to_string(created.json().root().get("id").integer());
    CHECK(app.get("/api/things/" + id, 2).status == 404);
    CHECK(app.put("/api/things/" + id, 2, R"({"place_id":2,"title":"y","colour":"red"})", "\"1\"").status == 404);
    CHECK(app.call(Method::del, "/api/things/" + id, 2).status == 404);
    auto const other = app.post("/api/things", 2, R"({"place_id":1,"title":"x","colour":"red"})");
    CHECK(other.status == 422);
    CHECK(other.body.find("/place_id") != std::string::npos);
    CHECK(app.get("/api/things/" + id, 3).status == 200);
    CHECK(app.call(Method::del, "/api/things/" + id, 3).status == 403);
    CHECK(app.get("/api/things/" + id, 0).status == 401);
    CHECK(app.get("/api/things", 2).json().root().get("items").size() == 0);
  });
}

TEST_CASE("every field error is told at once, with its pointer") {
  with_things([](TestApp& app) {
    auto const answer = app.post("/api/things", 1, R"({"place_id":1,"title":" ","colour":"green","due":"2013-13","extra":1})");
    CHECK(answer.status == 422);
    CHECK(answer.content_type.starts_with("application/problem+json"));
    auto const document = answer.json();
    auto const errors = document.root().get("errors");
    REQUIRE(errors.size() == 4);
    CHECK(errors.at(0).get("pointer").text() == "/title");
    CHECK(errors.at(1).get("code").text() == "unknown_value");
    CHECK(errors.at(2).get("pointer").text() == "/due");
    CHECK(errors.at(3).get("code").text() == "unknown_field");
    CHECK(app.post("/api/things", 1, "{").status == 400);
    CHECK(app.post("/api/things", 1, "[]").status == 422);
  });
}

TEST_CASE("a stale version is refused with the current object, a missing If-Match with 428") {
  with_things([](TestApp& app) {
    auto const created = app.post("/api/things", 1, R"({"place_id":1,"title":"x","colour":"red"})");
    auto const target = "/api/things/" + std::to_string(created.json().root().get("id").integer());
    REQUIRE(app.put(target, 1, R"({"place_id":1,"title":"y","colour":"red"})", "\"1\"").status == 200);
    auto const stale = app.put(target, 1, R"({"place_id":1,"title":"z","colour":"red"})", "\"1\"");
    CHECK(stale.status == 412);
    auto const document = stale.json();
    CHECK(document.root().get("current").get("title").text() == "y");
    CHECK(document.root().get("changed_by").text() == "Person 1");
    CHECK(app.call(Method::put, target, 1, R"({"place_id":1,"title":"z","colour":"red"})").status == 428);
  });
}

TEST_CASE("lists page by key in both directions, in Swedish order, and each row comes once") {
  with_things([](TestApp& app) {
    for (auto const* title : {"Örjan", "adam", "Vera", "Zeta", "Åsa", "Ängelholm", "Wilma"})
      REQUIRE(app.post("/api/things", 1, R"({"place_id":1,"colour":"red","title":")" + std::string(title) + "\"}").status == 201);
    for (auto const* direction : {"", "-"}) {
      std::vector<std::string> seen;
      std::string after;
      do {
        auto const document = app.get("/api/things?limit=2&sort=" + std::string(direction) + "title&after=" + percent_encode(after), 1).json();
        auto const items = document.root().get("items");
        for (std::size_t n = 0; n < items.size(); ++n) seen.emplace_back(items.at(n).get("title").text());
        after = document.root().get("next").is_null() ? "" : std::string(document.root().get("next").text());
        CHECK(document.root().get("total").integer() == 7);
      } while (!after.empty());
      std::vector<std::string> expected{"adam", "Vera", "Wilma", "Zeta", "Åsa", "Ängelholm", "Örjan"};
      if (*direction) std::ranges::reverse(expected);
      CHECK(seen == expected);
    }
    CHECK(app.get("/api/things?sort=nonsense", 1).status == 422);
    CHECK(app.get("/api/things?nonsense=1", 1).status == 422);
    CHECK(app.get("/api/things?colour=blue", 1).json().root().get("items").size() == 0);
    CHECK(app.get("/api/things?after=%27drop", 1).status == 422);
  });
}

TEST_CASE("someone with many places pages through them all, and a filter by place reads only that place") {
  with_things([](TestApp& app) {
    app.with_tx([](Tx& tx) {
      for (std::int64_t place = 100; place < 140; ++place) {
        tx.execute_derived("insert into test_place(id, version, name) values($1, 1, 'P')", place);
        tx.execute_derived("insert into actor_scope(actor_id, scope_id, grants) values(4, $1, 3)", place);
        Thing thing{{}, {}, {place}, "titel " + std::to_string(place), {}, Colour::red, false, {}, {}};
        tx.insert(thing);
      }
    });
    std::string after;
    std::int64_t seen = 0;
    do {
      auto const document = app.get("/api/things?limit=7&sort=title&colour=red&after=" + percent_encode(after), 4).json();
      seen += static_cast<std::int64_t>(document.root().get("items").size());
      after = document.root().get("next").is_null() ? "" : std::string(document.root().get("next").text());
    } while (!after.empty());
    CHECK(seen == 40);
    app.with_tx([](Tx& tx) {
      tx.act_as({4, "Person 4", 1, ""});
      Where where;
      where.narrow("{} in (101, 102, 999)");
      auto const page = list<ThingRow>(tx, thing_list, where, {});
      CHECK(page.items.size() == 2);
      CHECK(page.total == 2);
    });
  });
}

TEST_CASE("a change keeps what the client left out") {
  auto const request = make_request(Method::put, "/x", R"({"title":"ny","note":null})");
  Thing thing{{}, {}, {1}, "gammal", "text", Colour::blue, true, {}, {"a"}};
  copy_given(request, struct_of<ThingDraft>, struct_of<Thing>, &thing);
  CHECK(thing.title == "ny");
  CHECK_FALSE(thing.note);
  CHECK(thing.colour == Colour::blue);
  CHECK(thing.tags.size() == 1);
}

TEST_CASE("a change that fails leaves nothing behind") {
  with_things([](TestApp& app) {
    CHECK_THROWS(app.with_tx([](Tx& tx) {
      Thing thing{{}, {}, {1}, "x", {}, Colour::red, false, {}, {}};
      tx.insert(thing);
      throw std::runtime_error("stop");
    }));
    app.with_tx([](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from test_thing") == 0);
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry") == 0);
    });
  });
}

TEST_CASE("undo puts the newest change back, and refuses when somebody changed since") {
  register_undoable({&struct_of<Thing>, "thing.write"});
  with_things([](TestApp& app) {
    auto const created = app.post("/api/things", 1, R"({"place_id":1,"title":"x","colour":"red"})");
    auto const id = created.json().root().get("id").integer();
    REQUIRE(app.put("/api/things/" + std::to_string(id), 1, R"({"place_id":1,"title":"y","colour":"blue"})", "\"1\"").status == 200);
    app.with_tx([&](Tx& tx) {
      auto const entry = history(tx, "test_thing", id).front();
      CHECK(entry.undoable);
      undo(tx, undo_target(tx, entry.audit_id));
    });
    app.with_tx([&](Tx& tx) {
      auto const thing = tx.get(Id<Thing>{id});
      CHECK(thing.title == "x");
      CHECK(thing.version.value == 3);
      CHECK_THROWS_AS(undo(tx, undo_target(tx, history(tx, "test_thing", id)[1].audit_id)), Problem);
    });
  });
}

TEST_CASE("a job runs once, reports progress, and one that was running at a crash is taken up again") {
  with_things([](TestApp& app) {
    int runs = 0;
    app.jobs.add("count", [&](JobContext& context) {
      ++runs;
      context.progress(3, 3, "Räknar");
      return std::string("{\"counted\":3}");
    });
    app.jobs.add("refuse", [](JobContext&) -> std::string { throw Problem::bad_request("Filen är tom."); });
    std::int64_t first = 0;
    std::int64_t second = 0;
    app.with_tx([&](Tx& tx) {
      first = enqueue(tx, "count", "{}");
      second = enqueue(tx, "refuse", "{}");
    });
    app.jobs.drain();
    app.jobs.drain();
    CHECK(runs == 1);
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::string>("select state from job where id = $1", first) == "done");
      CHECK(tx.value<std::string>("select problem from job where id = $1", second) == "Filen är tom.");
      tx.execute_derived("update job set state = 'running', heartbeat = '2000' where id = $1", first);
    });
    app.jobs.start(0);
    app.jobs.drain();
    CHECK(runs == 2);
  });
}

TEST_CASE("a job that runs when the program stops is taken up by the next start, one that a person stops is not") {
  with_things([](TestApp& app) {
    std::atomic<bool> running = false;
    app.jobs.add("long", [&](JobContext& context) -> std::string {
      running = true;
      while (true) {
        context.progress(1, 2);
        std::this_thread::yield();
      }
    });
    std::int64_t id = 0;
    auto const state = [&] {
      std::string text;
      app.with_tx([&](Tx& tx) { text = *tx.value<std::string>("select state from job where id = $1", id); });
      return text;
    };
    app.with_tx([&](Tx& tx) { id = enqueue(tx, "long", "{}"); });
    app.jobs.start(1);
    while (!running) std::this_thread::yield();
    app.jobs.stop();
    CHECK(state() == "queued");
    Jobs second({app.database, app.clock, app.files});
    running = false;
    second.add("long", [&](JobContext& context) -> std::string {
      running = true;
      while (true) context.progress(1, 2);
    });
    second.start(1);
    while (!running) std::this_thread::yield();
    second.cancel_live(id);
    while (state() == "running") std::this_thread::yield();
    second.stop();
    CHECK(state() == "cancelled");
  });
}

TEST_CASE("the routes describe themselves as OpenAPI") {
  Routes routes;
  thing_routes(routes);
  JsonDocument const document(routes.openapi());
  auto const put = document.root().get("paths").get("/api/things/{id}").get("put");
  CHECK(put.get("operationId").text() == "updateThing");
  CHECK(put.get("parameters").size() == 3);  // the path's id, If-Match, X-Certified
  auto const schemas = document.root().get("components").get("schemas");
  CHECK(schemas.get("ThingDraftInput").get("required").size() == 3);
  CHECK(schemas.get("Thing").get("properties").get("title").get("maxLength").integer() == 20);
}

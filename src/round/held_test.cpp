#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "round/held.hpp"
#include "round/round.hpp"

using namespace rimlig;
using kernel::TestApp;
using kernel::Tx;

TEST_CASE("S4-1: an import cannot be taken back under a round's answers or its frozen copy") {
  kernel::on_each_database({org::feature(), identity::feature(), action::feature(), round::feature()}, [](TestApp& app) {
    auto const who = identity::make_organisation(app);
    constexpr std::int64_t import = 77;
    action::Withdrawal of{import, 0, {}};
    std::string action_id;
    app.with_tx([&](Tx& tx) {
      action::Action made;
      made.unit_id = who.unit;
      made.text = "Rutinen gås igenom.";
      made.status = action::Status::in_progress;
      made.source_import_id = import;
      action_id = std::to_string(action::store_imported(tx, made).id.value);
    });
    app.with_tx([&](Tx& tx) { of = {import, tx.value<std::int64_t>("select max(seq) from audit_entry").value(), tx.now()}; });
    auto const told = [&] {
      std::vector<std::string> what;
      app.with_tx([&](Tx& tx) {
        for (auto const& obstacle : action::obstacles(tx, of)) what.push_back(obstacle.title + " " + obstacle.what);
      });
      return what;
    };
    using Told = std::vector<std::string>;
    CHECK(told() == Told{});
    auto const made = app.post("/api/rounds", who.controller, R"({"name":"Tertial 3","kind":"year_end","year":2026,"opens":"2026-11-22","deadline":"2026-12-01","unit_ids":[)" +
                                                                  std::to_string(who.unit.value) + "]}");
    REQUIRE_MESSAGE(made.status == 201, made.body);
    auto const path = "/api/rounds/" + std::to_string(made.json().root().get("id").integer());
    CHECK(told() == Told{});
    REQUIRE(app.call(kernel::Method::post, path + "/open", who.controller, "{}", {{"If-Match", "\"1\""}}).status == 200);
    auto const draft = path + "/units/" + std::to_string(who.unit.value) + "/answers/" + action_id;
    REQUIRE(app.put(draft, who.employee, R"({"unchanged":true})", "\"0\"").status == 200);
    CHECK(told() == Told{"ÅT-1 Rutinen gås igenom. har ett svar i en omgång"});
    REQUIRE(app.call(kernel::Method::post, path + "/close", who.controller, "{}", {{"If-Match", "\"2\""}}).status == 200);
    CHECK(told() == Told{"ÅT-1 Rutinen gås igenom. har ett svar i en omgång", "Tertial 3 är stängd, och importens åtgärder ingår i det som frystes"});
  });
}

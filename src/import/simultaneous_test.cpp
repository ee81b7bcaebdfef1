// Two people store at the same time, on both databases: nothing is doubled and nothing is lost.
#include <barrier>
#include <set>
#include <thread>

#include "import/import_test.hpp"
#include "kernel/audit.hpp"
#include "kernel/audit_verify.hpp"

namespace rimlig::import {

using identity::Organisation;
using kernel::TestApp;

namespace {

std::string const heading = "Kontrollmoment\tOönskad händelse\tÅtgärd\tStatus\tStartdatum\tSlutdatum\tAnalys\n";

/// Rows from `from` up to `to`, all below one control.
std::string rows(int from, int to, std::string const& year) {
  std::string out = heading;
  for (int n = from; n < to; ++n) {
    auto const number = std::to_string(n);
    out += "Stickprov varje månad\tHändelse " + number + " inträffar\tGenomföra kontroll " + number + "\tPågår\t" + year + "-01-01\t" + year + "-12-31\tArbetet pågår.\n";
  }
  return out;
}

/// Stores them all, one thread each, from the same moment.
std::vector<TestApp::Answer> store_together(TestApp& app, Organisation const& who, std::vector<std::string> const& targets) {
  std::vector<TestApp::Answer> answers(targets.size());
  std::barrier start(static_cast<std::ptrdiff_t>(targets.size()));
  std::vector<std::thread> threads;
  for (std::size_t n = 0; n < targets.size(); ++n)
    threads.emplace_back([&, n] {
      start.arrive_and_wait();
      answers[n] = app.post(targets[n] + "/store", who.controller, at(who.unit));
    });
  for (auto& thread : threads) thread.join();
  return answers;
}

void check_whole(TestApp& app, Organisation const& who, std::int64_t actions) {
  CHECK(total(app, who.controller, "/api/actions") == actions);
  CHECK(total(app, who.controller, "/api/events") == actions);
  CHECK(total(app, who.controller, "/api/controls") == 1);
  app.with_tx([&](kernel::Tx& tx) {
    CHECK(tx.value<std::int64_t>("select count(distinct text) from action") == actions);
    CHECK(tx.value<std::int64_t>("select count(distinct number) from action") == actions);
  });
  auto connection = app.database.lease();
  CHECK(kernel::verify_audit(*connection).broken_at == 0);
}

}  // namespace

TEST_CASE("S4-1: the same file stored by two at the same time is stored once") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const file = rows(1, 21, "2025");
    auto const answers = store_together(app, who, {accepted(app, who.controller, file, "a.txt"), accepted(app, who.controller, file, "b.txt")});
    std::int64_t stored = 0, existing = 0;
    for (auto const& answer : answers) {
      REQUIRE_MESSAGE(answer.status == 200, answer.body);
      stored += answer.json().root().get("stored_rows").integer();
      existing += answer.json().root().get("existing_rows").integer();
    }
    CHECK(stored == 20);
    CHECK(existing == 20);
    check_whole(app, who, 20);
  });
}

TEST_CASE("S4-1: different files with rows in common, stored at the same time, give each row once") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const answers = store_together(app, who, {accepted(app, who.controller, rows(1, 16, "2025"), "a.txt"), accepted(app, who.controller, rows(11, 26, "2025"), "b.txt"),
                                                   accepted(app, who.controller, rows(21, 31, "2025"), "c.txt")});
    for (auto const& answer : answers) REQUIRE_MESSAGE(answer.status == 200, answer.body);
    check_whole(app, who, 30);
  });
}

TEST_CASE("S4-1: files of different years do not wait for each other, and share what they have in common") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const answers = store_together(app, who, {accepted(app, who.controller, rows(1, 16, "2024"), "a.txt"), accepted(app, who.controller, rows(16, 31, "2025"), "b.txt")});
    for (auto const& answer : answers) REQUIRE_MESSAGE(answer.status == 200, answer.body);
    check_whole(app, who, 30);
  });
}

TEST_CASE("S4-1: one import stored twice at the same time, and taken back twice, is so once") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const target = accepted(app, who.controller, rows(1, 11, "2025"));
    auto const statuses = [](std::vector<TestApp::Answer> const& answers) {
      return std::set<int>{answers[0].status, answers[1].status};
    };
    auto const stored = store_together(app, who, {target, target});
    CHECK(std::min(stored[0].status, stored[1].status) == 200);
    CHECK(std::max(stored[0].status, stored[1].status) >= 409);
    check_whole(app, who, 10);
    std::barrier start(2);
    std::vector<TestApp::Answer> undone(2);
    auto const undo = [&](std::size_t n) {
      start.arrive_and_wait();
      undone[n] = app.post(target + "/undo", who.controller, "");
    };
    std::thread other(undo, 1);
    undo(0);
    other.join();
    CHECK_MESSAGE((statuses(undone) == std::set{200, 409}), (undone[0].body + undone[1].body));
    CHECK(total(app, who.controller, "/api/actions") == 0);
  });
}

}  // namespace rimlig::import

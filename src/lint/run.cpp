#include <map>

#include "kernel/routes.hpp"
#include "lint/check.hpp"
#include "lint/lint.hpp"

namespace rimlig::lint {
namespace {

constexpr int batch = 200;
/// A unit with more objects than this is compared in parts, so that memory stays bounded.
constexpr std::size_t most_compared = 5000;

/// Filled while the program is put together, read afterwards.
std::vector<Source>& sources() {
  static std::vector<Source> all;
  return all;
}

/// The objects of one unit, which are compared with each other.
struct Neighbours {
  Document document;
  std::map<std::string, ObjectRef, std::less<>> objects;  // by key

  void add(StoredSubject one) {
    auto const key = std::string(one.object.kind) + ":" + std::to_string(one.object.id);
    std::visit([&](auto& subject) {
      subject.key = key;
      if (subject.label.empty()) subject.label = one.object.title;
    }, one.subject);
    if (auto* action = std::get_if<Action>(&one.subject)) document.actions.push_back(std::move(*action));
    else document.findings.push_back(std::move(std::get<Finding>(one.subject)));
    objects.emplace(key, std::move(one.object));
  }
  [[nodiscard]] std::size_t size() const { return objects.size(); }
};

void compare(kernel::Tx& tx, Neighbours const& neighbours, RunResult& result) {
  std::map<std::string, std::vector<Observation>, std::less<>> by_key;
  for (auto& one : check_across(neighbours.document, context_of(tx))) by_key[one.subject].push_back(std::move(one));
  for (auto const& [key, object] : neighbours.objects) {
    auto const found = by_key.find(key);
    auto const done = sync(tx, object, Origin::across, found == by_key.end() ? std::vector<Observation>{} : found->second);
    result.asked += done.asked;
    result.closed += done.closed;
  }
}

SyncResult sync_own(kernel::Tx& tx, ObjectRef const& object, std::vector<Observation> const& found) { return sync(tx, object, Origin::own, found); }

}  // namespace

void add_source(Source source) {
  for (auto& known : sources())
    if (known.object_kind == source.object_kind) {
      known = source;
      return;
    }
  sources().push_back(source);
}

Context context_of(kernel::Tx const& tx) {
  auto const today = tx.today().text;
  return {today, "", "", today.substr(0, 4), today};
}

SyncResult check_and_sync(kernel::Tx& tx, ObjectRef const& object, Action const& action) {
  return sync_own(tx, object, check(action, context_of(tx)));
}
SyncResult check_and_sync(kernel::Tx& tx, ObjectRef const& object, Finding const& finding) {
  return sync_own(tx, object, check(finding, context_of(tx)));
}

RunResult run(kernel::Services const& services, kernel::Actor const& actor, std::function<void(std::int64_t, std::int64_t)> const& progress) {
  RunResult result;
  auto connection = services.database.lease();
  auto const in_write = [&](auto const& work) {
    kernel::Tx tx(*connection, actor, services.clock, kernel::TxMode::write);
    work(tx);
    tx.commit();
  };
  std::int64_t total = 0;
  in_write([&](kernel::Tx& tx) {
    for (auto const& source : sources()) total += source.count(tx);
  });
  for (auto const& source : sources()) {
    Position position;
    Neighbours neighbours;
    auto const compare_all = [&] {
      if (neighbours.size() > 0) in_write([&](kernel::Tx& tx) { compare(tx, neighbours, result); });
      neighbours = {};
    };
    for (bool more = true; more;) {
      std::vector<StoredSubject> subjects;
      in_write([&](kernel::Tx& tx) {
        subjects = source.next(tx, position, batch);
        for (auto const& one : subjects) {
          auto const done = std::visit([&](auto const& subject) { return check_and_sync(tx, one.object, subject); }, one.subject);
          result.asked += done.asked;
          result.closed += done.closed;
          ++result.objects;
        }
      });
      more = !subjects.empty();
      for (auto& one : subjects) {
        if (one.object.unit_id != position.unit_id || neighbours.size() >= most_compared) compare_all();
        position = {one.object.unit_id, one.object.id};
        neighbours.add(std::move(one));
      }
      if (progress) progress(result.objects, std::max(total, result.objects));
    }
    compare_all();
  }
  in_write([&](kernel::Tx& tx) {
    tx.run("select count(*), coalesce(sum(case when severity = 'error' then 1 else 0 end), 0) from lint_question where state = 'open'", {},
           [&](kernel::Row const& row) {
             result.open = row.integer(0);
             result.open_errors = row.integer(1);
           });
  });
  return result;
}

}  // namespace rimlig::lint

#include <array>
#include <chrono>
#include <cstdio>

#include "identity/identity.hpp"
#include "identity/password.hpp"
#include "kernel/clock.hpp"
#include "kernel/crypto.hpp"
#include "kernel/tx.hpp"
#include "org/org.hpp"
#include "search/search.hpp"
#include "store.hpp"

namespace rimlig::bench {

using namespace kernel;

namespace {

constexpr std::array verbs{"Följa upp", "Utbilda medarbetare i", "Ta fram rutin för", "Kontrollera", "Redovisa", "Se över", "Dokumentera", "Kartlägga"};
constexpr std::array things{"utredningar", "genomförandeplaner", "attestförteckningen", "avtal och inköp", "skyddade personuppgifter", "sjukfrånvaro",
                            "loggkontroller", "förhandsbedömningar", "delegationsbeslut", "hygienrutiner", "rekrytering", "prognoser", "nyckelhantering"};
constexpr std::array when{"varje månad", "före bokslut", "två gånger per år", "vid internkontrollbesök", "under hösten", "på arbetsplatsträff", "varje tertial"};
constexpr std::array statuses{"in_progress", "not_started", "done", "delayed", "in_progress", "done", "in_progress", "part_of_routine"};

template <std::size_t N>
char const* pick(std::array<char const*, N> const& words, std::int64_t n) {
  return words[static_cast<std::size_t>(n) % N];
}

std::string two(std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

/// Ids come from one counter on SQLite and a sequence on PostgreSQL; a block is taken at a time.
class Ids {
public:
  explicit Ids(Tx& tx) : tx_(tx) {}
  std::int64_t next() { return tx_.next("id"); }

private:
  Tx& tx_;
};

identity::Person add_account(Tx& tx, char const* name, char const* email, std::string const& hash) {
  identity::Person person;
  person.name = name;
  person.email = email;
  identity::add_person(tx, person);
  identity::store_password(tx, person.id, hash);
  return person;
}

void assign(Tx& tx, identity::Person const& person, org::Role role, Id<org::Unit> unit) {
  identity::Assignment assignment;
  assignment.person_id = person.id;
  assignment.role = role;
  assignment.unit_id = unit;
  identity::assign(tx, assignment);
}

std::vector<Id<org::Unit>> add_organisation(Tx& tx, std::int64_t count, std::string const& password) {
  auto const add = [&](std::string name, org::UnitKind kind, std::optional<Id<org::Unit>> parent) {
    org::Unit unit;
    unit.name = std::move(name);
    unit.kind = kind;
    unit.parent_id = parent;
    org::add_unit(tx, unit);
    return unit.id;
  };
  auto const top = add("Provkommunen", org::UnitKind::council, {});
  std::vector<Id<org::Unit>> committees, units;
  for (std::int64_t n = 0; n < 20; ++n) committees.push_back(add("Nämnd " + std::to_string(n + 1), org::UnitKind::committee, top));
  for (std::int64_t n = 0; n < count; ++n)
    units.push_back(add("Enhet " + std::to_string(n + 1), org::UnitKind::unit, committees[static_cast<std::size_t>(n) % committees.size()]));

  auto const hash = hash_password(password);
  auto const manager = add_account(tx, "Chef för tre", "chef@bench.example", hash);
  for (std::size_t n : {7, 307, 907}) assign(tx, manager, org::Role::unit_manager, units[n % units.size()]);
  assign(tx, add_account(tx, "Controller", "controller@bench.example", hash), org::Role::controller, top);
  assign(tx, add_account(tx, "Administratör", "admin@bench.example", hash), org::Role::administrator, top);
  return units;
}

void add_actions(Connection& db, Tx& tx, std::vector<Id<org::Unit>> const& units, std::int64_t count) {
  Ids ids(tx);
  std::int64_t control = 0, event = 0;
  for (std::int64_t n = 0; n < count; ++n) {
    // Four actions to a control and two to an event, all in one unit.
    auto const unit = units[static_cast<std::size_t>(n / 4) % units.size()].value;
    if (n % 4 == 0) {
      control = ids.next();
      db.run("insert into control(id, version, unit_id, title, kind) values ($1, 1, $2, $3, 'continuous')",
             Tx::bind(control, unit, std::string("Stickprov av ") + pick(things, n / 4) + " " + pick(when, n / 4)));
    }
    if (n % 2 == 0) {
      event = ids.next();
      db.run("insert into unwanted_event(id, version, unit_id, control_id, text) values ($1, 1, $2, $3, $4)",
             Tx::bind(event, unit, control, std::string("Brister i ") + pick(things, n / 2 + 3) + " upptäcks för sent."));
    }
    auto const id = ids.next();
    auto const text = std::string(pick(verbs, n)) + " " + pick(things, n / 8) + " " + pick(when, n / 3) + " (" + std::to_string(n + 1) + ").";
    auto const year = std::to_string(2023 + n % 4);
    auto const analysis = n % 3 == 0 ? std::string("Arbetet med ") + pick(things, n / 5) + " pågår enligt plan och följs upp " + pick(when, n) + "." : std::string();
    db.run("insert into action(id, version, number, unit_id, event_id, text, status, start, due, original_due, analysis, imported, created_at, updated_at) "
           "values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $11)",
           Tx::bind(id, n + 1, unit, event, text, std::string(pick(statuses, n / 7)), year + "-01-01", year + "-" + two(1 + n % 12) + "-" + two(1 + n % 28),
                    analysis.empty() ? std::optional<std::string>() : analysis, false, year + "-02-" + two(1 + n % 28) + "T08:00:00.000Z"));
    db.run("insert into search_document(object_id, kind, unit_id, title, body, link, tokens) values ($1, 'action', $2, $3, $4, $5, $6)",
           Tx::bind(id, unit, text, analysis, "/actions/" + std::to_string(id), search::tokens(unit, text, analysis)));
    if (n % 100'000 == 99'999) std::fprintf(stderr, "  %lld actions\n", static_cast<long long>(n + 1));
  }
}

}  // namespace

Seeded seed(std::string const& url, std::int64_t units, std::int64_t actions, std::string const& password) {
  auto const started = std::chrono::steady_clock::now();
  auto const db = connect(url);
  migrate(*db);
  SystemClock const clock;
  {
    Tx tx(*db, {}, clock, TxMode::write);
    auto const all = add_organisation(tx, units, password);
    add_actions(*db, tx, all, actions);
    if (db->is_postgres()) tx.run("select setval('counter_action_number', $1)", Tx::bind(actions));
    else tx.execute_derived("update counter set last = $1 where name = 'action_number'", actions);
    tx.commit();
  }
  // What a running database learns by itself in time: the spread of its values.
  db->script("analyze");
  return {units, actions, std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count()};
}

}  // namespace rimlig::bench

#include <array>
#include <chrono>
#include <cstdio>

#include "identity/identity.hpp"
#include "identity/password.hpp"
#include "kernel/clock.hpp"
#include "kernel/crypto.hpp"
#include "kernel/migrations.hpp"
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

/// Sets a counter (a sequence on PostgreSQL) as if the numbers up to `last` had been handed out.
void set_counter(Tx& tx, std::string const& name, std::int64_t last) {
  if (tx.connection().is_postgres()) tx.run("select setval('counter_' || $1, $2)", Tx::bind(name, last));
  else tx.execute_derived("update counter set last = $1 where name = $2", last, name);
}

/// Rows of one table, written a hundred to a statement: a million of them in minutes.
class Batch {
public:
  Batch(Connection& db, std::string insert, std::size_t columns) : db_(db), insert_(std::move(insert)), columns_(columns) {}
  void add(std::vector<DbValue> row) {
    for (auto& value : row) values_.push_back(std::move(value));
  }
  [[nodiscard]] bool full() const { return values_.size() >= 100 * columns_; }
  void write() {
    if (values_.empty()) return;
    std::string sql = insert_ + " values ";
    for (std::size_t n = 0; n < values_.size(); ++n) {
      sql += n % columns_ == 0 ? (n == 0 ? "(" : ", (") : ", ";
      sql.append("$").append(std::to_string(n + 1));
      if (n % columns_ == columns_ - 1) sql += ')';
    }
    db_.run(sql, values_);
    values_.clear();
  }

private:
  Connection& db_;
  std::string insert_;
  std::size_t columns_;
  std::vector<DbValue> values_;
};

/// PostgreSQL builds an index of a million rows far faster than it adds a million rows to one. Takes away
/// the indexes of the large tables and returns the statements that make them again.
std::vector<std::string> drop_indexes(Connection& db) {
  std::vector<std::string> names, statements;
  db.run("select indexname, indexdef from pg_indexes where schemaname = current_schema and indexdef not like '%UNIQUE%' and "
         "tablename in ('control', 'unwanted_event', 'action', 'search_document')", {}, [&](Row const& row) {
           names.emplace_back(row.text(0));
           statements.emplace_back(row.text(1));
         });
  for (auto const& name : names) db.script("drop index " + name);
  return statements;
}

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
  assign(tx, add_account(tx, "Chef för en", "en@bench.example", hash), org::Role::unit_manager, units[11 % units.size()]);
  auto const forty = add_account(tx, "Chef för fyrtio", "fyrtio@bench.example", hash);
  for (std::size_t n = 0; n < std::min<std::size_t>(40, units.size()); ++n) assign(tx, forty, org::Role::unit_manager, units[(n * 23 + 3) % units.size()]);
  assign(tx, add_account(tx, "Controller", "controller@bench.example", hash), org::Role::controller, top);
  assign(tx, add_account(tx, "Administratör", "admin@bench.example", hash), org::Role::administrator, top);
  return units;
}

void add_actions(Connection& db, Tx& tx, std::vector<Id<org::Unit>> const& units, std::int64_t count) {
  Batch controls(db, "insert into control(id, version, unit_id, title, kind)", 5);
  Batch events(db, "insert into unwanted_event(id, version, unit_id, control_id, text)", 5);
  Batch actions(db, "insert into action(id, version, number, unit_id, event_id, text, status, start, due, original_due, analysis, imported, created_at, updated_at, scope_id)", 15);
  Batch documents(db, "insert into search_document(object_id, kind, unit_id, title, body, link, tokens, scope_id)", 8);
  // In the order in which they refer to each other.
  auto const write = [&] {
    for (auto* batch : {&controls, &events, &actions, &documents}) batch->write();
  };
  std::int64_t const one = 1;
  auto last_id = tx.next("id");
  std::int64_t control = 0, event = 0;
  for (std::int64_t n = 0; n < count; ++n) {
    // Four actions to a control and two to an event, all in one unit.
    auto const unit = units[static_cast<std::size_t>(n / 4) % units.size()].value;
    if (n % 4 == 0) {
      control = ++last_id;
      controls.add(Tx::bind(control, one, unit, std::string("Stickprov av ") + pick(things, n / 4) + " " + pick(when, n / 4), "continuous"));
    }
    if (n % 2 == 0) {
      event = ++last_id;
      events.add(Tx::bind(event, one, unit, control, std::string("Brister i ") + pick(things, n / 2 + 3) + " upptäcks för sent."));
    }
    auto const id = ++last_id;
    auto const text = std::string(pick(verbs, n)) + " " + pick(things, n / 8) + " " + pick(when, n / 3) + " (" + std::to_string(n + 1) + ").";
    auto const year = std::to_string(2023 + n % 4);
    auto const due = year + "-" + two(1 + n % 12) + "-" + two(1 + n % 28);
    auto const changed = year + "-02-" + two(1 + n % 28) + "T08:00:00.000Z";
    auto const analysis = n % 3 == 0 ? std::string("Arbetet med ") + pick(things, n / 5) + " pågår enligt plan och följs upp " + pick(when, n) + "." : std::string();
    actions.add(Tx::bind(id, one, n + 1, unit, event, text, std::string(pick(statuses, n / 7)), year + "-01-01", due, due,
                         analysis.empty() ? std::optional<std::string>() : analysis, false, changed, changed, unit));
    documents.add(Tx::bind(id, "action", unit, text, analysis, "/actions/" + std::to_string(id), search::tokens(unit, text, analysis), unit));
    if (actions.full()) write();
    if (n % 100'000 == 99'999) std::fprintf(stderr, "  %lld actions\n", static_cast<long long>(n + 1));
  }
  write();
  set_counter(tx, "id", last_id);
  set_counter(tx, "action_number", count);
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
    auto const indexes = db->is_postgres() ? drop_indexes(*db) : std::vector<std::string>{};
    add_actions(*db, tx, all, actions);
    for (auto const& index : indexes) db->script(index);
    tx.commit();
  }
  // What a running database learns by itself in time: the spread of its values.
  db->script("analyze");
  return {units, actions, std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count()};
}

}  // namespace rimlig::bench

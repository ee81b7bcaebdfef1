#include "app/sample.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "app/command_line.hpp"
#include "app/local_client.hpp"
#include "kernel/crypto.hpp"
#include "kernel/http.hpp"
#include "kernel/json_text.hpp"
#include "kernel/log.hpp"
#include "app/sample_text.hpp"
#include "identity/organisation_import.hpp"
#include "identity/password.hpp"
#include "identity/permissions.hpp"

namespace rimlig::app {

using namespace kernel;

namespace {

std::string sample_state(Application& application) {
  return application.in_transaction([](Tx& tx) { return tx.value<std::string>("select value from setting where name = 'sample_data'").value_or(""); });
}

std::string days_from_today(Application& application, std::int64_t days) {
  return swedish_date(application.services().clock.now() + std::chrono::hours(24 * days));
}

/// Reads, accepts and stores one document, as a person would in the web.
void import_bytes(Application& application, LocalClient& client, std::string const& name, std::string bytes, std::int64_t unit_id) {
  auto const accepted = client.must(Method::post, "/api/imports?name=" + percent_encode(name), std::move(bytes));
  auto const id = std::to_string(accepted.json().root().get("id").integer());
  application.jobs().drain();
  auto const read = client.must(Method::get, "/api/imports/" + id);
  auto const document = read.json();
  auto const state = document.root().get("state").text();
  if (state == "refused") throw Problem::bad_request(name + ": " + std::string(document.root().get("problem").text()));
  if (state != "preview") return;  // the same file was stored before
  client.must(Method::post, "/api/imports/" + id + "/decisions", R"({"decision":"accepted"})");
  client.must(Method::post, "/api/imports/" + id + "/store", "{\"unit_id\":" + std::to_string(unit_id) + "}");
  application.jobs().drain();
}

/// One run of the loader. Everything but the organisation goes through the same routes as a browser's requests.
class Loader {
public:
  Loader(Application& application, std::filesystem::path folder)
      : application_(application), folder_(std::move(folder)), document_(read_file(folder_ / "sample.json")), plan_(document_.root()), client_(application) {
    auto const this_year = std::stoi(application_.services().clock.today().substr(0, 4));
    years_ = this_year - static_cast<int>(plan_.get("written_for_year").integer());
  }

  void load() {
    std::string const password(plan_.get("password").text());
    application_.in_transaction([&](Tx& tx) {
      tx.execute("insert into setting(name, value) values('sample_data', 'loading')", {"load", "setting", 0, 0, "{}", "Exempeldata: " + std::string(plan_.get("municipality").text())});
      identity::import_organisation(tx, read_file(folder_ / plan_.get("organisation").text()));
      // One hash for all: the password is printed for everyone, and the start should not take a second a person.
      auto const hash = hash_password(password);
      std::vector<Id<identity::Person>> persons;
      tx.run("select id from person", {}, [&](Row const& row) { persons.push_back({row.integer(0)}); });
      for (auto const person : persons) identity::store_password(tx, person, hash);
    });
    client_.sign_in(account("controller"), password);
    read_units();
    for (std::size_t n = 0; n < plan_.get("imports").size(); ++n) import_file(plan_.get("imports").at(n));
    read_actions();
    make_templates();
    move_due_dates();
    fill_access_log();
    // The owners and dates above answer some of the questions that were asked when the rows were stored.
    client_.must(Method::post, "/api/lint/run", "{}");
    application_.jobs().drain();
    open_round();
    answer_round(password);
    application_.in_transaction([&](Tx& tx) {
      tx.execute("update setting set value = 'true' where name = 'sample_data'", {"load", "setting", 0, 0, "{}", "Exempeldata inlästa"});
    });
    log(Message::sample_loaded, {{LogKey::count, static_cast<std::int64_t>(actions_.size())}});
  }

  /// Documents given on the command line go to the department, accepted as they were read.
  void import_more(std::vector<std::filesystem::path> const& files) {
    client_.sign_in(account("controller"), std::string(plan_.get("password").text()));
    read_units();
    auto const units = plan_.get("imports");
    auto const department = unit(units.at(units.size() - 1).get("unit").text());
    for (auto const& file : files) import_bytes(application_, client_, file.filename().string(), read_file(file), department);
  }

private:
  std::string account(std::string_view role) const {
    auto const accounts = plan_.get("accounts");
    for (std::size_t n = 0; n < accounts.size(); ++n)
      if (accounts.at(n).get("role").text() == role) return std::string(accounts.at(n).get("email").text());
    throw Problem::bad_request("sample.json saknar ett konto för rollen " + std::string(role) + ".");
  }

  void read_units() {
    auto const answer = client_.must(Method::get, "/api/units");
    auto const document = answer.json();
    auto const items = document.root().get("items");
    for (std::size_t n = 0; n < items.size(); ++n) units_[std::string(items.at(n).get("name").text())] = items.at(n).get("id").integer();
  }

  std::int64_t unit(std::string_view name) const {
    auto const found = units_.find(std::string(name));
    if (found == units_.end()) throw Problem::bad_request("sample.json nämner en enhet som inte finns: " + std::string(name) + ".");
    return found->second;
  }

  void import_file(JsonNode const& plan) {
    std::string const name(plan.get("file").text());
    auto const unit_id = unit(plan.get("unit").text());
    import_bytes(application_, client_, move_years(name, years_), move_years(read_file(folder_ / name), years_), unit_id);
    give_owners(plan.get("owners"), unit_id);
  }

  /// The documents name no owners (LS4-l), so the loader shares the actions between the unit's people.
  void give_owners(JsonNode const& owners, std::int64_t unit_id) {
    if (owners.size() == 0) return;
    application_.in_transaction([&](Tx& tx) {
      std::vector<std::int64_t> persons;
      for (std::size_t n = 0; n < owners.size(); ++n)
        if (auto const person = identity::find_person_by_email(tx, owners.at(n).text())) persons.push_back(person->id.value);
      std::vector<std::int64_t> actions;
      tx.run("select id from action where unit_id = $1 and owner_id is null order by number", Tx::bind(unit_id), [&](Row const& row) { actions.push_back(row.integer(0)); });
      for (std::size_t n = 0; n < actions.size() && !persons.empty(); ++n)
        tx.execute("update action set owner_id = $1, version = version + 1 where id = $2",
                   {"update", "action", actions[n], unit_id, "{\"owner_id\":[null," + std::to_string(persons[n % persons.size()]) + "]}", "Exempeldata: ansvarig"},
                   persons[n % persons.size()], actions[n]);
    });
  }

  void read_actions() {
    std::string after;
    do {
      auto const answer = client_.must(Method::get, "/api/actions?limit=100&after=" + percent_encode(after));
      auto const document = answer.json();
      auto const items = document.root().get("items");
      for (std::size_t n = 0; n < items.size(); ++n) actions_[std::string(items.at(n).get("text").text())] = items.at(n).get("id").integer();
      after = document.root().get("next").is_null() ? "" : std::string(document.root().get("next").text());
    } while (!after.empty());
  }

  /// The library of standard actions (S4-8), with the imported actions that are written in its very words.
  void make_templates() {
    auto const templates = plan_.get("templates");
    for (std::size_t n = 0; n < templates.size(); ++n) {
      auto const plan = templates.at(n);
      auto const body = "{\"unit_id\":" + std::to_string(unit(plan.get("unit").text())) + ",\"text\":" + json_quoted(plan.get("text").text()) + ",\"area\":" +
                        json_quoted(plan.get("area").text()) + ",\"guidance\":" + json_quoted(plan.get("guidance").text()) + "}";
      auto const made = client_.must(Method::post, "/api/action-templates", body);
      auto const id = made.json().root().get("id").integer();
      application_.in_transaction([&](Tx& tx) {
        std::vector<std::pair<std::int64_t, std::int64_t>> same;
        tx.run("select id, unit_id from action where text = $1 order by number", Tx::bind(plan.get("text").text()), [&](Row const& row) { same.emplace_back(row.integer(0), row.integer(1)); });
        for (auto const& [action, unit_id] : same)
          tx.execute("update action set template_id = $1, version = version + 1 where id = $2",
                     {"update", "action", action, unit_id, "{\"template_id\":[null," + std::to_string(id) + "]}", "Exempeldata: standardåtgärd"}, id, action);
      });
    }
  }

  void move_due_dates() {
    auto const due = plan_.get("due");
    for (std::size_t n = 0; n < due.size(); ++n) {
      auto const found = actions_.find(std::string(due.at(n).get("action").text()));
      if (found == actions_.end()) continue;
      auto const day = days_from_today(application_, due.at(n).get("days").integer());
      // The document's own date is of the year it was written; this is the loader's word, so the program signs it.
      application_.in_transaction([&](Tx& tx) {
        tx.execute("update action set due = $1, version = version + 1 where id = $2", {"update", "action", found->second, 0, "{}", "Exempeldata: datum flyttat till i år"}, day, found->second);
      });
    }
  }

  /// What was taken out and read last month, so that there is a sample to review: one action was restricted then, and is open again.
  void fill_access_log() {
    if (actions_.empty()) return;
    auto const& [text, action] = *actions_.begin();
    auto const path = "/api/actions/" + std::to_string(action);
    auto const session = client_.must(Method::get, "/api/session").json();
    auto const body = "{\"reason\":\"Prövas för sig under utredningen.\",\"member_ids\":[" + std::to_string(session.root().get("person").get("id").integer()) + "]}";
    auto const restricted = client_.must(Method::post, path + "/restriction", body, client_.must(Method::get, path).etag);
    client_.must(Method::del, path + "/restriction", {}, client_.must(Method::get, path).etag);
    auto const circle = application_.in_transaction([](Tx& tx) { return tx.value<std::int64_t>("select max(id) from circle").value_or(0); });
    struct Reader {
      std::int64_t id, unit;
      std::string name;
    };
    std::vector<Reader> readers;
    application_.in_transaction([&](Tx& tx) {
      tx.run("select p.id, a.unit_id, p.name from person p join assignment a on a.person_id = p.id where a.role in ('controller', 'unit_manager', 'department_head', 'auditor') order by a.role, p.id limit 6", {},
             [&](Row const& row) { readers.push_back({row.integer(0), row.integer(1), std::string(row.text(2))}); });
    });
    auto const month = swedish_date(parse_instant(application_.services().clock.today().substr(0, 8) + "01T12:00:00.000Z").value() - std::chrono::hours(48)).substr(0, 8);
    auto connection = application_.services().database.lease();
    for (std::size_t n = 0; n < 30 && !readers.empty(); ++n) {
      auto const& reader = readers[n % readers.size()];
      auto const two_digits = [](std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
      FixedClock const then(month + two_digits(1 + n * 5 % 28) + "T" + two_digits(n % 11 == 7 ? 21 : 7 + n % 9) + ":" + two_digits(n * 7 % 60) + ":00.000Z");
      Tx tx(*connection, {.id = reader.id, .name = reader.name, .request_id = {}}, then, TxMode::write);
      auto const from = " från 10.20.3." + std::to_string(11 + n % readers.size());
      if (n % 3 == 0) tx.note({"read", "action", action, circle, "{}", path + from});
      else tx.note({"export", "action", 0, reader.unit, "{}", std::to_string(12 + n * 3) + " åtgärder, /api/actions/export?format=xlsx" + from});
      tx.commit();
    }
  }

  void open_round() {
    auto const plan = plan_.get("round");
    std::string units;
    for (std::size_t n = 0; n < plan.get("units").size(); ++n)
      units += (n == 0 ? "" : ",") + std::to_string(unit(plan.get("units").at(n).text()));
    auto const opens = days_from_today(application_, plan.get("opens").integer());
    auto const body = "{\"name\":" + json_quoted(plan.get("name").text()) + ",\"kind\":" + json_quoted(plan.get("kind").text()) + ",\"year\":" + opens.substr(0, 4) +
                      ",\"committee_id\":" + std::to_string(unit(plan.get("committee").text())) + ",\"opens\":" + json_quoted(opens) + ",\"deadline\":" +
                      json_quoted(days_from_today(application_, plan.get("deadline").integer())) + ",\"unit_ids\":[" + units + "]}";
    auto const created = client_.must(Method::post, "/api/rounds", body);
    round_ = std::to_string(created.json().root().get("id").integer());
    client_.must(Method::post, "/api/rounds/" + round_ + "/open", "{}", created.etag);
  }

  void answer_round(std::string const& password) {
    auto const answers = plan_.get("round").get("answers");
    for (std::size_t n = 0; n < answers.size(); ++n) {
      auto const plan = answers.at(n);
      auto const unit_id = unit(plan.get("unit").text());
      LocalClient manager(application_);
      manager.sign_in(manager_of(unit_id), password);
      auto const path = "/api/rounds/" + round_ + "/units/" + std::to_string(unit_id);
      auto const report = manager.must(Method::get, path);
      auto const document = report.json();
      auto const items = document.root().get("items");
      auto const most = plan.get("unchanged").kind() == JsonNode::Kind::integer ? static_cast<std::size_t>(plan.get("unchanged").integer()) : items.size();
      bool complete = true;
      for (std::size_t item = 0; item < std::min(most, items.size()); ++item) {
        auto const action = std::to_string(items.at(item).get("action_id").integer());
        auto const version = "\"" + std::to_string(items.at(item).get("version").integer()) + "\"";
        complete = manager.call(Method::put, path + "/answers/" + action, R"({"unchanged":true})", version).status < 300 && complete;
      }
      // What may not be left unchanged (a closed action without an analysis) stays for the manager to answer.
      if (plan.get("submit").boolean() && complete) manager.call(Method::post, path + "/submit", "{}");
    }
  }

  std::string manager_of(std::int64_t unit_id) {
    auto const email = application_.in_transaction([&](Tx& tx) {
      return tx.value<std::string>("select p.email from person p join assignment a on a.person_id = p.id where a.unit_id = $1 and a.role in ('unit_manager', 'department_head') order by p.id limit 1", unit_id);
    });
    if (!email) throw Problem::bad_request("En enhet i exemplet saknar chef.");
    return *email;
  }

  Application& application_;
  std::filesystem::path folder_;
  JsonDocument document_;
  JsonNode plan_;
  LocalClient client_;
  int years_ = 0;
  std::map<std::string, std::int64_t> units_;
  std::map<std::string, std::int64_t> actions_;
  std::string round_;
};

/// "enhetschef"
std::string role_in_words(std::string_view name) {
  auto const role = Codec<org::Role>::from_name(name);
  return std::string(role ? identity::swedish(*role) : name);
}

}  // namespace

bool prepare_sample(Application& application, ServeOptions const& options) {
  auto const state = sample_state(application);
  if ((!state.empty() || !options.sample.empty()) && !is_loopback(options.address)) {
    std::fprintf(stderr, "Exempeldata visas bara på den egna datorn. Starta utan --sample på en tom mapp, eller lyssna på 127.0.0.1.\n");
    return false;
  }
  if (state == "loading") {
    std::fprintf(stderr, "Förra inläsningen av exempeldata avbröts. Ta bort mappen %s och starta igen.\n", options.place.data.string().c_str());
    return false;
  }
  if (!options.sample.empty() && state.empty()) Loader(application, options.sample).load();
  if (options.imports.empty()) return true;
  if (options.sample.empty()) {
    std::fprintf(stderr, "--import hör till exempelkommunen (--sample). I en egen installation: rimlig import actions FIL --unit ENHET.\n");
    return false;
  }
  Loader(application, options.sample).import_more(options.imports);
  return true;
}

void announce(Application& application, ServeOptions const& options, unsigned short port) {
  auto const address = (options.certificate.empty() ? "http://" : "https://") + (options.address == "0.0.0.0" ? "localhost" : options.address) + ":" + std::to_string(port) + "/";
  if (options.json) {
    std::printf("{\"address\":%s}\n", json_quoted(address).c_str());
  } else {
    std::printf("Rimlig svarar på %s\n", address.c_str());
    if (!options.sample.empty() && sample_state(application) == "true") {
      JsonDocument const document(read_file(options.sample / "sample.json"));
      auto const accounts = document.root().get("accounts");
      std::printf("\nExempelkonton (lösenord för alla: %s)\n", std::string(document.root().get("password").text()).c_str());
      for (std::size_t n = 0; n < accounts.size(); ++n)
        std::printf("  %-34s %s\n", std::string(accounts.at(n).get("email").text()).c_str(), role_in_words(accounts.at(n).get("role").text()).c_str());
    }
  }
  std::fflush(stdout);
}

}  // namespace rimlig::app

#include "app/user_commands.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>

#include "app/command_line.hpp"
#include "identity/command.hpp"
#include "identity/organisation_import.hpp"
#include "identity/permissions.hpp"
#include "identity/sealing_check.hpp"
#include "identity/sign_in_level.hpp"
#include "import/organisation_file.hpp"

namespace rimlig::app {

namespace {

struct UserWords : CommonOptions {
  std::string name, email, from, to;
  std::string file;
  bool remove = false, dry_run = false, end_missing = false, new_key = false;
  std::int64_t token = 0;
  identity::UserRole role;
};

std::string read_password() {
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<kernel::Date> date(std::string const& text) {
  if (text.empty()) return std::nullopt;
  if (!kernel::is_date(text)) throw kernel::Problem::bad_request("\"" + text + "\" är inte ett datum. Skriv åååå-mm-dd.");
  return kernel::Date{text};
}

std::string line(identity::UserLine const& user) {
  std::string text = user.name + " <" + user.email + ">" + (user.has_password ? "" : " (saknar lösenord)") + (user.second_factor ? " (tvåstegsinloggning)" : "");
  for (auto const& role : user.roles) text += "\n  " + role;
  return text;
}

std::string in_words(identity::SealingCheck const& found, std::filesystem::path const& file) {
  auto const whom = std::to_string(found.unopened) + " av " + std::to_string(found.sealed) + " personers koder från appen kan inte prövas. ";
  switch (found.state) {
    case identity::KeyState::right: return "Nyckeln öppnar det den ska (" + std::to_string(found.sealed) + " personer med koder från en app).";
    case identity::KeyState::missing: return "NYCKELN SAKNAS: " + file.string() + ". " + whom + "Lägg tillbaka filen från er kopia. Är den borta för alltid, gör en ny med --new.";
    case identity::KeyState::unreadable: return "FILEN ÄR INGEN NYCKEL: " + file.string() + ". " + whom + "Lägg tillbaka filen från er kopia.";
    case identity::KeyState::other: return "NYCKELN ÄR EN ANNAN: " + file.string() + ". " + whom + "Lägg tillbaka rätt fil, eller låt dem komma in med reservkod och lägga till appen på nytt.";
  }
  return {};
}

std::string line(identity::OrganisationDifference const& each) {
  std::string text;
  switch (each.difference) {
    case identity::DifferenceKind::added: text = "ny"; break;
    case identity::DifferenceKind::changed: text = "ändrad"; break;
    case identity::DifferenceKind::gone: text = "inte i filen"; break;
  }
  text += ": " + each.name;
  if (!each.detail.empty()) text += " (" + each.detail + ")";
  return each.row == 0 ? text : "rad " + std::to_string(each.row) + " " + text;
}

void print(UserWords const& words, identity::UserLine const& user) { words.answer(kernel::to_json(user), line(user)); }

std::string line(identity::ApiToken const& token) {
  std::string text = std::to_string(token.id.value) + "  " + token.name + ": ";
  for (auto const& permission : token.permissions) text += permission + " ";
  return text + (token.permissions.empty() ? "läsa " : "") + "till " + token.expires_on.text + (token.used_at ? ", använd " + token.used_at->text : ", inte använd");
}

void add_role(CLI::App& command, UserWords& words) {
  command.add_option("--role", words.role.role, "administrator, controller, unit_manager, employee, committee_secretary eller auditor")->required();
  command.add_option("--unit", words.role.unit, "Enhetens namn")->required();
  command.add_option("--from", words.from, "Första dag, åååå-mm-dd");
  command.add_option("--to", words.to, "Sista dag, åååå-mm-dd");
}

}  // namespace

void add_user_commands(CLI::App& program, int& result) {
  auto const words = std::make_shared<UserWords>();
  auto* user = program.add_subcommand("user", "Konton och roller");
  user->require_subcommand(1);
  user->footer("Exempel:\n  echo 'ett långt lösenord' | rimlig user add --name 'Ada Ek' --email ada@kommun.se --role administrator --unit 'Norrby kommun'\n"
               "  rimlig user role ada@kommun.se --role controller --unit 'Socialnämnden'\n  rimlig user list --json");

  auto* add = user->add_subcommand("add", "Lägg upp en person; lösenordet läses från standard in (tom rad: inget)");
  add->add_option("--name", words->name)->required();
  add->add_option("--email", words->email)->required();
  add_role(*add, *words);
  words->add_to(*add);
  add->callback([words] {
    words->role.valid_from = date(words->from);
    words->role.valid_to = date(words->to);
    auto const password = read_password();
    Application application(words->place);
    print(*words, application.in_transaction([&](kernel::Tx& tx) { return identity::add_user(tx, words->name, words->email, words->role, password); }));
  });

  auto* password = user->add_subcommand("password", "Sätt nytt lösenord; läses från standard in");
  password->add_option("EPOST", words->email)->required();
  words->add_to(*password);
  password->callback([words] {
    auto const entered = read_password();
    Application application(words->place);
    print(*words, application.in_transaction([&](kernel::Tx& tx) { return identity::set_user_password(tx, words->email, entered); }));
  });

  auto* factor = user->add_subcommand("factor", "Ta bort en förlorad tvåstegsinloggning");
  factor->add_option("EPOST", words->email)->required();
  factor->add_flag("--remove", words->remove, "Ta bort den och avsluta personens sessioner")->required();
  words->add_to(*factor);
  factor->callback([words] {
    Application application(words->place);
    print(*words, application.in_transaction([&](kernel::Tx& tx) { return identity::remove_user_factor(tx, words->email); }));
  });

  auto* levels = user->add_subcommand("levels", "Ta bort alla krav på tillitsnivå, när ingen inloggningstjänst kan intyga någon");
  levels->add_flag("--remove", words->remove, "Ta bort kraven för alla roller")->required();
  words->add_to(*levels);
  levels->callback([words] {
    Application application(words->place);
    application.in_transaction([](kernel::Tx& tx) { identity::remove_level_demands(tx); });
    words->answer("{}", "Ingen roll kräver någon tillitsnivå. Lösenord räcker tills en administratör kräver en igen.");
  });

  auto* tokens = user->add_subcommand("tokens", "Visa en persons API-nycklar, eller återkalla en");
  tokens->add_option("EPOST", words->email)->required();
  tokens->add_option("--revoke", words->token, "Nummer på nyckeln som ska återkallas");
  words->add_to(*tokens);
  tokens->callback([words] {
    Application application(words->place);
    auto const left = application.in_transaction([&](kernel::Tx& tx) {
      if (words->token != 0) identity::revoke_user_token(tx, words->email, words->token);
      return identity::list_user_tokens(tx, words->email);
    });
    if (words->json) say(kernel::to_json(kernel::Items<identity::ApiToken>{left}));
    else
      for (auto const& each : left) say(line(each));
  });

  auto* role = user->add_subcommand("role", "Ge en roll vid en enhet, eller ta bort den");
  role->add_option("EPOST", words->email)->required();
  role->add_flag("--remove", words->remove, "Ta bort rollen");
  add_role(*role, *words);
  words->add_to(*role);
  role->callback([words] {
    words->role.valid_from = date(words->from);
    words->role.valid_to = date(words->to);
    Application application(words->place);
    print(*words, application.in_transaction([&](kernel::Tx& tx) {
      return words->remove ? identity::take_user_role(tx, words->email, words->role) : identity::give_user_role(tx, words->email, words->role);
    }));
  });

  auto* key = user->add_subcommand("factor-key", "Pröva nyckeln som skyddar tvåstegsinloggningen (secret.key)");
  key->add_flag("--new", words->new_key, "Gör en ny nyckel när den gamla är borta för alltid; en fil som finns skrivs aldrig över");
  words->add_to(*key);
  key->callback([words, &result] {
    Application application(words->place);
    auto const file = identity::sealing_key_file(application.services());
    if (words->new_key) identity::make_new_key(file);
    auto const found = application.in_transaction([&](kernel::Tx& tx) { return identity::check_sealing(tx, file); });
    words->answer(kernel::to_json(found), in_words(found, file));
    if (found.state != identity::KeyState::right && !words->new_key) result = 3;
  });

  auto* list = user->add_subcommand("list", "Visa alla konton och deras roller");
  words->add_to(*list);
  list->callback([words] {
    Application application(words->place);
    auto const users = application.in_transaction([](kernel::Tx& tx) { return identity::list_users(tx); });
    if (words->json) say(kernel::to_json(kernel::Items<identity::UserLine>{users}));
    else
      for (auto const& each : users) say(line(each));
  });

  auto* load = user->add_subcommand("import", "Läs in enheter, personer och roller ur en fil (CSV, XLSX, ODS)");
  load->add_option("FIL", words->file)->required()->check(CLI::ExistingFile);
  load->add_flag("--dry-run", words->dry_run, "Visa bara vad som är nytt, ändrat och borta");
  load->add_flag("--end-missing", words->end_missing, "Avsluta roller som inte står i filen");
  words->add_to(*load);
  load->callback([words, &result] {
    Application application(words->place);
    auto const bytes = read_file(words->file);
    try {
      auto const table = import::read_organisation_file(bytes, std::filesystem::path(words->file).filename().string());
      auto const missing = words->end_missing ? identity::Missing::end : identity::Missing::keep;
      auto const done = application.in_transaction([&](kernel::Tx& tx) {
        auto result = identity::import_organisation(tx, table, missing);
        if (words->dry_run) tx.rollback();
        return result;
      });
      auto const text = std::to_string(done.rows) + " rader: " + std::to_string(done.units) + " nya enheter, " + std::to_string(done.persons) + " nya personer, " +
                        std::to_string(done.assignments) + " nya uppdrag, " + std::to_string(done.changed) + " ändringar, " + std::to_string(done.ended) + " avslutade uppdrag." +
                        (words->dry_run ? " Inget är sparat." : "");
      if (!words->json && words->dry_run)
        for (auto const& each : done.differences) say(line(each));
      words->answer(kernel::to_json(done), text);
    } catch (kernel::Problem const& problem) {
      for (auto const& error : problem.errors()) std::fprintf(stderr, "%s\n", error.detail.c_str());
      if (words->json) say(problem.json());
      else std::fprintf(stderr, "Inget har lagts till. %s\n", problem.errors().empty() ? problem.detail().c_str() : "Rätta raderna och försök igen.");
      result = 1;
    }
  });

  auto* permissions = program.add_subcommand("permissions", "Skriv tabellen över roller och behörigheter (docs/permissions.md)");
  permissions->callback([] { std::printf("%s", identity::permissions_page().c_str()); });
}

}  // namespace rimlig::app

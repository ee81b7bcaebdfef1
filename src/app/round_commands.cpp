#include "app/round_commands.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

#include "app/application.hpp"
#include "round/command.hpp"

namespace rimlig::app {

namespace {

struct RoundWords {
  Place place;
  bool json = false;
  std::int64_t id = 0;
};

using Command = std::string (*)(kernel::Services const&, kernel::Actor const&, std::int64_t, bool);

void add_place(CLI::App& command, RoundWords& words) {
  command.add_option("--data", words.place.data, "Mapp för databas och filer")->capture_default_str();
  command.add_option("--database", words.place.database, "PostgreSQL-anslutning (annars SQLite i mappen)")->envname("RIMLIG_DATABASE");
  command.add_flag("--json", words.json, "Skriv svaret som JSON");
}

void add_change(CLI::App& round, std::shared_ptr<RoundWords> const& words, char const* name, char const* help, Command command) {
  auto* const change = round.add_subcommand(name, help);
  change->add_option("NUMMER", words->id, "Omgångens nummer, se rimlig round list")->required();
  add_place(*change, *words);
  change->callback([words, command] {
    Application application(words->place);
    std::printf("%s\n", command(application.services(), Application::command_line_actor(), words->id, words->json).c_str());
  });
}

}  // namespace

void add_round_commands(CLI::App& program) {
  auto const words = std::make_shared<RoundWords>();
  auto* const round = program.add_subcommand("round", "Uppföljningsomgångar");
  round->require_subcommand(1);
  round->footer("Exempel:\n  rimlig round list\n  rimlig round open 12\n  rimlig round close 12 --json");
  auto* const list = round->add_subcommand("list", "Omgångar, och hur många enheter som har rapporterat");
  add_place(*list, *words);
  list->callback([words] {
    Application application(words->place);
    std::printf("%s\n", round::list_command(application.services(), Application::command_line_actor(), words->json).c_str());
  });
  add_change(*round, words, "open", "Öppna en planerad omgång", round::open_command);
  add_change(*round, words, "close", "Stäng en öppen omgång och frys den", round::close_command);
}

}  // namespace rimlig::app

#include "app/round_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

#include "app/command_line.hpp"
#include "round/command.hpp"

namespace rimlig::app {

namespace {

struct RoundWords : CommonOptions {
  std::int64_t id = 0;
  std::string deadline;
  std::string reason;
};

using Command = std::string (*)(kernel::Services const&, kernel::Actor const&, std::int64_t, bool);

void add_change(CLI::App& round, std::shared_ptr<RoundWords> const& words, char const* name, char const* help, Command command) {
  auto* const change = round.add_subcommand(name, help);
  change->add_option("NUMMER", words->id, "Omgångens nummer, se rimlig round list")->required();
  words->add_to(*change);
  change->callback([words, command] {
    words->place.require_existing();
    Application application(words->place);
    say(command(application.services(), Application::command_line_actor(), words->id, words->json));
  });
}

}  // namespace

void add_round_commands(CLI::App& program) {
  auto const words = std::make_shared<RoundWords>();
  auto* const round = program.add_subcommand("round", "Uppföljningsomgångar");
  round->require_subcommand(1);
  round->footer("Exempel:\n  rimlig round list\n  rimlig round open 12\n  rimlig round close 12 --json\n"
                "  rimlig round extend 12 2027-02-12 --reason \"Två enheter har bytt chef.\"");
  auto* const list = round->add_subcommand("list", "Omgångar, och hur många enheter som har rapporterat");
  words->add_to(*list);
  list->callback([words] {
    words->place.require_existing();
    Application application(words->place);
    say(round::list_command(application.services(), Application::command_line_actor(), words->json));
  });
  add_change(*round, words, "open", "Öppna en planerad omgång före dess dag", round::open_command);
  add_change(*round, words, "close", "Stäng en öppen omgång och frys den", round::close_command);
  add_change(*round, words, "delete", "Ta bort en planerad omgång", round::delete_command);
  auto* const extend = round->add_subcommand("extend", "Flytta fram sista dagen för en öppen omgång");
  extend->add_option("NUMMER", words->id, "Omgångens nummer, se rimlig round list")->required();
  extend->add_option("DAG", words->deadline, "Den nya sista dagen, åååå-mm-dd")->required();
  extend->add_option("--reason", words->reason, "Varför sista dagen flyttas")->required();
  words->add_to(*extend);
  extend->callback([words] {
    words->place.require_existing();
    Application application(words->place);
    say(round::extend_command(application.services(), Application::command_line_actor(), words->id, words->deadline, words->reason, words->json));
  });
}

}  // namespace rimlig::app

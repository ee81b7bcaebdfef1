#include "app/work_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

#include "app/command_line.hpp"
#include "import/lint_file.hpp"
#include "lint/command.hpp"
#include "reader/worker.hpp"

namespace rimlig::app {

namespace {

struct WorkWords : CommonOptions {
  std::filesystem::path file;
};

int lint_file(WorkWords const& words) {
  auto const name = words.file.filename().string();
  auto const document = reader::read_in_worker("/proc/self/exe", read_file(words.file), name);
  auto const outcome = import::lint_document(document, name, kernel::SystemClock().today(), words.json);
  say(outcome.text);
  return outcome.exit_code;
}

int lint_all(WorkWords const& words) {
  Application application(words.place);
  auto const outcome = lint::lint_everything(application.services(), Application::command_line_actor(), words.json);
  say(outcome.text);
  return outcome.exit_code;
}

}  // namespace

void add_work_commands(CLI::App& program, int& result) {
  auto const words = std::make_shared<WorkWords>();
  auto* lint = program.add_subcommand("lint", "Granska en fil, eller allt som finns lagrat");
  lint->add_option("FIL", words->file, "Dokument att granska; utan fil granskas allt i databasen")->check(CLI::ExistingFile);
  words->add_to(*lint);
  lint->footer("Exempel:\n  rimlig lint uppfoljning-2018.txt\n  rimlig lint --json\nSlutkod 3 när någon öppen fråga är ett fel.");
  lint->callback([words, &result] { result = words->file.empty() ? lint_all(*words) : lint_file(*words); });
}

}  // namespace rimlig::app

#include "app/import_commands.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

#include "app/command_line.hpp"
#include "import/import_cli.hpp"

namespace rimlig::app {

namespace {

struct Options : CommonOptions {
  std::filesystem::path file;
  std::string unit;
  bool dry_run = false;
};

int run(Options const& options, import::ImportKind kind) {
  import::CommandResult done;
  if (options.dry_run) {
    done = import::dry_run(options.file, kind, kernel::SystemClock{}.today());
  } else {
    Application application(options.place);
    done = import::import_file(application.services(), Application::command_line_actor(), options.file, kind, options.unit);
  }
  if (options.json) say(done.json);
  else std::fprintf(done.exit_code == 0 ? stdout : stderr, "%s\n", done.text.c_str());
  return done.exit_code;
}

void add_kind(CLI::App& parent, char const* name, char const* what, import::ImportKind kind, int& result) {
  auto* command = parent.add_subcommand(name, what);
  auto const options = std::make_shared<Options>();
  command->add_option("FIL", options->file, "Text, CSV, Excel, OpenDocument, Word, PDF eller HTML")->required()->check(CLI::ExistingFile);
  command->add_flag("--dry-run", options->dry_run, "Visa vad som lästs och vad som är tveksamt; spara inget");
  command->add_option("--unit", options->unit, "Enheten som raderna sparas hos, med hela sitt namn");
  options->add_to(*command);
  command->callback([options, kind, &result] {
    if (!options->dry_run && options->unit.empty()) throw CLI::ValidationError("--unit", "Välj enheten som raderna ska sparas hos, eller använd --dry-run.");
    result = run(*options, kind);
  });
}

void add_undo(CLI::App& parent) {
  auto* command = parent.add_subcommand("undo", "Ångra en sparad import, om inget har hänt med det som den sparade");
  auto const options = std::make_shared<CommonOptions>();
  auto const id = std::make_shared<std::int64_t>();
  command->add_option("NUMMER", *id, "Importens nummer")->required();
  options->add_to(*command);
  command->callback([options, id] {
    Application application(options->place);
    auto const done = import::undo_command(application.services(), Application::command_line_actor(), *id);
    options->answer(done.json, done.text);
  });
}

}  // namespace

void add_import_commands(CLI::App& program, int& result) {
  auto* command = program.add_subcommand("import", "Läs in åtgärder eller iakttagelser ur en fil");
  command->require_subcommand(1);
  command->footer("Exempel:\n  rimlig import actions uppfoljning.xlsx --dry-run --json\n  rimlig import findings uppfoljning-2025.docx --unit \"Socialförvaltningen\"\n  rimlig import undo 12");
  add_kind(*command, "actions", "En åtgärdstabell", import::ImportKind::actions, result);
  add_kind(*command, "findings", "Iakttagelser med åtgärder i löpande text", import::ImportKind::findings, result);
  add_undo(*command);
}

}  // namespace rimlig::app

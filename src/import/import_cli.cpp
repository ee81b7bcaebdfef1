#include "import/import_cli.hpp"

#include "kernel/feature.hpp"
#include "org/org.hpp"

namespace rimlig::import {

namespace {

template <class Work>
auto in_transaction(kernel::Services const& services, kernel::Actor const& actor, Work work) {
  auto connection = services.database.lease();
  kernel::Tx tx(*connection, actor, services.clock, kernel::TxMode::write);
  auto result = work(tx);
  tx.commit();
  return result;
}

}  // namespace

CommandResult import_file(kernel::Services const& services, kernel::Actor const& actor, std::filesystem::path const& file, ImportKind kind, std::string const& unit) {
  auto const bytes = read_command_file(file);
  auto import = in_transaction(services, actor, [&](kernel::Tx& tx) { return upload(tx, services, file.filename().string(), bytes); });
  read_import(services, actor, import.id, [] {});
  return in_transaction(services, actor, [&](kernel::Tx& tx) {
    import = visible_import(tx, import.id);
    if (import.state == ImportState::refused) return refused_result(import.problem_code.value_or(""), import.problem.value_or(""));
    if (import.kind != kind)
      return refused_result("other_kind", kind == ImportKind::actions ? "Filen innehåller iakttagelser i löpande text, inte en åtgärdstabell. Använd \"import findings\"." : "Filen innehåller en åtgärdstabell, inte iakttagelser i löpande text. Använd \"import actions\".");
    auto const at = org::find_unit(tx, unit);
    if (!at) throw kernel::Problem::bad_request("Ingen enhet heter \"" + unit + "\", eller flera gör det. Skriv enhetens hela namn.");
    accept_all(tx, import);
    import = store(tx, visible_import(tx, import.id), *at);
    return CommandResult{0, kernel::to_json(import), "Import " + std::to_string(import.id.value) + ": " + std::to_string(import.stored_rows) + " rader är sparade, " + std::to_string(import.existing_rows) + " fanns redan."};
  });
}

CommandResult undo_command(kernel::Services const& services, kernel::Actor const& actor, std::int64_t import_id) {
  return in_transaction(services, actor, [&](kernel::Tx& tx) {
    auto const import = undo(tx, {import_id});
    return CommandResult{0, kernel::to_json(import), "Importen av " + import.file_name + " är ångrad."};
  });
}

}  // namespace rimlig::import

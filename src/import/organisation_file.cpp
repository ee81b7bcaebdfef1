#include "import/organisation_file.hpp"

#include "import/import.hpp"
#include "kernel/crypto.hpp"
#include "kernel/personal_number_stop.hpp"
#include "kernel/routes.hpp"
#include "reader/read.hpp"
#include "reader/worker.hpp"

namespace rimlig::import {

using identity::OrganisationImport;
using identity::OrganisationTable;
using kernel::Context;
using kernel::Problem;
using kernel::Tx;

namespace {

constexpr std::size_t most_bytes = 10'000'000;

/// What a person approves: the same file against the same database gives the same digest.
struct OrganisationPreview {
  OrganisationImport result;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(OrganisationPreview, (), (result, digest))

struct OrganisationQuery {
  std::optional<kernel::Text<0, 200>> name;
  std::optional<bool> end_missing;  // roles that are not in the file end
  std::optional<kernel::Text<0, 64>> digest;  // of the preview that was read
};
BOOST_DESCRIBE_STRUCT(OrganisationQuery, (), (name, end_missing, digest))

std::vector<OrganisationTable::Row> rows_of(reader::Table const& table) {
  std::vector<OrganisationTable::Row> rows;
  for (auto const& row : table.rows) {
    auto& out = rows.emplace_back();
    out.number = row.number;
    for (auto const& cell : row.cells) {
      if (cell.column >= 200) continue;
      if (out.cells.size() <= cell.column) out.cells.resize(cell.column + 1);
      out.cells[cell.column] = cell.text;
    }
  }
  return rows;
}

/// In the transaction given, which the caller commits or leaves: a preview is a rehearsal, so that it cannot differ from the performance.
OrganisationPreview perform(Context const& context, Tx& tx, OrganisationTable const& table, bool end_missing) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (auto const& row : table.rows())
    for (std::size_t n = 0; n < row.cells.size(); ++n) texts.emplace_back("/" + std::to_string(row.number) + "/" + std::to_string(n + 1), row.cells[n]);
  kernel::stop_personal_numbers(tx, kernel::certifies_no_personal_number(context.request), texts);
  OrganisationPreview preview{import_organisation(tx, table, end_missing ? identity::Missing::end : identity::Missing::keep), {}};
  preview.digest = kernel::sha256_hex(kernel::to_json(preview.result));
  return preview;
}

/// Reading a file takes its time, and nobody else is to wait for it: the request's own transaction ends first.
OrganisationPreview run(Context& context, OrganisationQuery const& query, std::string_view bytes, bool store) {
  auto const actor = context.tx.actor();
  context.tx.commit();
  auto const table = read_organisation_file(bytes, query.name ? std::string_view(*query.name) : std::string_view("fil"));
  auto connection = context.services.database.lease();
  Tx tx(*connection, actor, context.services.clock, kernel::TxMode::write);
  auto preview = perform(context, tx, table, query.end_missing.value_or(false));
  if (!store) return preview;
  if (query.digest && *query.digest != preview.digest)
    throw Problem::conflict("changed_since_preview", "Något har ändrats sedan förhandsvisningen. Läs igenom den på nytt och spara sedan.");
  tx.commit();
  return preview;
}

OrganisationPreview preview_organisation(Context& context, kernel::Query<OrganisationQuery> const& query, kernel::RawBody body) { return run(context, query, body.bytes, false); }
OrganisationPreview import_file(Context& context, kernel::Query<OrganisationQuery> const& query, kernel::RawBody body) { return run(context, query, body.bytes, true); }

}  // namespace

OrganisationTable read_organisation_file(std::string_view bytes, std::string_view name) {
  auto const label = reader::clean_file_name(name);
  if (bytes.size() > most_bytes) throw Problem::too_large("Filen är större än 10 MB. Dela upp den.");
  // Our own small reader takes text; a workbook is taken apart where it can do no harm.
  if (!bytes.starts_with("PK")) return identity::read_organisation_csv(bytes, label);
  try {
    auto const document = reader::read_in_worker(worker_executable(), bytes, label);
    for (auto const& table : document.tables)
      if (!table.hidden && !table.rows.empty()) return {label, rows_of(table)};
  } catch (reader::Refusal const& refusal) {
    throw Problem::invalid("/file", refusal.code(), refusal.what());
  } catch (std::runtime_error const&) {
    throw Problem::invalid("/file", "reader_stopped", "Filen kunde inte läsas. Försök igen; händer det på nytt är filen troligen skadad.");
  }
  throw Problem::invalid("/file", "no_table", "Det finns ingen tabell i " + label + ". Lägg enheterna på arbetsbokens första blad.");
}

void organisation_routes(kernel::Routes& to) {
  using kernel::Method;
  to.add(Method::post, "/api/organisation-imports/preview", "previewOrganisation", "person.write", preview_organisation, "Vad en fil med enheter, personer och roller skulle ändra");
  to.add(Method::post, "/api/organisation-imports", "importOrganisation", "person.write", import_file, "Läs in enheter, personer och roller");
}

}  // namespace rimlig::import

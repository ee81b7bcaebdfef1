// The routes of imports.
#include <algorithm>
#include <array>
#include <charconv>

#include "action/action.hpp"
#include "action/restriction.hpp"
#include "import/import.hpp"
#include "import/organisation_file.hpp"
#include "kernel/feature.hpp"
#include "kernel/personal_number_stop.hpp"
#include "reader/limits.hpp"
#include "reader/read.hpp"

namespace rimlig::import {

namespace {

using kernel::Context;
using kernel::Id;
using kernel::Method;
using kernel::Problem;

constexpr std::string_view columns =
    "i.id as id, i.version as version, i.file_name as file_name, i.size as size, i.sha256 as sha256, i.state as state, i.kind as kind, i.format as format, "
    "i.encoding as encoding, i.problem as problem, i.problem_code as problem_code, i.job_id as job_id, i.rows as rows, i.repairs as repairs, i.questions as questions, "
    "i.title as title, i.year as year, i.duplicate_of as duplicate_of, i.unit_id as unit_id, i.stored_rows as stored_rows, i.existing_rows as existing_rows, "
    "i.document_repairs as document_repairs, i.document_questions as document_questions, i.warnings as warnings, i.created_by as created_by, "
    "i.created_by_name as created_by_name, i.created_at as created_at";

/// Who may see an import: the person who brought it, and those who hold the unit it was stored at.
std::string may_see(kernel::Tx const& tx) {
  if (tx.actor().id == 0) return "1 = 1";
  return "(i.created_by = " + std::to_string(tx.actor().id) + " or (i.unit_id is not null and " + tx.in_scope("i.unit_id") + "))";
}

/// A row as clients see it; `existing_id` is what the actor's units already hold of the same content.
struct ImportRowView {
  std::int64_t seq = 0;
  kernel::Version version;
  std::vector<std::int64_t> source_lines;
  std::vector<std::int64_t> source_pages;
  std::string source_text;
  ImportReading reading;
  std::vector<ImportRepair> repairs;
  std::vector<ImportQuestion> questions;
  Decision decision = Decision::undecided;
  bool edited = false;
  std::optional<std::int64_t> existing_id;
};
BOOST_DESCRIBE_STRUCT(ImportRowView, (), (seq, version, source_lines, source_pages, source_text, reading, repairs, questions, decision, edited, existing_id))

/// SQL: not the row of something that only others may read.
std::string readable_row(kernel::Tx const& tx) { return " and " + action::source_is_open(tx, "r.import_id", "r.seq"); }

std::string row_query(kernel::Tx const& tx) {
  return "select r.seq as seq, r.version as version, r.source_lines as source_lines, r.source_pages as source_pages, r.source_text as source_text, r.reading as reading, "
         "r.repairs as repairs, r.questions as questions, r.decision as decision, r.edited as edited, "
         "(select min(c.object_id) from import_content c where c.content_key = r.content_key and " + tx.in_scope("c.unit_id") + ") as existing_id "
         "from import_row r where r.import_id = $1" + readable_row(tx);
}

struct UploadQuery {
  std::optional<kernel::Text<0, 5000>> name;
};
BOOST_DESCRIBE_STRUCT(UploadQuery, (), (name))

kernel::Accepted<Import> upload_file(Context& context, kernel::Query<UploadQuery> const& query, kernel::RawBody body) {
  return {upload(context.tx, context.services, query.name ? std::string_view(*query.name) : std::string_view("fil"), body.bytes)};
}

struct ImportQuery {
  std::optional<kernel::Text<0, 40>> sort;
  std::optional<kernel::Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ImportQuery, (), (sort, after, limit))

kernel::Page<Import> list_imports(Context& context, kernel::Query<ImportQuery> const& query) {
  static constexpr std::array<kernel::SortColumn, 2> orders{kernel::SortColumn{"created", "i.created_at"}, kernel::SortColumn{"name", "i.file_name"}};
  kernel::ListShape const shape{columns, "import i", "", "i.id", "", orders};
  kernel::Where where;
  where.add(may_see(context.tx));
  kernel::PageRequest page;
  page.sort = query.sort ? *query.sort : kernel::Text<0, 40>("-created");
  page.after = query.after;
  page.limit = query.limit ? *query.limit : kernel::Range<1, 100>{25};
  return kernel::list<Import>(context.tx, shape, where, page);
}

Import get_import(Context& context, Id<Import> id) { return visible_import(context.tx, id); }

enum class Show { all, doubtful, repaired, undecided };
BOOST_DESCRIBE_ENUM(Show, all, doubtful, repaired, undecided)

struct RowQuery {
  std::optional<Show> show;
  std::optional<kernel::Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(RowQuery, (), (show, after, limit))

std::string_view only(Show show) {
  switch (show) {
    case Show::doubtful: return " and r.questions <> '[]'";
    case Show::repaired: return " and r.repairs <> '[]'";
    case Show::undecided: return " and r.decision = 'undecided'";
    case Show::all: break;
  }
  return "";
}

kernel::Page<ImportRowView> list_rows(Context& context, Id<Import> id, kernel::Query<RowQuery> const& query) {
  visible_import(context.tx, id);
  std::int64_t const limit = query.limit ? query.limit->value : 100;
  std::int64_t after = 0;
  if (query.after) {
    auto const& text = *query.after;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), after);
    if (error != std::errc() || end != text.data() + text.size()) throw Problem::invalid("/after", "cursor", "Listan går inte att fortsätta härifrån. Börja om från början.");
  }
  auto const shown = only(query.show.value_or(Show::all));
  kernel::Page<ImportRowView> page;
  page.items = context.tx.select<ImportRowView>(row_query(context.tx) + std::string(shown) + " and r.seq > $2 order by r.seq limit $3", id, after, limit + 1);
  if (static_cast<std::int64_t>(page.items.size()) > limit) {
    page.items.pop_back();
    page.next = std::to_string(page.items.back().seq);
  }
  page.total = context.tx.value<std::int64_t>("select count(*) from import_row r where r.import_id = $1" + readable_row(context.tx) + std::string(shown), id).value_or(0);
  return page;
}

/// How far the person has come; a long document is judged without fetching it whole.
struct DecisionCounts {
  std::int64_t accepted = 0;
  std::int64_t rejected = 0;
  std::int64_t undecided = 0;
};
BOOST_DESCRIBE_STRUCT(DecisionCounts, (), (accepted, rejected, undecided))

DecisionCounts count_decisions(Context& context, Id<Import> id) {
  visible_import(context.tx, id);
  return *context.tx.select_one<DecisionCounts>(
      "select count(*) filter (where decision = 'accepted') as accepted, count(*) filter (where decision = 'rejected') as rejected, "
      "count(*) filter (where decision = 'undecided') as undecided from import_row where import_id = $1", id);
}

struct RowDraft {
  Decision decision = Decision::undecided;
  std::optional<ImportReading> reading;
};
BOOST_DESCRIBE_STRUCT(RowDraft, (), (decision, reading))

void check_date(std::vector<kernel::FieldError>& errors, std::optional<std::string> const& date, std::string const& field) {
  if (date && !kernel::PartialDate::valid(*date)) errors.push_back({"/reading/" + field, "date", "Skriv datumet som åååå-mm-dd, åååå-mm eller åååå."});
}

void check_length(std::vector<kernel::FieldError>& errors, std::optional<std::string> const& text, std::int64_t most, std::string const& field) {
  if (!text) return;
  auto const characters = std::count_if(text->begin(), text->end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (characters > most) errors.push_back({"/reading/" + field, "too_long", "Texten är längre än " + std::to_string(most) + " tecken. Korta den, eller avvisa raden."});
}

void check_reading(ImportReading const& reading, ImportKind kind) {
  std::vector<kernel::FieldError> errors;
  auto const blank = [](std::optional<std::string> const& text) { return !text || text->find_first_not_of(" \n\t") == std::string::npos; };
  if (kind == ImportKind::actions) {
    if (blank(reading.action)) errors.push_back({"/reading/action", "required", "Raden saknar åtgärd. Skriv vad som ska göras, eller avvisa raden."});
    if (reading.status && !kernel::Codec<action::Status>::from_name(*reading.status))
      errors.push_back({"/reading/status", "unknown_value", "Statusen finns inte. Välj ett av: " + kernel::Codec<action::Status>::names(", ") + "."});
    if (!reading.status) errors.push_back({"/reading/status", "required", "Raden saknar status. Välj en, eller avvisa raden."});
  } else if (blank(reading.title)) {
    errors.push_back({"/reading/title", "required", "Iakttagelsen saknar rubrik. Skriv en, eller avvisa raden."});
  }
  // The same limits as the objects that the row becomes.
  check_length(errors, reading.control, 4000, "control");
  check_length(errors, reading.unwanted_event, 8000, "unwanted_event");
  check_length(errors, reading.action, 8000, "action");
  check_length(errors, reading.analysis, 20'000, "analysis");
  check_length(errors, reading.responsible, 500, "responsible");
  check_date(errors, reading.start, "start");
  check_date(errors, reading.due, "due");
  if (!errors.empty()) throw Problem::invalid(std::move(errors));
}

std::string json_of(ImportReading const& reading) {
  std::string out;
  kernel::Codec<ImportReading>::write(out, reading);
  return out;
}

ImportRowView decide_row(Context& context, Id<Import> id, std::int64_t seq, RowDraft const& draft, kernel::IfMatch match) {
  auto const import = visible_import(context.tx, id);
  if (import.state != ImportState::preview) throw Problem::conflict("not_at_preview", "Filen är redan sparad eller avvisad, så raden kan inte ändras.");
  auto const row_id = context.tx.value<Id<ImportRow>>("select id from import_row where import_id = $1 and seq = $2", id, seq);
  if (!row_id) throw Problem::not_found("raden");
  auto row = context.tx.get(*row_id);
  if (draft.reading && json_of(*draft.reading) != json_of(row.reading)) {
    row.reading = *draft.reading;
    row.edited = true;
  }
  if (draft.decision == Decision::accepted) check_reading(row.reading, import.kind.value_or(ImportKind::actions));
  row.decision = draft.decision;
  context.tx.update(row, match.version);
  return *context.tx.select_one<ImportRowView>(row_query(context.tx) + " and r.seq = $2", id, seq);
}

struct ReadRow {
  std::int64_t seq = 0;
  ImportReading reading;
};
BOOST_DESCRIBE_STRUCT(ReadRow, (), (seq, reading))

struct DecisionForAll {
  Decision decision = Decision::accepted;
};
BOOST_DESCRIBE_STRUCT(DecisionForAll, (), (decision))

/// Rows that could not be stored (no action, no status) are left for the person to mend or reject.
Import decide_all(Context& context, Id<Import> id, DecisionForAll const& draft) {
  auto const import = visible_import(context.tx, id);
  if (import.state != ImportState::preview) throw Problem::conflict("not_at_preview", "Filen är redan sparad eller avvisad.");
  std::string sql = "update import_row set decision = $1, version = version + 1 where import_id = $2 and decision <> $1";
  if (draft.decision == Decision::accepted) {
    std::vector<std::int64_t> broken;
    for (auto const& row : context.tx.select<ReadRow>("select seq as seq, reading as reading from import_row where import_id = $1 order by seq", id)) {
      try {
        check_reading(row.reading, import.kind.value_or(ImportKind::actions));
      } catch (Problem const&) {
        broken.push_back(row.seq);
      }
    }
    for (auto const seq : broken) sql += " and seq <> " + std::to_string(seq);
  }
  auto const changes = "{\"decision\":[null,\"" + std::string(kernel::name_of(draft.decision)) + "\"]}";
  context.tx.execute(sql, kernel::Audit{"decide", "import", id.value, 0, changes, "Alla rader"}, draft.decision, id);
  return visible_import(context.tx, id);
}

struct StoreAt {
  Id<org::Unit> unit_id;
};
BOOST_DESCRIBE_STRUCT(StoreAt, (), (unit_id))

Import store_import(Context& context, Id<Import> id, StoreAt const& at) {
  return store(context.tx, visible_import(context.tx, id), at.unit_id, kernel::certifies_no_personal_number(context.request));
}

ImportUndo plan_undo(Context& context, Id<Import> id) { return undo_plan(context.tx, visible_import(context.tx, id)); }

Import undo_import(Context& context, Id<Import> id) { return undo(context.tx, id); }

Import reject_import(Context& context, Id<Import> id) {
  auto import = visible_import(context.tx, id);
  if (import.state == ImportState::stored) throw Problem::conflict("already_stored", "Filen är redan sparad och kan inte avvisas. Ångra importen i stället.");
  if (import.state == ImportState::undone) throw Problem::conflict("already_undone", "Importen är redan ångrad, så det finns inget att avvisa.");
  import.state = ImportState::rejected;
  context.tx.update(import);
  return import;
}

kernel::Response import_file(Context& context, Id<Import> id) {
  auto const import = visible_import(context.tx, id);
  // The same file may have been read more than once.
  if (!action::whole_source_is_open(context.tx, "select i.id from import i where i.sha256 = $1", import.sha256))
    throw Problem{403, "restricted", "Filen innehåller något som har fått begränsad åtkomst, och kan därför inte hämtas. De övriga raderna kan läsas här."};
  kernel::Response response;
  response.status = 200;
  response.content_type = "application/octet-stream";
  response.body = context.services.files.read(import.sha256);
  response.headers.emplace_back("Content-Disposition", kernel::content_disposition(import.file_name));
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

void add_routes(kernel::Routes& routes) {
  routes.add(Method::post, "/api/imports", "uploadImport", "import.write", upload_file, "Ladda upp en fil för inläsning");
  routes.add(Method::get, "/api/imports", "listImports", "import.read", list_imports, "Inlästa filer");
  routes.add(Method::get, "/api/imports/{id}", "getImport", "import.read", get_import, "Hämta en inläsning");
  routes.add(Method::get, "/api/imports/{id}/rows", "listImportRows", "import.read", list_rows, "Raderna med källa och läsning");
  routes.add(Method::put, "/api/imports/{id}/rows/{seq}", "decideImportRow", "import.write", decide_row, "Godkänn, ändra eller avvisa en rad");
  routes.add(Method::get, "/api/imports/{id}/decisions", "countImportDecisions", "import.read", count_decisions, "Hur många rader som är godkända, avvisade och kvar");
  routes.add(Method::post, "/api/imports/{id}/decisions", "decideImport", "import.write", decide_all, "Godkänn eller avvisa alla rader");
  routes.add(Method::post, "/api/imports/{id}/store", "storeImport", "import.write", store_import, "Spara de godkända raderna");
  routes.add(Method::post, "/api/imports/{id}/reject", "rejectImport", "import.write", reject_import, "Avvisa hela filen");
  routes.add(Method::get, "/api/imports/{id}/undo", "planUndoImport", "import.write", plan_undo, "Vad som försvinner om importen ångras, och vad som hindrar");
  routes.add(Method::post, "/api/imports/{id}/undo", "undoImport", "import.write", undo_import, "Ångra en sparad import");
  routes.add(Method::get, "/api/imports/{id}/file", "getImportFile", "import.read", import_file, "Hämta källfilen");
  organisation_routes(routes);
}

std::string run_job(kernel::JobContext& job) {
  kernel::JsonDocument const payload(job.payload);
  Id<Import> const id{payload.root().get("import_id").integer()};
  job.progress(0, 0, "Läser filen");
  read_import(job.services, job.actor, id, [&] { job.progress(0, 0, "Läser filen"); });
  return "{\"import_id\":" + std::to_string(id.value) + "}";
}

void add_jobs(kernel::Jobs& jobs) { jobs.add("import.read", run_job); }

}  // namespace

Import visible_import(kernel::Tx& tx, Id<Import> id) {
  auto import = tx.select_one<Import>("select " + std::string(columns) + " from import i where i.id = $1 and " + may_see(tx), id);
  if (!import) throw Problem::not_found("inläsningen");
  return std::move(*import);
}

Import upload(kernel::Tx& tx, kernel::Services const& services, std::string_view name, std::string_view bytes) {
  reader::Limits const limits;
  if (bytes.empty()) throw Problem::invalid("/file", "empty", "Filen är tom. Kontrollera att rätt fil valdes.");
  if (bytes.size() > limits.file_bytes) throw Problem::too_large("Filen är större än " + std::to_string(limits.file_bytes >> 20) + " MB. Dela upp den.");
  auto const kept = services.files.store(bytes);
  Import import;
  import.file_name = reader::clean_file_name(name);
  import.size = kept.size;
  import.sha256 = kept.sha256;
  import.created_by = tx.actor().id;
  import.created_by_name = tx.actor().name;
  import.created_at = tx.now();
  import.duplicate_of = tx.value<std::int64_t>("select max(i.id) from import i where i.sha256 = $1 and i.state = $2 and " + may_see(tx), kept.sha256, ImportState::stored);
  tx.insert(import);
  import.job_id = kernel::enqueue(tx, "import.read", "{\"import_id\":" + std::to_string(import.id.value) + "}");
  tx.update(import);
  return import;
}

kernel::Feature feature() {
  identity::add_attached({.kind = "action", .objects = "select r.id from import_row r join action a on a.source_import_id = r.import_id and a.source_row = r.seq where a.id = $1"});
  identity::add_attached({.kind = "finding", .objects = "select r.id from import_row r join finding f on f.source_import_id = r.import_id and f.source_row = r.seq where f.id = $1"});
  return {"import", add_routes, add_jobs};
}

}  // namespace rimlig::import

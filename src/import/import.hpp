// Taking in a file: it is kept by its hash, read in the background in a process of its own, shown row
// by row beside its source, and stored in one transaction when a person has said so.
#pragma once
#include "action/withdraw.hpp"
#include "identity/identity.hpp"
#include "import/preview.hpp"
#include "kernel/tx.hpp"

namespace rimlig::kernel {
struct Feature;
struct Services;
}

namespace rimlig::import {

enum class ImportState { reading, refused, preview, stored, rejected, undone };
BOOST_DESCRIBE_ENUM(ImportState, reading, refused, preview, stored, rejected, undone)

struct Import {
  static constexpr std::string_view table = "import";
  kernel::Id<Import> id;
  kernel::Version version;
  std::string file_name;
  std::int64_t size = 0;
  std::string sha256;
  ImportState state = ImportState::reading;
  std::optional<ImportKind> kind;
  std::optional<std::string> format;
  std::optional<std::string> encoding;
  std::optional<std::string> problem;  // Swedish: why the file was refused
  std::optional<std::string> problem_code;
  std::optional<std::int64_t> job_id;
  std::int64_t rows = 0;
  std::int64_t repairs = 0;
  std::int64_t questions = 0;
  std::optional<std::string> title;
  std::optional<std::int64_t> year;
  std::optional<std::int64_t> duplicate_of;  // an earlier import of the very same file
  std::optional<kernel::Id<org::Unit>> unit_id;
  std::int64_t stored_rows = 0;
  std::int64_t existing_rows = 0;  // already held by the unit, so not stored again
  std::vector<ImportRepair> document_repairs;
  std::vector<ImportQuestion> document_questions;
  std::vector<ImportWarning> warnings;
  std::int64_t created_by = 0;
  std::string created_by_name;
  kernel::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Import, (), (id, version, file_name, size, sha256, state, kind, format, encoding, problem, problem_code, job_id, rows, repairs, questions,
                                   title, year, duplicate_of, unit_id, stored_rows, existing_rows, document_repairs, document_questions, warnings, created_by,
                                   created_by_name, created_at))

enum class Decision { undecided, accepted, rejected };
BOOST_DESCRIBE_ENUM(Decision, undecided, accepted, rejected)

struct ImportRow {
  static constexpr std::string_view table = "import_row";
  kernel::Id<ImportRow> id;
  kernel::Version version;
  kernel::Id<Import> import_id;
  std::int64_t seq = 0;
  std::vector<std::int64_t> source_lines;
  std::vector<std::int64_t> source_pages;
  std::string source_text;
  ImportReading reading;
  std::vector<ImportRepair> repairs;
  std::vector<ImportQuestion> questions;
  Decision decision = Decision::undecided;
  bool edited = false;
  std::string content_key;
};
BOOST_DESCRIBE_STRUCT(ImportRow, (), (id, version, import_id, seq, source_lines, source_pages, source_text, reading, repairs, questions, decision, edited, content_key))

/// The program that reads files in a process of its own ("rimlig read-worker"); this very program unless
/// said otherwise. Set once, when the program is put together.
void use_worker(std::string executable);
std::string const& worker_executable();

/// Keeps the file and the import's row and asks for it to be read. `jobs` reads it later.
Import upload(kernel::Tx& tx, kernel::Services const& services, std::string_view name, std::string_view bytes);

/// Stores the accepted rows at the unit, in the caller's transaction; what the unit holds already is
/// left as it is. Problem 409 when the import is not at its preview, 422 when an accepted row seems to
/// hold a personal identity number and nobody has certified that it is something else.
Import store(kernel::Tx& tx, Import import, kernel::Id<org::Unit> unit, bool no_personal_number = false);

/// Accepts every row, as the command line does when it stores without a preview.
void accept_all(kernel::Tx& tx, Import const& import);

/// The import when the actor may see it, else Problem 404: their own, or one stored at a unit in scope.
Import visible_import(kernel::Tx& tx, kernel::Id<Import> id);

/// Remembers that the unit holds this content, as the object. Another import that stored the same in
/// between gives kernel::RetryError, and the next try finds what it made.
void remember_content(kernel::Tx& tx, Import const& import, kernel::Id<org::Unit> unit, std::string const& key, std::string_view kind, std::int64_t object, std::int64_t seq);

/// What taking back a stored import would remove, and what stands in the way.
struct ImportUndo {
  std::int64_t actions = 0;
  std::int64_t events = 0;
  std::int64_t controls = 0;
  std::int64_t findings = 0;
  std::vector<action::Obstacle> obstacles;
};
BOOST_DESCRIBE_STRUCT(ImportUndo, (), (actions, events, controls, findings, obstacles))

/// Problem 409 when the import is not stored.
ImportUndo undo_plan(kernel::Tx& tx, Import const& import);
/// Removes all that the import made, in the caller's transaction; the same file can then be imported
/// anew. Problem 409 with what has happened since, when something has.
Import undo(kernel::Tx& tx, kernel::Id<Import> id);

/// Reads the file of an import that waits for it; what the job does. Throws kernel::JobCancelled.
void read_import(kernel::Services const& services, kernel::Actor const& actor, kernel::Id<Import> id, std::function<void()> const& keep_on);

kernel::Feature feature();

}  // namespace rimlig::import

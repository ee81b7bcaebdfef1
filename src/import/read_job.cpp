// Reading an import's file in the background: worker process, preview, rows kept; or why it was refused.
#include <stdexcept>

#include "import/import.hpp"
#include "import/preview.hpp"
#include "kernel/feature.hpp"
#include "kernel/log.hpp"
#include "reader/worker.hpp"

namespace rimlig::import {

namespace {

std::string& worker() {
  static std::string executable = "/proc/self/exe";
  return executable;
}

/// Collects what the worker reads, up to what a person can judge: the server's own memory is at stake here,
/// not the worker's.
class BoundedSink final : public reader::Sink {
public:
  void source(reader::Format format, std::string_view encoding, bool lines_wrapped) override { all_.source(format, encoding, lines_wrapped); }
  void table(std::string_view name, bool hidden) override { all_.table(name, hidden); }
  void row(reader::Row&& row) override {
    count(row.cells.size() + 1);
    all_.row(std::move(row));
  }
  void merged(reader::MergedRange const& range) override { all_.merged(range); }
  void paragraph(reader::Paragraph&& paragraph) override {
    count(1);
    all_.paragraph(std::move(paragraph));
  }
  void warning(reader::Warning&& warning) override { all_.warning(std::move(warning)); }
  [[nodiscard]] reader::Document const& document() const { return all_.document; }

private:
  void count(std::size_t cells) {
    cells_ += cells;
    if (cells_ > most_cells)
      throw reader::Refusal("too_many_rows", "Filen har fler än " + std::to_string(most_cells) + " celler. En uppföljning av åtgärder är mycket mindre; dela upp filen eller ta bort det som inte hör till den.");
  }

  static constexpr std::size_t most_cells = 500'000;
  reader::DocumentSink all_;
  std::size_t cells_ = 0;
};

/// Reads the file in the worker. What is wrong with the worker itself ends as a refusal too: the person
/// is told, and may try again, instead of a file that is read for ever.
void read_file(kernel::Services const& services, Import const& import, reader::Sink& sink, std::function<void()> const& keep_on) {
  auto const bytes = services.files.read(import.sha256);
  try {
    reader::read_in_worker(worker(), bytes, import.file_name, sink, {}, [&] {
      keep_on();
      return true;
    });
  } catch (reader::Refusal const&) {
    throw;
  } catch (std::runtime_error const&) {
    throw reader::Refusal("reader_stopped", "Filen kunde inte läsas. Försök igen; händer det på nytt är filen troligen skadad.");
  }
}

/// The import while it still waits to be read; nothing when somebody has rejected it meanwhile.
std::optional<Import> waiting(kernel::Tx& tx, kernel::Id<Import> id) {
  auto import = tx.find(id);
  if (!import || import->state != ImportState::reading) return {};
  return import;
}

template <class Work>
void in_write(kernel::Services const& services, kernel::Actor const& actor, Work work) {
  auto connection = services.database.lease();
  kernel::Tx tx(*connection, actor, services.clock, kernel::TxMode::write);
  work(tx);
  tx.commit();
}

void keep_rows(kernel::Tx& tx, kernel::Id<Import> id, Preview const& preview) {
  // A job that is taken up again after a stop begins from the beginning.
  tx.execute_derived("delete from import_row where import_id = $1", id);
  for (auto const& row : preview.rows) {
    tx.execute_derived(
        "insert into import_row(id, version, import_id, seq, source_lines, source_pages, source_text, reading, repairs, questions, decision, edited, content_key) "
        "values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tx.next("id"), id, std::int64_t{row.seq}, row.source_lines, row.source_pages, row.source_text, row.reading, row.repairs, row.questions,
        Decision::undecided, false, row.content_key);
  }
}

void keep_preview(kernel::Tx& tx, Import import, Preview const& preview) {
  keep_rows(tx, import.id, preview);
  import.state = ImportState::preview;
  import.kind = preview.kind;
  import.format = preview.format;
  if (!preview.encoding.empty()) import.encoding = preview.encoding;
  if (!preview.title.empty()) import.title = preview.title;
  import.year = preview.year;
  import.rows = static_cast<std::int64_t>(preview.rows.size());
  import.repairs = static_cast<std::int64_t>(preview.repairs.size());
  import.questions = static_cast<std::int64_t>(preview.questions.size());
  for (auto const& row : preview.rows) {
    import.repairs += static_cast<std::int64_t>(row.repairs.size());
    import.questions += static_cast<std::int64_t>(row.questions.size());
  }
  import.document_repairs = preview.repairs;
  import.document_questions = preview.questions;
  import.warnings = preview.warnings;
  tx.update(import);
}

void refuse(kernel::Services const& services, kernel::Actor const& actor, kernel::Id<Import> id, std::string const& code, std::string const& sentence) {
  in_write(services, actor, [&](kernel::Tx& tx) {
    auto import = waiting(tx, id);
    if (!import) return;
    import->state = ImportState::refused;
    import->problem = sentence;
    import->problem_code = code;
    tx.update(*import);
    kernel::log(kernel::Message::import_refused, {{kernel::LogKey::id, id.value}, {kernel::LogKey::code, code}, {kernel::LogKey::sha256, import->sha256}});
  });
}

}  // namespace

void use_worker(std::string executable) { worker() = std::move(executable); }
std::string const& worker_executable() { return worker(); }

void read_import(kernel::Services const& services, kernel::Actor const& actor, kernel::Id<Import> id, std::function<void()> const& keep_on) {
  std::optional<Import> import;
  std::string today;
  in_write(services, actor, [&](kernel::Tx& tx) {
    import = waiting(tx, id);
    today = tx.today().text;
  });
  if (!import) return;
  try {
    BoundedSink sink;
    read_file(services, *import, sink, keep_on);
    auto const preview = preview_of(sink.document(), today);
    keep_on();
    in_write(services, actor, [&](kernel::Tx& tx) {
      if (auto current = waiting(tx, id)) keep_preview(tx, std::move(*current), preview);
    });
  } catch (reader::Refusal const& refusal) {
    refuse(services, actor, id, refusal.code(), refusal.what());
  } catch (kernel::JobCancelled const&) {
    refuse(services, actor, id, "cancelled", "Inläsningen avbröts. Ladda upp filen igen om den ska läsas in.");
    throw;
  }
}

}  // namespace rimlig::import

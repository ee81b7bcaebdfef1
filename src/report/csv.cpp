#include "kernel/formula.hpp"
#include "report/blocks.hpp"
#include "report/table_export.hpp"
#include "report/text.hpp"

namespace rimlig::report {

namespace {

/// A number with its sign is no formula where numbers stand.
bool needs_mark(std::string_view text, ColumnKind kind) {
  bool const sign = text.starts_with('-') || text.starts_with('+');
  if (kind == ColumnKind::number && sign && text.find_first_not_of("0123456789,. ", 1) == std::string_view::npos) return false;
  return kernel::reads_as_formula(text);
}

void append_value(std::string& out, std::string_view text, ColumnKind kind) {
  out += '"';
  if (needs_mark(text, kind)) out += '\'';
  for (auto quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out += text.substr(0, quote + 1);
    out += '"';
    text.remove_prefix(quote + 1);
  }
  out += text;
  out += '"';
}

}  // namespace

std::string write_csv(std::vector<Column> const& columns, RowSource const& next_row) {
  std::string out = "\xEF\xBB\xBF";
  for (std::size_t n = 0; n < columns.size(); ++n) {
    if (n > 0) out += ';';
    append_value(out, clean_text(columns[n].title), ColumnKind::text);
  }
  out += "\r\n";
  std::vector<std::string> cells;
  while (next_row(cells)) {
    if (cells.size() > columns.size()) throw ModelError("a row has more cells than the table has columns");
    cells.resize(columns.size());
    for (std::size_t n = 0; n < columns.size(); ++n) {
      if (n > 0) out += ';';
      append_value(out, clean_text(cells[n]), columns[n].kind);
    }
    out += "\r\n";
    cells.clear();
  }
  return out;
}

}  // namespace rimlig::report

#include "identity/organisation_table.hpp"

#include <algorithm>

#include "kernel/swedish.hpp"

namespace rimlig::identity {

using kernel::FieldError;
using kernel::Problem;

namespace {

/// RFC 4180 with the separator that the header line uses. A cell in quotes may hold line breaks.
std::vector<OrganisationTable::Row> rows_of(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  auto const header = csv.substr(0, csv.find('\n'));
  char const separator = header.find(';') != std::string_view::npos ? ';' : ',';
  std::vector<OrganisationTable::Row> rows;
  auto const begin_row = [&] { rows.push_back({static_cast<std::int64_t>(rows.size()) + 1, std::vector<std::string>(1)}); };
  begin_row();
  bool quoted = false;
  for (std::size_t at = 0; at < csv.size(); ++at) {
    char const c = csv[at];
    auto& cell = rows.back().cells.back();
    if (quoted && c == '"' && at + 1 < csv.size() && csv[at + 1] == '"') cell += csv[++at];
    else if (c == '"') quoted = !quoted;
    else if (quoted) cell += c;
    else if (c == separator) rows.back().cells.emplace_back();
    else if (c == '\n') begin_row();
    else cell += c;
  }
  return rows;
}

bool is_utf8(std::string_view text) {
  int more = 0;
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (more > 0 && (byte & 0xC0) == 0x80) --more;
    else if (more > 0) return false;
    else if (byte >= 0xC2 && byte < 0xE0) more = 1;
    else if (byte >= 0xE0 && byte < 0xF0) more = 2;
    else if (byte >= 0xF0 && byte < 0xF5) more = 3;
    else if (byte >= 0x80) return false;
  }
  return more == 0;
}

}  // namespace

std::string trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  auto const from = text.find_first_not_of(space);
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(space) - from + 1));
}

OrganisationTable::OrganisationTable(std::string file_name, std::vector<Row> rows) : file_name_(std::move(file_name)), rows_(std::move(rows)) {
  for (auto& row : rows_)
    for (auto& cell : row.cells) cell = trimmed(cell);
  std::erase_if(rows_, [](Row const& row) { return std::ranges::all_of(row.cells, &std::string::empty); });
  if (rows_.empty()) return;
  for (std::size_t n = 0; n < rows_.front().cells.size(); ++n) columns_.emplace(kernel::fold_swedish(rows_.front().cells[n]), n);
  rows_.erase(rows_.begin());
}

bool OrganisationTable::has(std::string_view column) const { return columns_.contains(column); }

std::string OrganisationTable::cell(Row const& row, std::string_view column) const {
  auto const at = columns_.find(column);
  return at == columns_.end() || at->second >= row.cells.size() ? std::string() : row.cells[at->second];
}

FieldError OrganisationTable::fault(std::int64_t row, std::string_view column, std::string code, std::string_view sentence) const {
  auto const place = (file_name_.empty() ? "Rad " : file_name_ + ", rad ") + std::to_string(row) + ", kolumn " + std::string(column);
  return {"/" + std::to_string(row) + "/" + std::string(column), std::move(code), place + ": " + std::string(sentence)};
}

OrganisationTable read_organisation_csv(std::string_view csv, std::string_view file_name) {
  if (!is_utf8(csv)) throw Problem::bad_request("Filen är inte i UTF-8. Spara den som \"CSV UTF-8\" i kalkylprogrammet och försök igen.");
  if (csv.size() > 10'000'000) throw Problem::too_large("Filen är större än 10 MB. Dela upp den.");
  return {std::string(file_name), rows_of(csv)};
}

}  // namespace rimlig::identity

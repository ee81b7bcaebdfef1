#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include "report/blocks.hpp"
#include "report/private_folder.hpp"
#include "report/table_export.hpp"
#include "report/text.hpp"

namespace rimlig::report {

namespace {

constexpr std::size_t table_object_limit = 20'000;
constexpr std::size_t longest_cell = 32'767;  // characters, set by the file format
constexpr char const cut_note[] = " … [texten är avkortad: en cell rymmer 32 767 tecken]";

void check(lxw_error error) {
  if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("libxlsxwriter: ") + lxw_strerror(error));
}

/// Excel reads _x0041_ in a text as the character with that number; a user who wrote it meant it as it stands.
std::string without_escapes(std::string text) {
  auto const hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  for (auto at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
    bool const escape = at + 6 < text.size() && hex(text[at + 2]) && hex(text[at + 3]) && hex(text[at + 4]) && hex(text[at + 5]) && text[at + 6] == '_';
    if (escape) text.replace(at, 1, "_x005F_");
    at += escape ? 6 : 0;
  }
  return text;
}

std::string cell_text(std::string const& raw) {
  std::string text = without_escapes(clean_text(raw));
  if (text.size() <= longest_cell || code_point_count(text) <= longest_cell) return text;
  std::string out;
  std::size_t count = 0;
  std::size_t const room = longest_cell - sizeof(cut_note);
  for_each_code_point(text, [&](char32_t, std::string_view bytes) {
    if (count++ < room) out += bytes;
  });
  return out + cut_note;
}

std::string sheet_name(std::string const& wanted, std::set<std::string>& taken) {
  std::string base;
  std::size_t count = 0;
  for_each_code_point(clean_text(wanted), [&](char32_t point, std::string_view bytes) {
    bool const unfit = point < 0x20 || point == 0xFFFD || std::string_view("[]:*?/\\'").find(static_cast<char>(point)) != std::string_view::npos;
    if (point < 0x80 && unfit) return;
    if (count++ < 27) base += bytes;  // four characters are left for " 12"
  });
  if (base.empty()) base = "Blad";
  std::string name = base;
  for (int n = 2; !taken.insert(name).second; ++n) name = base + " " + std::to_string(n);
  return name;
}

bool as_number(std::string const& text, double& value) {
  std::string plain;
  for (char const c : text) plain += c == ',' ? '.' : c;
  if (plain.empty() || plain.size() > 15) return false;  // longer would lose digits
  auto const result = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return result.ec == std::errc{} && result.ptr == plain.data() + plain.size() && (plain[0] == '-' || (plain[0] >= '0' && plain[0] <= '9'));
}

bool as_date(std::string const& text, lxw_datetime& date) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  auto const part = [&](std::size_t at, std::size_t length, int& value) {
    auto const result = std::from_chars(text.data() + at, text.data() + at + length, value);
    return result.ec == std::errc{} && result.ptr == text.data() + at + length;
  };
  if (!part(0, 4, date.year) || !part(5, 2, date.month) || !part(8, 2, date.day)) return false;
  return date.year >= 1900 && date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
}

struct Formats {
  lxw_format* header;
  lxw_format* text;
  lxw_format* number;
  lxw_format* date;
};

Formats make_formats(lxw_workbook* workbook) {
  auto const make = [&] {
    lxw_format* format = workbook_add_format(workbook);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
  };
  Formats formats{make(), make(), make(), make()};
  format_set_bold(formats.header);
  format_set_text_wrap(formats.header);
  format_set_text_wrap(formats.text);
  format_set_num_format(formats.date, "yyyy-mm-dd");
  format_set_align(formats.date, LXW_ALIGN_LEFT);
  return formats;
}

void write_cell(lxw_worksheet* sheet, Formats const& formats, lxw_row_t row, lxw_col_t column, std::string const& raw, ColumnKind kind) {
  double number = 0;
  lxw_datetime date{};
  if (raw.empty()) return;
  if (kind == ColumnKind::number && as_number(raw, number)) {
    check(worksheet_write_number(sheet, row, column, number, formats.number));
  } else if (kind == ColumnKind::date && as_date(raw, date)) {
    check(worksheet_write_datetime(sheet, row, column, &date, formats.date));
  } else {
    check(worksheet_write_string(sheet, row, column, cell_text(raw).c_str(), formats.text));
  }
}

/// Excel demands that a table's headings differ.
std::vector<std::string> distinct_titles(std::vector<Column> const& columns) {
  std::vector<std::string> titles;
  std::set<std::string> taken;
  for (auto const& column : columns) {
    std::string const base = cell_text(without_soft_hyphens(column.title));
    std::string title = base;
    for (int n = 2; !taken.insert(title).second; ++n) title = base + " " + std::to_string(n);
    titles.push_back(std::move(title));
  }
  return titles;
}

void write_sheet(lxw_workbook* workbook, Formats const& formats, Sheet const& sheet, std::string const& name, bool streaming) {
  lxw_worksheet* worksheet = workbook_add_worksheet(workbook, name.c_str());
  if (worksheet == nullptr) throw std::runtime_error("libxlsxwriter refused the sheet name " + name);
  auto const last = static_cast<lxw_col_t>(sheet.columns.size() - 1);
  auto titles = distinct_titles(sheet.columns);
  for (lxw_col_t n = 0; n <= last; ++n) {
    check(worksheet_set_column(worksheet, n, n, std::min(80, sheet.columns[n].width), nullptr));
    check(worksheet_write_string(worksheet, 0, n, titles[n].c_str(), formats.header));
  }
  worksheet_freeze_panes(worksheet, 1, 0);
  check(worksheet_repeat_rows(worksheet, 0, 0));
  worksheet_set_landscape(worksheet);
  worksheet_set_paper(worksheet, 9);  // A4
  worksheet_fit_to_pages(worksheet, 1, 0);
  check(worksheet_set_footer(worksheet, "&RSida &P (&N)"));

  lxw_row_t row = 0;
  std::vector<std::string> cells;
  while (sheet.next_row(cells)) {
    if (cells.size() > sheet.columns.size()) throw ModelError("a row has more cells than the table has columns");
    ++row;
    for (std::size_t n = 0; n < cells.size(); ++n)
      write_cell(worksheet, formats, row, static_cast<lxw_col_t>(n), cells[n], sheet.columns[n].kind);
    cells.clear();
  }

  if (streaming || row == 0) {
    check(worksheet_autofilter(worksheet, 0, 0, row, last));
    return;
  }
  std::vector<lxw_table_column> columns(titles.size());
  std::vector<lxw_table_column*> pointers;
  for (std::size_t n = 0; n < titles.size(); ++n) {
    columns[n].header = titles[n].data();
    columns[n].header_format = formats.header;
    pointers.push_back(&columns[n]);
  }
  pointers.push_back(nullptr);
  lxw_table_options options{};
  options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
  options.style_type_number = 9;
  options.columns = pointers.data();
  check(worksheet_add_table(worksheet, 0, 0, row, last, &options));
}

std::time_t seconds_of(std::string const& instant) {
  // The file's "created" comes from the data, so that the same data gives the same bytes.
  lxw_datetime date{};
  if (!as_date(instant.substr(0, 10), date)) return 0;
  std::tm fields{};
  fields.tm_year = date.year - 1900;
  fields.tm_mon = date.month - 1;
  fields.tm_mday = date.day;
  auto const two = [&](std::size_t at) { return instant.size() >= at + 2 ? (instant[at] - '0') * 10 + instant[at + 1] - '0' : 0; };
  fields.tm_hour = two(11);
  fields.tm_min = two(14);
  fields.tm_sec = two(17);
  return timegm(&fields);
}

}  // namespace

std::string write_xlsx(WorkbookInfo const& info, std::vector<Sheet> const& sheets) {
  if (sheets.empty()) throw ModelError("a workbook without sheets");
  std::size_t rows = 0;
  for (auto const& sheet : sheets) rows += sheet.row_count;
  bool const streaming = rows > table_object_limit;

  // libxlsxwriter 1.1.4 writes only to named files.
  PrivateFolder const folder;
  std::string const path = folder.path() / "out.xlsx";
  std::string temporary = folder.path();
  lxw_workbook_options options{};
  options.constant_memory = streaming ? LXW_TRUE : LXW_FALSE;
  options.tmpdir = temporary.data();
  options.use_zip64 = LXW_FALSE;

  std::string title = clean_text(info.title).substr(0, 200), author = clean_text(info.author).substr(0, 200);
  title = clean_text(title);  // the cut may have split a character
  author = clean_text(author);
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.author = author.data();
  properties.created = seconds_of(info.created_at);

  // workbook_close frees the workbook also when it fails; before that nothing else does.
  std::unique_ptr<lxw_workbook, decltype(&lxw_workbook_free)> workbook{workbook_new_opt(path.c_str(), &options), &lxw_workbook_free};
  if (!workbook) throw std::runtime_error("libxlsxwriter could not start a workbook");
  check(workbook_set_properties(workbook.get(), &properties));
  Formats const formats = make_formats(workbook.get());
  std::set<std::string> taken;
  for (auto const& sheet : sheets) write_sheet(workbook.get(), formats, sheet, sheet_name(sheet.name, taken), streaming);
  check(workbook_close(workbook.release()));

  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

}  // namespace rimlig::report

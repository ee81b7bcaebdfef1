#include "import/logical_rows.hpp"

#include <algorithm>

#include "import/joining.hpp"
#include "import/text_tools.hpp"
#include "import/values.hpp"

namespace rimlig::import {

namespace {

using reader::Document;
using reader::Row;
using reader::Table;

bool is_total(std::string_view text) {
  auto const key = folded(trimmed(text));
  return key == "summa" || key == "totalt" || key == "total" || starts_with(key, "summa ") || starts_with(key, "totalt ") || key == "delsumma";
}

std::string row_text(Row const& row) {
  std::string out;
  std::uint32_t column = 0;
  for (auto const& cell : row.cells) {
    for (; column < cell.column && column < 64; ++column) out.push_back('\t');
    out += cell.text;
  }
  return out;
}

/// What the person can compare with: the first row that has more than one cell.
std::string first_row_seen(Document const& document) {
  constexpr std::size_t most_cells = 8, most_bytes = 40;
  for (auto const& table : document.tables) {
    for (auto const& row : table.rows) {
      std::string out;
      std::size_t cells = 0;
      for (auto const& cell : row.cells) {
        auto const text = trimmed(cell.text);
        if (text.empty() || text.size() > most_bytes || cells == most_cells) continue;
        out += (cells++ ? ", " : "") + ("”" + std::string(text) + "”");
      }
      if (cells > 1) return " Första raden i filen har " + out + ".";
    }
  }
  return "";
}

class Collector {
public:
  Collector(Document const& document, Reading& reading) : document_(document), reading_(reading) {
    for (auto const& table : document.tables)
      for (auto const& row : table.rows)
        for (auto const& cell : row.cells) vocabulary_.add(cell.text);
  }

  LogicalRows run() {
    bool found = false;
    for (std::size_t index = 0; index < document_.tables.size(); ++index) {
      auto const& table = document_.tables[index];
      auto const at = find_headings(table.rows);
      if (at && map_columns(table.rows, *at).at(Column::action)) {
        if (!found) out_.first_table = static_cast<std::uint32_t>(index);
        auto map = map_columns(table.rows, *at);
        take_title(table, *at);
        note_headings(table.rows[*at], map, found);
        after_break_ = found;
        map_ = std::move(map);
        found = true;
        collect(table, *at + map_.heading_rows);
      } else if (found && !at && !table.rows.empty() && table.rows.front().width() <= map_.columns.size() && table.rows.front().width() > 1) {
        // A table without headings after one with them is the same table on its next page.
        after_break_ = true;
        collect(table, 0);
      }
    }
    if (!found)
      throw reader::Refusal("no_action_table", "Filen har ingen tabell med kolumnen Åtgärd tillsammans med minst två av kolumnerna Kontroll, Oönskad händelse, Status, Startdatum, Slutdatum och Analys." + first_row_seen(document_) + " Kontrollera att rätt fil valdes och att rubrikraden finns med.");
    return std::move(out_);
  }

private:
  void take_title(Table const& table, std::size_t headings) {
    for (std::size_t at = 0; at < headings && out_.title.empty(); ++at)
      if (!table.rows[at].cells.empty()) out_.title = trimmed(without_markup(table.rows[at].cells.front().text));
  }

  void note_headings(Row const& row, ColumnMap const& map, bool repeated) {
    page_ = row.page ? row.page : page_ + 1;
    if (repeated) page_heading(row);
    if (map.wanted_event) wanted_event(row);
    if (repeated) return;
    for (auto const& heading : map.doubled)
      reading_.doubts.push_back({"L15", Severity::warning, 0, "", "Rubriken \"" + heading + "\" finns två gånger. Den första används; ska det vara den andra?", heading, ""});
    for (std::size_t column = 0; column < map.headings.size(); ++column)
      if (map.columns[column] == Column::other && map.headings[column].empty())
        reading_.doubts.push_back({"L15", Severity::info, 0, "", "Kolumn " + std::to_string(column + 1) + " saknar rubrik. Dess text följer med under \"övrigt\".", "", ""});
    for (auto const& [column, what] : {std::pair{Column::status, "Status"}, std::pair{Column::due, "Slutdatum"}, std::pair{Column::analysis, "Analys"}})
      if (!map.at(column))
        reading_.doubts.push_back({"L7", Severity::warning, 0, std::string(name_of(column)), std::string("Tabellen har ingen kolumn för ") + what + ". Är den med i källan?", "", ""});
  }

  void page_heading(Row const& row) {
    reading_.repairs.push_back({RepairKind::page_heading_removed, 0, "", row_text(row), "", row.number, page_, "Rubrikraden upprepas överst på sidan och är borttagen."});
  }

  void wanted_event(Row const& row) {
    std::string written = "Önskad händelse";
    for (auto const& cell : row.cells)
      if (match_heading(cell.text).wanted_event) written = trimmed(cell.text);
    reading_.repairs.push_back({RepairKind::heading_corrected, 0, "unwanted_event", written, "Oönskad händelse", row.number, page_, "Rubriken \"" + written + "\" läses som \"Oönskad händelse\"."});
    reading_.doubts.push_back({"L15", Severity::warning, 0, "unwanted_event", "Rubriken på sidan " + std::to_string(page_) + " säger \"" + written + "\". Menas \"Oönskad händelse\"?", written, "Oönskad händelse"});
  }

  void collect(Table const& table, std::size_t from) {
    auto const rows = unwrapped(table.rows, from);
    for (auto const& row : rows) {
      if (row.cells.empty() || std::all_of(row.cells.begin(), row.cells.end(), [](reader::Cell const& cell) { return trimmed(cell.text).empty(); })) continue;
      if (repeats_headings(row, map_)) {
        page_ = row.page ? row.page : page_ + 1;
        page_heading(row);
        for (auto const& cell : row.cells)
          if (match_heading(cell.text).wanted_event) {
            wanted_event(row);
            break;
          }
        after_break_ = true;
        continue;
      }
      if (row.page && row.page != last_page_ && last_page_) after_break_ = true;
      if (row.page > page_) page_ = row.page;
      last_page_ = row.page;
      take(row);
      after_break_ = false;
    }
  }

  /// Text dumps wrap long lines: a line without enough fields goes on in the next one.
  std::vector<Row> unwrapped(std::vector<Row> const& rows, std::size_t from) {
    std::vector<Row> out;
    auto const expected = static_cast<std::uint32_t>(map_.columns.size());
    for (std::size_t at = from; at < rows.size(); ++at) {
      auto const& row = rows[at];
      bool const text = document_.format == reader::Format::text && row.fields > 0 && !out.empty();
      auto const before = text ? out.back().fields : 0;
      bool const completes = text && before < expected && (row.fields == 1 || before + row.fields - 1 <= expected) && !repeats_headings(row, map_);
      bool const tail = text && row.continues && row.fields == 1;
      if (!completes && !tail) {
        out.push_back(row);
        continue;
      }
      auto& whole = out.back();
      auto const last = before ? before - 1 : 0;
      for (auto const& cell : row.cells) {
        auto const column = last + cell.column;
        auto const place = std::find_if(whole.cells.begin(), whole.cells.end(), [&](reader::Cell const& one) { return one.column == column; });
        if (place == whole.cells.end()) {
          auto copy = cell;
          copy.column = column;
          whole.cells.push_back(std::move(copy));
          continue;
        }
        auto const joined = join_halves(place->text, cell.text, vocabulary_);
        auto const field = column < map_.columns.size() ? map_.columns[column] : Column::other;
        wrapped_.push_back({whole.number, {RepairKind::wrapped_line_joined, 0, std::string(name_of(field)), place->text + "\n" + cell.text, joined.text, row.number, page_, "Raden är bruten i källan och är sammanfogad."}});
        place->text = joined.text;
      }
      whole.fields = before + row.fields - 1;
    }
    return out;
  }

  Column column_of(std::uint32_t column) const { return column < map_.columns.size() ? map_.columns[column] : Column::other; }

  std::string cell_text(reader::Cell const& cell, Column column) {
    if (!document_.lines_wrapped) return std::string(trimmed(cell.text));
    auto text = std::string(trimmed(cell.text));
    if (text.find('\n') == std::string::npos) return text;
    // Dates and statuses break anywhere in a narrow column: "2016-11-" / "15", "Försenad/" / "avvikelser".
    if (column == Column::start || column == Column::due) return replaced(text, "\n", "");
    return join_lines(text, vocabulary_);
  }

  void take(Row const& row) {
    std::array<std::string, column_kinds> cells;
    std::vector<std::pair<std::string, std::string>> other;
    bool control_covered = false, event_covered = false;
    for (auto const& cell : row.cells) {
      auto const column = column_of(cell.column);
      if (cell.covered_above) {
        control_covered |= column == Column::control;
        event_covered |= column == Column::unwanted_event;
        continue;
      }
      auto text = cell_text(cell, column);
      if (text.empty()) continue;
      if (column != Column::other) cells[static_cast<std::size_t>(column)] = std::move(text);
      else other.emplace_back(cell.column < map_.headings.size() && !map_.headings[cell.column].empty() ? map_.headings[cell.column] : "Kolumn " + std::to_string(cell.column + 1), std::move(text));
    }
    auto const& at = [&](Column column) -> std::string& { return cells[static_cast<std::size_t>(column)]; };
    if (is_total(row.cells.front().text) && at(Column::status).empty()) {
      reading_.repairs.push_back({RepairKind::total_row_removed, 0, "", row_text(row), "", row.number, page_, "Raden är en summering och räknas inte som en åtgärd."});
      return;
    }
    bool const status_whole = !read_status(without_markup(at(Column::status))).label.empty();
    bool const dated = read_date(at(Column::start)).certainty == DateCertainty::sure;
    bool const has_status = !at(Column::status).empty();
    bool const cut = after_break_ || row.continues;
    bool const continues = !out_.rows.empty() && (row.continues || (cut ? !status_whole && !dated : !has_status && at(Column::start).empty() && at(Column::due).empty()));
    if (continues && !cut && is_section(row, cells)) {
      reading_.doubts.push_back({"L16", Severity::warning, static_cast<std::uint32_t>(out_.rows.size()) + 1, "", "Raden \"" + std::string(trimmed(row.cells.front().text)) + "\" har text bara i första kolumnen. Den läses som en mellanrubrik och räknas inte som en åtgärd.", std::string(trimmed(row.cells.front().text)), ""});
      return;
    }
    if (continues) {
      append(row, cells, cut);
      return;
    }
    bool const mixed = cut && !out_.rows.empty();
    if (mixed) split_mixed(row, cells);
    LogicalRow next;
    next.cells = std::move(cells);
    next.other = std::move(other);
    next.lines.push_back(row.number);
    next.pages.push_back(page_);
    next.source_text = row_text(row);
    next.control_covered = control_covered;
    next.event_covered = event_covered;
    for (auto& [number, repair] : wrapped_)
      if (number == row.number) next.repairs.push_back(repair);
    out_.rows.push_back(std::move(next));
    bulleted_events_ += !read_bullet(without_markup(out_.rows.back().text(Column::unwanted_event))).bullet.empty();
  }

  // A row with a word in its first cell only, and that cell wide or the word short, names a group.
  bool is_section(Row const& row, std::array<std::string, column_kinds> const& cells) const {
    auto const filled = std::count_if(cells.begin(), cells.end(), [](std::string const& text) { return !text.empty(); });
    auto const& first = row.cells.front();
    return filled <= 1 && row.cells.size() == 1 && first.column == 0 && (first.column_span > 2 || (first.text.size() < 60 && starts_with_upper(first.text)));
  }

  /// The row that holds the cell going on: with the control or event of several actions, the first of them.
  LogicalRow& owner(Column column) {
    auto at = out_.rows.size() - 1;
    if (column == Column::control || column == Column::unwanted_event)
      while (at > 0 && out_.rows[at].text(column).empty()) --at;
    return out_.rows[at].text(column).empty() ? out_.rows.back() : out_.rows[at];
  }

  void join_cell(Column column, std::string const& more, std::uint32_t line, bool at_break) {
    auto& row = owner(column);
    auto& text = row.text(column);
    auto const before = text;
    if (before.empty()) {
      text = more;
      row.repairs.push_back({RepairKind::page_break_joined, 0, std::string(name_of(column)), "", more, line, page_, "Texten står efter sidbrytningen och hör till raden före."});
      return;
    }
    Joined joined;
    if (column == Column::start || column == Column::due) joined = {before + more, JoinKind::word};
    else joined = join_markup(before, more);
    text = joined.text;
    row.joins.push_back({std::string(name_of(column)), row.lines.front(), line, joined.how});
    auto const kind = joined.how == JoinKind::hyphen_removed ? RepairKind::hyphen_removed : joined.how == JoinKind::word ? RepairKind::word_joined : RepairKind::page_break_joined;
    row.repairs.push_back({kind, 0, std::string(name_of(column)), before + " | " + more, joined.text, line, page_,
                           at_break ? "Texten bryts av sidbrytningen och är sammanfogad." : "Texten fortsätter på nästa rad och är sammanfogad."});
  }

  // The markup of both halves goes, or "</p>" would stand in the middle of a word.
  Joined join_markup(std::string const& before, std::string const& more) const {
    auto const left = contains(before, "<") ? without_markup(before) : before;
    auto const right = contains(more, "<") ? without_markup(more) : more;
    return join_halves(left, right, vocabulary_);
  }

  void add_source(LogicalRow& to, Row const& row) {
    to.lines.push_back(row.number);
    if (to.pages.empty() || to.pages.back() != page_) to.pages.push_back(page_);
    to.source_text += "\n" + row_text(row);
  }

  void append(Row const& row, std::array<std::string, column_kinds> const& cells, bool at_break) {
    auto& last = out_.rows.back();
    add_source(last, row);
    for (std::size_t column = 0; column < column_kinds; ++column)
      if (!cells[column].empty() && column != static_cast<std::size_t>(Column::other)) join_cell(static_cast<Column>(column), cells[column], row.number, at_break);
    if (!at_break)
      last.doubts.push_back({"L16", Severity::warning, 0, "", "Raden " + std::to_string(row.number) + " har varken status eller datum och läses som en fortsättning på raden före. Stämmer det?", row_text(row), ""});
  }

  /// The first row of a page may be a new action and yet begin with the end of the cells above.
  void split_mixed(Row const& row, std::array<std::string, column_kinds>& cells) {
    auto& control = cells[static_cast<std::size_t>(Column::control)];
    auto& event = cells[static_cast<std::size_t>(Column::unwanted_event)];
    auto const& above_control = owner(Column::control).text(Column::control);
    bool const control_goes_on = !control.empty() && starts_with_lower(without_markup(control)) && !above_control.empty() && !ends_with(trimmed(without_markup(above_control)), ".");
    auto const bullet = read_bullet(without_markup(event));
    bool const lost_bullet = !event.empty() && bullet.bullet.empty() && bulleted_events_ * 2 > out_.rows.size();
    bool const event_goes_on = !event.empty() && bullet.bullet.empty() && (lost_bullet || starts_with_lower(bullet.rest)) && !owner(Column::unwanted_event).text(Column::unwanted_event).empty();
    bool const joins_control = control_goes_on && (event_goes_on || trimmed(event).empty() || bullet.bullet.empty());
    if (joins_control) {
      join_cell(Column::control, control, row.number, true);
      control.clear();
    }
    if (event_goes_on) {
      join_cell(Column::unwanted_event, event, row.number, true);
      pending_doubt("unwanted_event", event, "Händelsen på raden saknar punkt och läses som slutet av händelsen före sidbrytningen. Är den i stället en egen händelse?");
      event.clear();
    }
    if (joins_control || event_goes_on) add_source(out_.rows.back(), row);
  }

  void pending_doubt(std::string field, std::string quote, std::string text) {
    reading_.doubts.push_back({"L16", Severity::warning, static_cast<std::uint32_t>(out_.rows.size()) + 1, std::move(field), std::move(text), std::move(quote), ""});
  }

  Document const& document_;
  Reading& reading_;
  LogicalRows out_;
  ColumnMap map_;
  Vocabulary vocabulary_;
  std::vector<std::pair<std::uint32_t, Repair>> wrapped_;
  std::uint32_t page_ = 0, last_page_ = 0;
  std::size_t bulleted_events_ = 0;
  bool after_break_ = false;
};

bool is_tag(std::string_view name) {
  constexpr std::array<std::string_view, 16> tags = {"p", "br", "span", "div", "b", "i", "u", "strong", "em", "ul", "ol", "li", "font", "td", "tr", "a"};
  return std::find(tags.begin(), tags.end(), name) != tags.end();
}

}  // namespace

LogicalRows logical_rows(reader::Document const& document, Reading& reading) { return Collector(document, reading).run(); }

std::string without_markup(std::string_view text) {
  if (text.find('<') == std::string_view::npos && text.find('&') == std::string_view::npos) return std::string(trimmed(text));
  std::string out;
  bool line_break = false;
  auto const put = [&](std::string_view more) {
    if (line_break && !trimmed(more).empty()) {
      while (!out.empty() && out.back() == ' ') out.pop_back();
      if (!out.empty()) out.push_back('\n');
      line_break = false;
      more = trimmed(more).size() == more.size() ? more : more.substr(more.find_first_not_of(" \n"));
    }
    if (!line_break) out.append(more);
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '<') {
      auto const end = text.find('>', at);
      auto const name = lower(text.substr(at + 1, end == std::string_view::npos ? 0 : end - at - 1));
      bool const closing = starts_with(name, "/");
      auto const bare = first_word(std::string_view(name).substr(closing));
      if (end != std::string_view::npos && is_tag(bare)) {
        line_break |= !out.empty() && (bare == "p" || bare == "br" || bare == "div" || bare == "li" || bare == "tr");
        at = end + 1;
        continue;
      }
    }
    if (text[at] == '&') {
      constexpr std::array<std::pair<std::string_view, std::string_view>, 11> entities = {{{"&nbsp;", " "}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&aring;", "å"}, {"&auml;", "ä"}, {"&ouml;", "ö"}, {"&Aring;", "Å"}, {"&Auml;", "Ä"}, {"&Ouml;", "Ö"}}};
      auto const found = std::find_if(entities.begin(), entities.end(), [&](auto const& entity) { return starts_with(text.substr(at), entity.first); });
      if (found != entities.end()) {
        put(found->second);
        at += found->first.size();
        continue;
      }
    }
    auto end = text.find_first_of("<&", at + 1);
    if (end == std::string_view::npos) end = text.size();
    put(text.substr(at, end - at));
    at = end;
  }
  return std::string(trimmed(out));
}

}  // namespace rimlig::import

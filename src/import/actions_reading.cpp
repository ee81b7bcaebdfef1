#include "import/actions_reading.hpp"

#include <algorithm>
#include <map>

#include "import/columns.hpp"
#include "import/joining.hpp"
#include "import/logical_rows.hpp"
#include "import/text_tools.hpp"
#include "import/values.hpp"

namespace rimlig::import {

namespace {

std::string in_quotes(std::string_view text, std::size_t most = 120) {
  auto shown = std::string(text.substr(0, most));
  while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80) shown.pop_back();
  if (shown.size() < text.size() && !shown.empty() && static_cast<unsigned char>(shown.back()) >= 0xC0) shown.pop_back();
  return "\"" + shown + (shown.size() < text.size() ? "…" : "") + "\"";
}

int year_in(std::string_view text) {
  for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
    auto const digit = [&](std::size_t k) { return k < text.size() && text[k] >= '0' && text[k] <= '9'; };
    if (!digit(at) || (at > 0 && digit(at - 1)) || !digit(at + 1) || !digit(at + 2) || !digit(at + 3) || digit(at + 4)) continue;
    int const year = (text[at] - '0') * 1000 + (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 + (text[at + 3] - '0');
    if (year >= 1990 && year < 2100) return year;
  }
  return 0;
}

/// Turns logical rows into action rows: markup, icons, bullets, statuses, dates, and what blank cells mean.
class Interpreter {
public:
  Interpreter(Reading& reading, LogicalRows const& logical) : reading_(reading), logical_(logical) {
    for (auto const& row : logical.rows)
      for (auto const column : {Column::start, Column::due}) {
        auto const order = day_order_of(row.text(column));
        if (order != DayOrder::unknown) order_ = order_ == DayOrder::unknown || order_ == order ? order : DayOrder::unknown;
      }
  }

  void run() {
    for (auto const& source : logical_.rows) interpret(source);
    for (auto const& [icon, count] : icons_) summarise(RepairKind::icon_removed, "action", icon, count, "Ikonen " + icon + " framför åtgärden är borttagen ur texten i " + std::to_string(count) + " rader; den bärs av statusen.");
    for (auto const& [bullet, count] : bullets_) summarise(RepairKind::bullet_removed, "unwanted_event", bullet, count, "Punkten " + bullet + " framför den oönskade händelsen är borttagen ur texten i " + std::to_string(count) + " rader.");
  }

private:
  void summarise(RepairKind kind, std::string field, std::string const& before, int, std::string text) {
    reading_.repairs.push_back({kind, 0, std::move(field), before, "", 0, 0, std::move(text)});
  }

  void repair(RepairKind kind, std::string_view field, std::string before, std::string after, std::string text) {
    reading_.repairs.push_back({kind, row_.seq, std::string(field), std::move(before), std::move(after), row_.source_lines.empty() ? 0 : row_.source_lines.front(), row_.source_pages.empty() ? 0 : row_.source_pages.front(), std::move(text)});
  }
  void doubt(std::string rule, Severity severity, std::string_view field, std::string text, std::string quote, std::string suggestion = {}) {
    reading_.doubts.push_back({std::move(rule), severity, row_.seq, std::string(field), std::move(text), std::move(quote), std::move(suggestion)});
  }

  /// The cell without leftover markup; the repair is recorded once per cell.
  std::string clean(LogicalRow const& source, Column column) {
    auto const& raw = source.text(column);
    auto text = without_markup(raw);
    if (text != trimmed(raw)) repair(RepairKind::markup_removed, name_of(column), raw, text, "HTML-rester (till exempel <p>) är borttagna ur texten.");
    return text;
  }

  void interpret(LogicalRow const& source) {
    row_ = ActionRow{};
    row_.seq = static_cast<std::uint32_t>(reading_.rows.size()) + 1;
    row_.source_lines = source.lines;
    row_.source_pages = source.pages;
    row_.source_text = source.source_text;
    row_.joins = source.joins;
    read_event(source);
    read_control(source);
    read_action(source);
    read_row_status(source);
    row_.start = read_row_date(source, Column::start);
    row_.due = read_row_date(source, Column::due);
    if (auto text = clean(source, Column::analysis); !text.empty()) row_.analysis = std::move(text);
    if (auto text = clean(source, Column::responsible); !text.empty()) row_.responsible = std::move(text);
    if (auto text = clean(source, Column::unit); !text.empty()) unit_ = text;
    if (!unit_.empty()) row_.unit = unit_;
    for (auto const& [heading, text] : source.other) row_.other.emplace_back(heading, without_markup(text));
    for (auto const& one : source.repairs) {
      auto copy = one;
      copy.row = row_.seq;
      reading_.repairs.push_back(std::move(copy));
    }
    for (auto const& one : source.doubts) {
      auto copy = one;
      copy.row = row_.seq;
      reading_.doubts.push_back(std::move(copy));
    }
    reading_.rows.push_back(std::move(row_));
  }

  void read_event(LogicalRow const& source) {
    auto const bullet = read_bullet(clean(source, Column::unwanted_event));
    if (!bullet.bullet.empty()) ++bullets_[bullet.bullet];
    bool const repeated = !bullet.rest.empty() && folded(bullet.rest) == folded(event_) && !source.text(Column::unwanted_event).empty() && same_control(source);
    if (!bullet.rest.empty() && !repeated) {
      event_ = bullet.rest;
      row_.event_source = CellSource::explicit_cell;
      ++reading_.events;
    } else if (!event_.empty() && bullet.rest.empty() && !source.event_covered && !same_control(source)) {
      // A new control beside a blank event: perhaps the event above, perhaps none.
      doubt("L16", Severity::warning, "unwanted_event", "Raden har en ny kontroll men ingen oönskad händelse. Gäller kanske händelsen ovanför?", "", event_);
      row_.event_source = CellSource::none;
      event_.clear();
    } else if (!event_.empty()) {
      row_.event_source = CellSource::same_event;
    }
    if (!event_.empty()) row_.unwanted_event = event_;
  }

  bool same_control(LogicalRow const& source) const {
    auto const text = without_markup(source.text(Column::control));
    return text.empty() || folded(text) == folded(control_);
  }

  void read_control(LogicalRow const& source) {
    auto const text = read_bullet(clean(source, Column::control)).rest;
    if (!text.empty()) {
      control_ = text;
      row_.control = text;
      row_.control_source = CellSource::explicit_cell;
      return;
    }
    if (control_.empty()) return;
    row_.control_inherited = control_;
    if (row_.event_source == CellSource::same_event) {
      row_.control_source = CellSource::same_event;
    } else if (source.control_covered) {
      row_.control_source = CellSource::merged_cell;
      row_.control = control_;
      repair(RepairKind::merged_cell_followed, "control", "", control_, "Cellen är sammanslagen med raden ovanför i källan, så samma kontroll gäller.");
    } else {
      row_.control_source = CellSource::blank_new_event;
      doubt("L16", Severity::warning, "control", "Kontroll saknas på raden, som har en ny oönskad händelse. Ärver den kanske kontrollen ovanför?", "", control_);
    }
  }

  void read_action(LogicalRow const& source) {
    auto icon = read_icon(read_bullet(clean(source, Column::action)).rest);
    row_.icon_raw = icon.icon;
    row_.icon = icon.meaning;
    row_.action = std::move(icon.rest);
    if (!icon.icon.empty()) ++icons_[icon.icon];
    if (row_.action.empty()) doubt("L7", Severity::error, "action", "Raden saknar åtgärd. Vad ska göras?", source.source_text);
  }

  void read_row_status(LogicalRow const& source) {
    row_.status_raw = std::string(trimmed(without_markup(source.text(Column::status))));
    auto const status = read_status(row_.status_raw);
    row_.status = status.label;
    row_.status_code = status.code;
    if (status.respelled) repair(RepairKind::status_respelled, "status", row_.status_raw, status.label, "Statusen är skriven på ett annat sätt än det vanliga; den läses som " + in_quotes(status.label) + ".");
    if (row_.status_raw.empty() && !row_.icon.empty()) {
      doubt("L7", Severity::error, "status", "Raden har ikonen " + row_.icon_raw + " men ingen status i ord. Vilken status gäller?", row_.icon_raw, row_.icon == "done" ? "Avslutad" : row_.icon == "late" ? "Försenad/avvikelse" : "Ej påbörjad");
    } else if (row_.status_raw.empty()) {
      doubt("L7", Severity::error, "status", "Raden saknar status. Vilken status har åtgärden?", "");
    } else if (status.label.empty()) {
      row_.status = row_.status_raw;
      doubt("L15", Severity::error, "status", "Statusen " + in_quotes(row_.status_raw) + " är okänd. Vilken status motsvarar den?", row_.status_raw);
    } else if (status.with_deviation) {
      doubt("L15", Severity::warning, "status", "\"Genomförd med avvikelse\" säger att åtgärden är gjord men att något avvek. Ska den räknas som avslutad?", row_.status_raw, "Avslutad");
    } else if ((row_.icon == "done" && status.code != "done" && status.code != "part_of_routine") || (row_.icon == "late" && status.code == "done")) {
      doubt("L4", Severity::warning, "status", "Ikonen " + row_.icon_raw + " och statusen " + in_quotes(row_.status_raw) + " säger olika saker. Vilken stämmer?", row_.icon_raw);
    }
  }

  std::optional<std::string> read_row_date(LogicalRow const& source, Column column) {
    auto const raw = without_markup(source.text(column));
    auto const date = read_date(raw, order_);
    switch (date.certainty) {
      case DateCertainty::none: return {};
      case DateCertainty::sure:
        if (date.rewritten) repair(RepairKind::date_rewritten, name_of(column), raw, date.date, "Datumet är skrivet på ett annat sätt; det läses som " + date.date + ".");
        return date.date;
      case DateCertainty::unsure: doubt("L9", Severity::warning, name_of(column), "Datumet " + in_quotes(raw) + " kan läsas på flera sätt. " + date.why + " Vilket datum gäller?", raw); return {};
      case DateCertainty::impossible: doubt("L9", Severity::error, name_of(column), in_quotes(raw) + " är inte ett datum. " + date.why + " Vilket datum gäller?", raw); return {};
    }
    return {};
  }

  Reading& reading_;
  LogicalRows const& logical_;
  ActionRow row_;
  std::string control_, event_, unit_;
  DayOrder order_ = DayOrder::unknown;
  std::map<std::string, int> icons_, bullets_;
};

void find_title(reader::Document const& document, LogicalRows const& logical, Reading& reading) {
  std::string title = logical.title;
  for (auto const& paragraph : document.paragraphs) {
    auto const text = trimmed(paragraph.text);
    // A wrapped title goes on over the lines straight below it.
    if (!title.empty() && (!document.lines_wrapped || text.empty() || paragraph.before_table > logical.first_table)) break;
    if (text.empty() || !(paragraph.heading || paragraph.before_table <= logical.first_table)) continue;
    title = title.empty() ? std::string(text) : join_halves(title, text, {}).text;
  }
  if (title.empty() && !document.tables.empty() && document.format != reader::Format::xlsx && document.format != reader::Format::ods) title = document.tables.front().name;
  reading.title = title;
  if (int const year = year_in(title)) {
    reading.year = year;
    return;
  }
  std::map<int, int> years;
  for (auto const& row : reading.rows)
    if (row.due)
      if (int const year = year_in(*row.due)) ++years[year];
  auto const most = std::max_element(years.begin(), years.end(), [](auto const& a, auto const& b) { return a.second < b.second; });
  if (most == years.end()) return;
  reading.year = most->first;
  reading.doubts.push_back({"L7", Severity::warning, 0, "year", "Källan säger inte vilket år uppföljningen gäller. De flesta slutdatum ligger " + std::to_string(most->first) + ". Gäller den det året?", "", std::to_string(most->first)});
}

}  // namespace

bool holds_actions(reader::Document const& document) {
  return std::any_of(document.tables.begin(), document.tables.end(), [](reader::Table const& table) {
    auto const at = find_headings(table.rows);
    return at && map_columns(table.rows, *at).at(Column::action);
  });
}

Reading read_actions(reader::Document const& document) {
  Reading reading;
  auto const logical = logical_rows(document, reading);
  Interpreter(reading, logical).run();
  std::stable_sort(reading.repairs.begin(), reading.repairs.end(), [](Repair const& a, Repair const& b) { return a.row < b.row; });
  find_title(document, logical, reading);
  return reading;
}

}  // namespace rimlig::import

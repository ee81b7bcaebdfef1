#include "report/followup_report.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "report/text.hpp"

namespace rimlig::report {

namespace {

constexpr std::size_t most_bars = 40;
constexpr std::size_t contents_from = 20;  // actions: a shorter report is read, not searched

std::string number_of(SnapshotAction const& action) { return "ÅT-" + std::to_string(action.number); }

std::string count_text(std::int64_t count, char const* one, char const* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string label_of(std::string_view code) {
  for (auto const& status : followup_statuses())
    if (status.code == code) return std::string(status.label);
  throw ModelError("unknown status in the snapshot: " + std::string(code));
}

/// The status as the heading of a narrow column, with the places where it may be cut.
std::string heading_of(std::string_view code) {
  if (code == "part_of_routine") return "Ingår i arbets\u00ADsätten";
  if (code == "not_started") return "Ej på\u00ADbörjad";
  if (code == "not_done") return "Ej genom\u00ADförd";
  return label_of(code);
}

std::string round_title(SnapshotRound const& round) {
  if (!round.name.empty()) return round.name;
  std::string const year = " " + std::to_string(round.year);
  if (round.kind == "t1") return "Tertial 1" + year;
  if (round.kind == "t2") return "Tertial 2" + year;
  if (round.kind == "year_end") return "Bokslut" + year;
  return "Extra uppföljning" + year;
}

/// The same question about several actions is one question here, with one number: a reader decides it once.
class QuestionNumbers {
public:
  struct Question {
    SnapshotQuestion const* asked;
    std::vector<SnapshotAction const*> actions;
  };

  explicit QuestionNumbers(std::vector<SnapshotAction const*> const& actions) {
    std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::size_t> seen;
    for (auto const* action : actions) {
      auto& numbers = of_action_[action->id];
      for (auto const& question : action->questions) {
        ++count_;
        auto const [found, is_new] = seen.try_emplace({question.rule, question.text, question.quote}, questions_.size());
        if (is_new) questions_.push_back({&question, {}});
        auto& about = questions_[found->second].actions;
        if (!about.empty() && about.back() == action) continue;
        about.push_back(action);
        numbers.push_back(found->second + 1);
      }
      std::ranges::sort(numbers);
    }
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::vector<Question> const& all() const { return questions_; }

  /// "ÅT-7, fråga 1, 4–6"
  [[nodiscard]] std::string mark(SnapshotAction const& action) const {
    std::string out = number_of(action);
    auto const& numbers = of_action_.at(action.id);
    for (std::size_t n = 0; n < numbers.size();) {
      std::size_t last = n;
      while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
      out += (n == 0 ? ", fråga " : ", ") + std::to_string(numbers[n]);
      if (last > n) out += (last == n + 1 ? ", " : "–") + std::to_string(numbers[last]);
      n = last + 1;
    }
    return out;
  }

private:
  std::vector<Question> questions_;
  std::map<std::int64_t, std::vector<std::size_t>> of_action_;
  std::size_t count_ = 0;
};

Row status_row(std::string name, StatusCounts const& counts, bool total) {
  Row row{{{std::move(name), {}}}, total};
  for (auto const count : counts.by_status) row.cells.push_back({std::to_string(count), {}});
  row.cells.push_back({std::to_string(counts.total), {}});
  row.cells.push_back({std::to_string(counts.late), {}});
  return row;
}

Table status_table(std::vector<Row> rows) {
  Table table;
  table.caption = "Antal åtgärder per enhet och status";
  table.columns.push_back({"Enhet", 24, ColumnKind::text});
  for (auto const& status : followup_statuses()) table.columns.push_back({heading_of(status.code), 12, ColumnKind::number});
  table.columns.push_back({"Summa", 10, ColumnKind::number});
  table.columns.push_back({"Varav sena", 9, ColumnKind::number});
  table.row_header = 0;
  table.rows = std::move(rows);
  table.notes = {"Sena är åtgärder som inte är klara och vars slutdatum har passerat. De ingår i summan."};
  return table;
}

/// The picture's content in words, for those who do not see it.
std::string chart_alt(std::vector<Row> const& rows, StatusCounts const& all) {
  std::string out = "Liggande staplar, en per enhet, delade efter status. Sammanlagt " + count_text(all.total, "åtgärd", "åtgärder");
  for (std::size_t n = 0; n < followup_statuses().size(); ++n)
    if (all.by_status[n] > 0) out += ", " + std::string(followup_statuses()[n].label) + " " + std::to_string(all.by_status[n]);
  out += ".";
  Row const* largest = nullptr;
  for (auto const& row : rows)
    if (!row.total && (largest == nullptr || count_of(row.cells[8]) > count_of(largest->cells[8]))) largest = &row;
  if (largest != nullptr && rows.size() > 2) out += " Flest åtgärder har " + largest->cells[0].text + " (" + largest->cells[8].text + ").";
  return out + " Samma tal står i tabellen efter bilden.";
}

/// The seven columns of the lists that committees already use, in their words and order. Control and event
/// stand once and are blank on the rows that go on about the same event.
Table action_table(std::string caption, std::vector<SnapshotAction const*> const& actions, QuestionNumbers const& questions) {
  Table table;
  table.caption = std::move(caption);
  table.columns = {
      {"Löpande kontroll/ Systematiska kontroller", 26, ColumnKind::text},
      {"Oönskad händelse", 28, ColumnKind::text},
      {"Åtgärd", 32, ColumnKind::text},
      {"Status", 15, ColumnKind::status},
      {"Startdatum", 12, ColumnKind::date},
      {"Slutdatum", 12, ColumnKind::date},
      {"Analys", 44, ColumnKind::text},
  };
  SnapshotAction const* before = nullptr;
  for (auto const* action : actions) {
    bool const continues = before != nullptr && action->event_id.has_value() && action->event_id == before->event_id;
    table.rows.push_back({{{continues ? "" : action->control, {}},
                           {continues ? "" : action->unwanted_event, {}},
                           {action->text, questions.mark(*action)},
                           {label_of(action->status), {}},
                           {action->start, {}},
                           {action->due, {}},
                           {action->analysis, {}}}});
    before = action;
  }
  return table;
}

/// Imported actions have no reason of their own; what their analysis says is the nearest there is.
std::string reason_of(SnapshotAction const& action) {
  if (!action.reason.empty()) return action.reason;
  return action.analysis.empty() ? "Inget skäl är angivet." : "Inget skäl är angivet. Analysen säger: " + action.analysis;
}

void add_late(Document& document, std::vector<SnapshotAction const*> const& actions, std::string const& as_of) {
  document.heading(2, "Försenade åtgärder och skälen");
  Table table;
  table.caption = "Åtgärder som är försenade, avviker eller har passerat sitt slutdatum";
  table.columns = {{"Nr", 10, ColumnKind::text},  {"Åtgärd", 36, ColumnKind::text},     {"Enhet", 20, ColumnKind::text},
                   {"Ansvarig", 18, ColumnKind::text}, {"Slutdatum", 12, ColumnKind::date}, {"Skäl", 38, ColumnKind::text}};
  table.row_header = 0;
  std::size_t without_reason = 0;
  for (auto const* action : actions) {
    if (action->status != "delayed" && !is_late(*action, as_of)) continue;
    without_reason += action->reason.empty();
    std::string const moved = action->original_due.empty() || action->original_due == action->due ? "" : "tidigare " + action->original_due;
    table.rows.push_back({{{number_of(*action), {}},
                           {action->text, {}},
                           {action->unit_name, {}},
                           {action->owner.empty() ? "Ingen angiven" : action->owner, {}},
                           {action->due.empty() ? "Saknas" : action->due, moved},
                           {reason_of(*action), {}}}});
  }
  if (table.rows.empty()) {
    document.paragraph("Ingen åtgärd är försenad, avviker eller har passerat sitt slutdatum.");
    return;
  }
  document.paragraph(count_text(static_cast<std::int64_t>(table.rows.size()), "åtgärd är sen.", "åtgärder är sena.") +
                     (without_reason == 0                   ? " Skälet är angivet."
                      : without_reason == table.rows.size() ? " Inget skäl är angivet."
                                                            : " För " + std::to_string(without_reason) + " av dem saknas skäl."));
  document.table(std::move(table));
}

void add_questions(Document& document, std::vector<SnapshotAction const*> const& actions, QuestionNumbers const& questions) {
  document.heading(2, "Öppna frågor om uppgifterna");
  if (questions.count() == 0) {
    document.paragraph("Granskningen av uppgifterna har inga öppna frågor.");
    return;
  }
  std::int64_t concerned = 0, carried_out = 0;
  Table table;
  table.caption = "Frågor som inte var besvarade när omgången stängdes";
  table.columns = {{"Fråga", 9, ColumnKind::number}, {"Frågan", 52, ColumnKind::text}, {"Regel", 9, ColumnKind::text},
                   {"Texten den gäller", 34, ColumnKind::text}, {"Gäller", 36, ColumnKind::text}};
  table.row_header = 0;
  for (auto const* action : actions) {
    if (action->questions.empty()) continue;
    ++concerned;
    carried_out += action->status == "done" || action->status == "part_of_routine";
  }
  for (std::size_t n = 0; n < questions.all().size(); ++n) {
    auto const& question = questions.all()[n];
    std::string about;
    for (auto const* action : question.actions) about += (about.empty() ? "" : ", ") + number_of(*action);
    auto const many = question.actions.size() > 1 ? std::to_string(question.actions.size()) + " åtgärder" : question.actions.front()->text;
    table.rows.push_back({{{std::to_string(n + 1), {}}, {question.asked->text, {}}, {question.asked->rule, {}}, {question.asked->quote, {}}, {many, about}}});
  }
  document.paragraph("Uppgifterna om " + count_text(concerned, "åtgärd", "åtgärder") + " har öppna frågor, varav " +
                     std::to_string(carried_out) +
                     " redovisas som genomförda. En fråga som gäller flera åtgärder står en gång, och numret är detsamma i listan över "
                     "åtgärder. En fråga är inte ett fel: den visar var uppgiften behöver förklaras eller rättas.");
  document.table(std::move(table));
}

void add_method(Document& document, FollowUpSnapshot const& snapshot, bool one_unit) {
  document.heading(2, "Så är rapporten gjord");
  std::vector<Runs> items;
  auto const item = [&](std::string text) { items.push_back({{.text = std::move(text)}}); };
  item("Alla uppgifter kommer från en enda frysning av omgången: nummer " + std::to_string(snapshot.id) + ", gjord " +
       snapshot.taken_at.substr(0, 10) + " kl. " + snapshot.taken_at.substr(11, 5) + " UTC. Samma frysning ger samma rapport igen. Kontrollsumma SHA-256:\n" +
       snapshot.sha256);
  item("Antal är räknade på de åtgärder som " + std::string(one_unit ? "enheten hade" : "de valda enheterna hade") +
       " i omgången. Andelar är antal delat med summan av alla åtgärder, även avbrutna, avrundade till en decimal.");
  item("Genomförda är åtgärder med status Avslutad eller Ingår i arbetssätten. ”I de flesta fallen” skrivs bara när mer än hälften är genomförda.");
  item("En åtgärd är sen när den inte är klar och slutdatum låg före " + snapshot.as_of +
       ". Är slutdatum bara ett år eller en månad räknas den sista dagen.");
  item("Texter om kontroll, händelse, åtgärd och analys är enheternas egna ord och återges oförändrade. Tomma fält betyder att uppgiften saknas.");
  document.list(false, std::move(items));
}

/// What only a circle may read is counted, so that the numbers add up, and not told.
void add_restricted(Document& document, std::vector<SnapshotUnit const*> const& units) {
  std::int64_t all = 0;
  std::string where;
  for (auto const* unit : units) {
    if (unit->restricted.value_or(0) == 0) continue;
    all += *unit->restricted;
    where += (where.empty() ? "" : ", ") + unit->name + " " + std::to_string(*unit->restricted);
  }
  if (all == 0) return;
  document.paragraph("Utöver talen ovan har " + count_text(all, "åtgärd", "åtgärder") + " begränsad åtkomst" + (units.size() > 1 ? " (" + where + ")" : "") +
                     ". Deras innehåll och status redovisas inte här.");
}

std::string unit_state(SnapshotUnit const& unit) {
  if (unit.state == "approved") return "Godkänd" + (unit.approved_by.empty() ? "" : " av " + unit.approved_by);
  if (unit.state == "submitted") return "Inskickad" + (unit.submitted_by.empty() ? "" : " av " + unit.submitted_by) + ", ej godkänd";
  if (unit.state == "returned") return "Återsänd, ej inskickad på nytt";
  if (unit.state == "draft") return "Påbörjad, ej inskickad";
  return "Har inte svarat";
}

/// An answer changes the action when it is approved; until then it is the unit's draft, and that is said.
std::string unapproved_answers(FollowUpSnapshot const& snapshot, SnapshotUnit const& unit) {
  auto const count = std::count_if(snapshot.answers.begin(), snapshot.answers.end(), [&](SnapshotAnswer const& answer) { return answer.unit_id == unit.id; });
  if (count == 0) return "";
  return " " + count_text(count, "svar är inte godkänt och ingår", "svar är inte godkända och ingår") + " inte i tabellerna.";
}

}  // namespace

Document followup_report(FollowUpSnapshot const& snapshot, std::int64_t unit_id) {
  std::vector<SnapshotAction const*> actions;
  for (auto const& action : snapshot.actions)
    if (unit_id == 0 || action.unit_id == unit_id) actions.push_back(&action);
  std::vector<SnapshotUnit const*> units;
  for (auto const& unit : snapshot.units)
    if (unit_id == 0 || unit.id == unit_id) units.push_back(&unit);
  if (unit_id != 0 && units.empty()) throw ModelError("the unit is not part of the snapshot");

  std::string const whose = unit_id == 0 ? snapshot.committee : units.front()->name;
  Document document({.title = "Uppföljning av åtgärder – " + round_title(snapshot.round),
                     .subtitle = whose,
                     .author = snapshot.committee,
                     .created_at = snapshot.taken_at});
  auto const all = count_statuses(snapshot, unit_id == 0 ? nullptr : &unit_id);
  QuestionNumbers const questions(actions);

  if (actions.size() > contents_from) document.contents("Innehåll");
  document.heading(1, "Sammanfattning");
  document.paragraph(Runs{{.text = summary_sentence(all), .bold = true}});
  if (questions.count() > 0)
    document.paragraph("Granskningen av uppgifterna har " + count_text(static_cast<std::int64_t>(questions.count()), "öppen fråga", "öppna frågor") +
                       "; se avsnittet Öppna frågor om uppgifterna.");

  document.heading(2, "Status per enhet");
  std::vector<Row> rows;
  for (auto const* unit : units) rows.push_back(status_row(unit->name, count_statuses(snapshot, &unit->id), false));
  bool const chart_fits = !rows.empty() && rows.size() <= most_bars && all.total > 0;
  if (units.size() != 1) rows.push_back(status_row(unit_id == 0 ? snapshot.committee : whose, all, true));
  if (chart_fits) {
    std::vector<ChartPart> parts;
    for (int n = 0; n < 7; ++n) parts.push_back({n + 1, followup_statuses()[static_cast<std::size_t>(n)].colour});
    std::string alt = chart_alt(rows, all);
    document.chart({std::move(alt), status_table(std::move(rows)), std::move(parts)});
  } else {
    if (rows.size() > most_bars)
      document.paragraph("Enheterna är " + std::to_string(units.size()) + ". Fler än " + std::to_string(most_bars) + " staplar går inte att läsa, så talen visas bara i tabellen.");
    document.table(status_table(std::move(rows)));
  }

  add_restricted(document, units);

  std::vector<Runs> missing;
  for (auto const* unit : units)
    if (unit->state != "approved") missing.push_back({{.text = unit->name + ": " + unit_state(*unit) + "." + unapproved_answers(snapshot, *unit)}});
  if (missing.empty()) {
    document.paragraph(units.size() == 1 ? "Enhetens rapport är godkänd." : "Alla " + std::to_string(units.size()) + " enheters rapporter är godkända.");
  } else {
    document.paragraph(std::to_string(units.size() - missing.size()) + " av " + count_text(static_cast<std::int64_t>(units.size()), "enhets rapport", "enheters rapporter") +
                       " är godkända. För de övriga gäller de senast kända uppgifterna:");
    document.list(false, std::move(missing));
  }

  add_late(document, actions, snapshot.as_of);

  document.orientation(true);
  document.heading(1, "Åtgärder");
  if (actions.empty()) document.paragraph("Inga åtgärder ingår i uppföljningen.");
  bool const several = units.size() > 1;
  for (auto const* unit : units) {
    std::vector<SnapshotAction const*> own;
    for (auto const* action : actions)
      if (action->unit_id == unit->id) own.push_back(action);
    if (own.empty()) continue;
    if (several) document.heading(2, unit->name);
    document.table(action_table("Åtgärder: " + unit->name, own, questions));
  }
  document.orientation(false);

  document.heading(1, "Uppgifternas kvalitet");
  add_questions(document, actions, questions);
  add_method(document, snapshot, unit_id != 0);
  return document;
}

}  // namespace rimlig::report

// The filtered list as a workbook or CSV: the seven columns of the source documents first, then what
// Rimlig knows besides (S4-1). Rows are fetched some hundred at a time while the file is written.
#include <array>

#include "action/handlers.hpp"
#include "action/restriction.hpp"
#include "identity/access_log.hpp"
#include "report/table_answer.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::Problem;
using report::ColumnKind;

constexpr std::int64_t rows_at_a_time = 2'000;
constexpr std::int64_t most_rows = 200'000;

struct ExportQuery {
  report::TableFormat format = report::TableFormat::xlsx;
  std::optional<Text<0, 200>> q;
  std::optional<Id<org::Unit>> committee;
  std::optional<Id<org::Unit>> unit;
  std::optional<Status> status;
  std::optional<bool> late;
  std::optional<Id<identity::Person>> owner;
  std::optional<Text<0, 10>> lint;
  std::optional<Text<0, 200>> area;
  std::optional<Id<UnwantedEvent>> event;
  std::optional<std::int64_t> template_;
  std::optional<Text<0, 40>> sort;
};
BOOST_DESCRIBE_STRUCT(ExportQuery, (), (format, q, committee, unit, status, late, owner, lint, area, event, template_, sort))

std::vector<report::Column> columns() {
  return {{"Löpande kontroll/Systematiska kontroller", 36},
          {"Oönskad händelse", 36},
          {"Åtgärd", 40},
          {"Status", 18, ColumnKind::status},
          {"Startdatum", 12, ColumnKind::date},
          {"Slutdatum", 12, ColumnKind::date},
          {"Analys", 48},
          {"Nummer", 10},
          {"Ansvarig", 22},
          {"Enhet", 24},
          {"Process", 22},
          {"KF-mål", 24},
          {"Riskvärde före", 10, ColumnKind::number},
          {"Riskvärde efter", 10, ColumnKind::number},
          {"Frekvens", 14},
          {"Underlag", 10, ColumnKind::number},
          {"Nästa datum", 12, ColumnKind::date},
          {"Ursprungligt slutdatum", 12, ColumnKind::date},
          {"Skäl", 30},
          {"Effekt", 30}};
}

constexpr std::string_view row_columns =
    "c.title, e.text, a.text, a.status, a.start, a.due, a.analysis, a.number, coalesce(p.name, a.owner_text), u.name, c.process, a.goal, e.risk_before, "
    "e.risk_after, coalesce(r.frequency, c.frequency), (select count(*) from evidence v where v.action_id = a.id), a.effect_review_on, a.original_due, "
    "a.reason, a.effect, a.id, a.scope_id, a.unit_id";
constexpr std::string_view row_joins =
    "join org_unit u on u.id = a.unit_id left join person p on p.id = a.owner_id left join unwanted_event e on e.id = a.event_id "
    "left join control c on c.id = e.control_id left join control r on r.id = a.recurring_control_id";

std::string_view swedish(Frequency frequency) {
  switch (frequency) {
    case Frequency::continuous: return "löpande";
    case Frequency::monthly: return "månadsvis";
    case Frequency::tertial: return "tertialvis";
    case Frequency::half_yearly: return "2 gånger per år";
    case Frequency::yearly: return "1 gång per år";
    case Frequency::at_closing: return "vid bokslut";
  }
  return "";
}

std::vector<std::string> cells_of(kernel::Row const& row, std::string_view today) {
  std::vector<std::string> cells;
  for (int n = 0; n < 20; ++n) cells.emplace_back(row.text(n));
  auto const status = kernel::Codec<Status>::from_name(cells[3]).value_or(Status::not_started);
  auto const frequency = kernel::Codec<Frequency>::from_name(cells[14]);
  cells[16] = next_date(status, cells[5], cells[16], frequency, today);
  cells[3] = swedish(status);
  cells[7] = "ÅT-" + cells[7];
  cells[14] = frequency ? std::string(swedish(*frequency)) : std::string{};
  return cells;
}

/// Hands out rows one by one, reading a page of the list whenever the last one is used up.
class RowReader {
public:
  RowReader(Tx& tx, kernel::ListShape const& shape, kernel::Where const& where, std::optional<Text<0, 40>> sort)
      : tx_(tx), shape_(shape), where_(where), request_{std::move(sort), {}, kernel::Range<1, 100>{rows_at_a_time}}, today_(tx.today().text) {}

  bool next(std::vector<std::string>& cells) {
    if (at_ == page_.size() && !fill()) return false;
    cells = std::move(page_[at_++]);
    if (++given_ > most_rows) throw Problem::too_large("Urvalet har fler än 200 000 åtgärder. Filtrera, till exempel på nämnd, och exportera en del i taget.");
    return true;
  }
  /// Those that only a circle may read, each with its circle.
  [[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> const& restricted() const { return restricted_; }

private:
  bool fill() {
    if (done_) return false;
    page_.clear();
    at_ = 0;
    kernel::ListQuery const query(tx_, shape_, where_, request_);
    std::string last;
    bool more = false;
    query.run([&](kernel::Row const& row) {
      if (static_cast<std::int64_t>(page_.size()) == rows_at_a_time) {
        more = true;
        return;
      }
      page_.push_back(cells_of(row, today_));
      if (row.integer(21) != row.integer(22)) restricted_.emplace_back(row.integer(20), row.integer(21));
      last = query.cursor(row);
    });
    done_ = !more;
    request_.after = Text<0, 2000>(last);
    return !page_.empty();
  }

  Tx& tx_;
  kernel::ListShape const& shape_;
  kernel::Where const& where_;
  kernel::PageRequest request_;
  std::string today_;
  std::vector<std::vector<std::string>> page_;
  std::size_t at_ = 0;
  bool done_ = false;
  std::vector<std::pair<std::int64_t, std::int64_t>> restricted_;
  std::int64_t given_ = 0;
};

kernel::Response export_actions(Context& context, kernel::Query<ExportQuery> query) {
  auto& tx = context.tx;
  auto const narrowed = filtered(tx, {query.q, query.committee, query.unit, query.status, query.late, query.owner, query.lint, query.area, query.event, query.template_});
  kernel::ListShape const shape{row_columns, "action a", row_joins, "a.id", narrowed.own_scope ? "" : "a.scope_id", action_sorts};
  RowReader reader(tx, shape, narrowed.where, query.sort);
  report::RowSource const source = [&](std::vector<std::string>& cells) { return reader.next(cells); };
  // Which they are is known when the file is made.
  tx.after_commit([&] { identity::log_shown_now(context, restrictable, reader.restricted()); });
  bool capped = false;
  auto const rows = kernel::ListQuery(tx, shape, narrowed.where, {query.sort, {}, {}}).count(capped);
  // A count that was cut short says only that there are many: then the file is written as a stream.
  return report::answer_with_table(context, {query.format, "action", "Åtgärder", "åtgärder", columns(), source, static_cast<std::size_t>(capped ? most_rows : rows)});
}

}  // namespace

void export_routes(kernel::Routes& routes) {
  routes.add(kernel::Method::get, "/api/actions/export", "exportActions", "action.read", export_actions, "Det filtrerade urvalet som arbetsbok eller CSV");
}

}  // namespace rimlig::action

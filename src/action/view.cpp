// One action with everything around it, and the rows that reports are made from.
#include <map>

#include "action/escalation.hpp"
#include "action/evidence.hpp"
#include "action/handlers.hpp"
#include "action/restriction.hpp"
#include "identity/permissions.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;

struct FindingLink {
  std::int64_t id = 0;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(FindingLink, (), (id, title))

struct ActionLink {
  Id<Action> id;
  std::int64_t number = 0;
  std::string text;
  Status status = Status::not_started;
};
BOOST_DESCRIBE_STRUCT(ActionLink, (), (id, number, text, status))

struct StatusChoice {
  Status to = Status::not_started;
  std::vector<std::string> requires_;
  std::vector<std::vector<std::string>> one_of;
};
BOOST_DESCRIBE_STRUCT(StatusChoice, (), (to, requires_, one_of))

struct ActionView {
  Version version;
  Action action;
  std::string unit_name;
  std::optional<std::string> owner_name;
  bool late = false;
  std::optional<UnwantedEvent> event;
  std::optional<Control> control;
  std::optional<Control> recurring_control;
  std::vector<FindingLink> findings;
  std::vector<identity::RestrictedRow> restricted_findings;  // that it serves, and whoever asks may not read
  std::optional<SourceRow> source;
  std::vector<lint::Question> questions;
  std::vector<EvidenceRow> evidence;
  std::int64_t comments_count = 0;
  std::optional<ActionLink> predecessor;
  std::optional<ActionLink> successor;
  std::optional<ActionLink> depends_on;
  std::optional<Escalation> escalation;
  std::vector<StatusChoice> next_statuses;
  std::optional<identity::Access> access;  // when it is restricted
  bool may_restrict = false;
};
BOOST_DESCRIBE_STRUCT(ActionView, (),
                      (version, action, unit_name, owner_name, late, event, control, recurring_control, findings, restricted_findings, source, questions, evidence,
                       comments_count, predecessor, successor, depends_on, escalation, next_statuses, access, may_restrict))

/// What there is around an action, so that only what exists is asked for: each question costs a round trip.
struct Surroundings {
  bool findings = false, questions = false, evidence = false, linked = false;
};

/// The object whose columns begin there, absent when the join found none.
template <class T>
std::optional<T> joined(kernel::Row const& row, int& column) {
  auto const first = column;
  column += static_cast<int>(kernel::struct_of<T>.fields.size());
  if (row.null(first)) return std::nullopt;
  T object{};
  Tx::load(row, kernel::struct_of<T>, &object, first);
  return object;
}

/// An event or control that the action hangs on is shown with it, also when it belongs to a unit
/// above: what a check is for must be known to those who carry it out.
Surroundings look_around(Tx& tx, ActionView& view) {
  static std::string const sql =
      "select u.name, p.name, (select count(*) from action_comment m where m.action_id = a.id), "
      "exists(select 1 from finding_action l where l.action_id = a.id), "
      "exists(select 1 from lint_question q where q.object_kind = 'action' and q.object_id = a.id), "
      "exists(select 1 from evidence v where v.action_id = a.id), "
      "a.predecessor_id is not null or a.depends_on_id is not null or exists(select 1 from action n where n.predecessor_id = a.id), " +
      kernel::columns_of(kernel::struct_of<UnwantedEvent>, "e") + ", " + kernel::columns_of(kernel::struct_of<Control>, "c") + ", " +
      kernel::columns_of(kernel::struct_of<Control>, "r") +
      " from action a join org_unit u on u.id = a.unit_id left join person p on p.id = a.owner_id left join unwanted_event e on e.id = a.event_id "
      "left join control c on c.id = e.control_id left join control r on r.id = a.recurring_control_id where a.id = $1";
  Surroundings around;
  tx.run(sql, Tx::bind(view.action.id), [&](kernel::Row const& row) {
    view.unit_name = row.text(0);
    if (view.action.owner_id) view.owner_name = std::string(row.text(1));
    view.comments_count = row.integer(2);
    around = {row.integer(3) != 0, row.integer(4) != 0, row.integer(5) != 0, row.integer(6) != 0};
    int column = 7;
    view.event = joined<UnwantedEvent>(row, column);
    view.control = joined<Control>(row, column);
    view.recurring_control = joined<Control>(row, column);
  });
  return around;
}

void find_linked_actions(Tx& tx, ActionView& view) {
  auto const& action = view.action;
  auto const id_of = [](std::optional<Id<Action>> const& link) { return link ? link->value : 0; };
  tx.run("select a.id, a.number, a.text, a.status, a.predecessor_id from action a where (a.id in ($1, $2) or a.predecessor_id = $3) and " + tx.in_scope("a.scope_id"),
         Tx::bind(id_of(action.predecessor_id), id_of(action.depends_on_id), action.id), [&](kernel::Row const& row) {
           ActionLink link{{row.integer(0)}, row.integer(1), std::string(row.text(2)), Status::not_started};
           kernel::Codec<Status>::load(row, 3, link.status);
           if (action.predecessor_id == link.id) view.predecessor = link;
           if (action.depends_on_id == link.id) view.depends_on = link;
           if (row.integer(4) == action.id.value) view.successor = link;
         });
}

/// Those that the reader may read; the words of one that is restricted are a read of it.
std::vector<FindingLink> served_findings(Context& context, Id<Action> id) {
  auto& tx = context.tx;
  std::vector<FindingLink> findings;
  std::vector<std::pair<std::int64_t, std::int64_t>> shown;
  tx.run("select f.id, f.title, f.unit_id, f.scope_id from finding_action l join finding f on f.id = l.finding_id where l.action_id = $1 and " +
             tx.in_scope("f.scope_id", identity::roles_with("finding.read")) + " order by f.year, f.id",
         Tx::bind(id), [&](kernel::Row const& row) {
           findings.push_back({row.integer(0), std::string(row.text(1))});
           if (row.integer(2) != row.integer(3)) shown.emplace_back(row.integer(0), row.integer(3));
         });
  identity::log_shown(context, restricted_findings, shown);
  return findings;
}

ActionView get_action(Context& context, Id<Action> id) {
  auto& tx = context.tx;
  ActionView view;
  view.action = reachable_and_logged(context, id);
  auto const& action = view.action;
  view.version = action.version;
  auto const around = look_around(tx, view);
  if (!action.owner_id && action.owner_text) view.owner_name = std::string(*action.owner_text);
  view.late = is_late(action.status, action.due ? action.due->text : std::string{}, tx.today().text);
  if (around.findings) {
    view.findings = served_findings(context, id);
    view.restricted_findings = identity::restricted_among(tx, restricted_findings, "select finding_id from finding_action where action_id = $1", id.value, action.unit_id.value);
  }
  if (action.source_import_id && action.source_row)
    view.source = source_of(tx, *action.source_import_id, *action.source_row);
  if (around.questions) view.questions = lint::questions_of(tx, "action", id.value);
  if (around.evidence) view.evidence = evidence_of(tx, id);
  if (around.linked) find_linked_actions(tx, view);
  if (action.status == Status::not_done) view.escalation = open_escalation(tx, id);
  for (auto& next : next_statuses(action.status, view.evidence.size()))
    view.next_statuses.push_back({next.to, std::move(next.requires_all), std::move(next.one_of)});
  view.access = identity::access_to(tx, id.value, action.restricted());
  view.may_restrict = identity::may_restrict(tx, restrictable, id.value);
  return view;
}

}  // namespace

std::vector<ActionReportRow> report_rows(Tx& tx, std::vector<Id<org::Unit>> const& units) {
  if (units.empty()) return {};
  std::string ids;
  for (auto const unit : units) ids += (ids.empty() ? "" : ", ") + std::to_string(unit.value);
  return tx.select<ActionReportRow>(
      "select a.id as id, a.version as version, a.number as number, a.unit_id as unit_id, u.name as unit_name, a.event_id as event_id, "
      "e.control_id as control_id, coalesce(c.title, '') as control_title, coalesce(e.text, '') as event_text, a.text as text, a.status as status, "
      "a.start as start, a.due as due, a.original_due as original_due, coalesce(a.analysis, '') as analysis, coalesce(a.reason, '') as reason, "
      "coalesce(a.effect, '') as effect, coalesce(p.name, a.owner_text, '') as owner, "
      "(select count(*) from evidence v where v.action_id = a.id) as evidence_count, " +
      lint::open_questions_sql("action", "a.id") +
      " as open_questions from action a join org_unit u on u.id = a.unit_id left join person p on p.id = a.owner_id "
      "left join unwanted_event e on e.id = a.event_id left join control c on c.id = e.control_id where a.scope_id in (" +
      ids + ") and " + tx.in_scope("a.scope_id") +
      " order by coalesce(a.source_import_id, 9223372036854775807), coalesce(a.source_row, 0), a.number");
}

void view_routes(kernel::Routes& routes) {
  routes.add(kernel::Method::get, "/api/actions/{id}", "getAction", "action.read", get_action, "En åtgärd med det som hör till");
}

}  // namespace rimlig::action

// Controls and unwanted events: what actions hang on.
#include <charconv>

#include "action/handlers.hpp"
#include "search/search.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::Created;
using kernel::IfMatch;
using kernel::Items;
using kernel::Page;
using kernel::Problem;

struct ControlDraft {
  Id<org::Unit> unit_id;
  Text<1, 4000> title;
  ControlKind kind = ControlKind::continuous;
  std::optional<Frequency> frequency;
  std::optional<Words> responsible;
  std::optional<Words> process;
  std::optional<Words> area;
};
BOOST_DESCRIBE_STRUCT(ControlDraft, (), (unit_id, title, kind, frequency, responsible, process, area))

void check(Control& control) {
  for (auto* text : {&control.responsible, &control.process, &control.area}) tidy(*text);
  // S4-54: what is planned says how often; what is part of daily work is just that.
  if (control.kind == ControlKind::continuous && control.frequency && *control.frequency != Frequency::continuous)
    throw Problem::invalid("/frequency", "not_continuous", "En löpande kontroll har frekvensen löpande. Välj systematisk kontroll för annan frekvens.");
  if (control.kind == ControlKind::scheduled && control.frequency == Frequency::continuous)
    throw Problem::invalid("/frequency", "not_scheduled", "En systematisk kontroll görs med ett mellanrum. Välj till exempel tertialvis.");
}

struct ControlQuery {
  std::optional<Id<org::Unit>> unit;
  std::optional<ControlKind> kind;
  std::optional<Frequency> frequency;
  std::optional<Text<0, 200>> q;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ControlQuery, (), (unit, kind, frequency, q, sort, after, limit))

constexpr kernel::SortColumn control_sorts[] = {{"title", "c.title_key collate sv"}, {"id", "c.id", true}};
constexpr std::string_view control_columns =
    "c.id as id, c.version as version, c.unit_id as unit_id, c.title as title, c.kind as kind, c.frequency as frequency, c.responsible as responsible, "
    "c.process as process, c.area as area, c.source_import_id as source_import_id, c.source_row as source_row";
constexpr kernel::ListShape control_shape{control_columns, "control c", "", "c.id", "c.unit_id", control_sorts};
constexpr kernel::ListShape control_search{control_columns, "control c", "", "c.id", "", control_sorts};

Page<Control> list_controls(Context& context, kernel::Query<ControlQuery> query) {
  kernel::Where where;
  bool const words = query.q && !query.q->empty();
  if (query.unit) words ? where.add(org::within("c.unit_id", *query.unit)) : where.narrow(org::within("{}", *query.unit));
  if (query.kind) where.add("c.kind = ?", *query.kind);
  if (query.frequency) where.add("c.frequency = ?", *query.frequency);
  if (words) search::add_condition(context.tx, where, "c.id", "c.unit_id", *query.q);
  return kernel::list<Control>(context.tx, words ? control_search : control_shape, where, {query.sort, query.after, query.limit});
}

Control get_control(Context& context, Id<Control> id) { return context.tx.get(id); }

Created<Control> create_control(Context& context, ControlDraft const&) {
  Control control;
  kernel::copy_given<ControlDraft>(context, control);
  check(control);
  context.tx.insert(control);
  derive(context.tx, control);
  return {control};
}

Control update_control(Context& context, Id<Control> id, ControlDraft const&, IfMatch match) {
  auto control = context.tx.get(id);
  kernel::copy_given<ControlDraft>(context, control);
  check(control);
  context.tx.update(control, match.version);
  derive(context.tx, control);
  return control;
}

struct YearQuery {
  std::optional<kernel::Range<1900, 2199>> year;
};
BOOST_DESCRIBE_STRUCT(YearQuery, (), (year))

Items<Occurrence> list_occurrences(Context& context, Id<Control> id, kernel::Query<YearQuery> query) {
  auto const control = context.tx.get(id);
  if (!control.frequency) return {};
  auto const today = context.tx.today().text;
  int year = 0;
  std::from_chars(today.data(), today.data() + 4, year);
  return {occurrences(*control.frequency, query.year ? static_cast<int>(query.year->value) : year)};
}

struct UnwantedEventDraft {
  Id<org::Unit> unit_id;
  std::optional<std::int64_t> control_id;  // may belong to a unit above; checked when it changes
  Text<1, 8000> text;
  std::optional<kernel::Range<1, 100>> risk_before;
  std::optional<kernel::Range<1, 100>> risk_after;
};
BOOST_DESCRIBE_STRUCT(UnwantedEventDraft, (), (unit_id, control_id, text, risk_before, risk_after))

void check(Tx& tx, UnwantedEvent const& before, UnwantedEvent const& after) {
  if (after.control_id && before.control_id != after.control_id && !tx.find(*after.control_id))
    throw Problem::invalid("/control_id", "outside_scope", "Kontrollen finns inte, eller ligger utanför dina enheter.");
}

struct UnwantedEventQuery {
  std::optional<Id<org::Unit>> unit;
  std::optional<Id<Control>> control;
  std::optional<Text<0, 200>> q;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(UnwantedEventQuery, (), (unit, control, q, sort, after, limit))

constexpr kernel::SortColumn event_sorts[] = {{"text", "e.text_key collate sv"}, {"id", "e.id", true}};
constexpr std::string_view event_columns =
    "e.id as id, e.version as version, e.unit_id as unit_id, e.control_id as control_id, e.text as text, e.risk_before as risk_before, "
    "e.risk_after as risk_after, e.source_import_id as source_import_id, e.source_row as source_row";
constexpr kernel::ListShape event_shape{event_columns, "unwanted_event e", "", "e.id", "e.unit_id", event_sorts};
constexpr kernel::ListShape event_search{event_columns, "unwanted_event e", "", "e.id", "", event_sorts};

Page<UnwantedEvent> list_events(Context& context, kernel::Query<UnwantedEventQuery> query) {
  kernel::Where where;
  bool const words = query.q && !query.q->empty();
  if (query.unit) words ? where.add(org::within("e.unit_id", *query.unit)) : where.narrow(org::within("{}", *query.unit));
  if (query.control) where.add("e.control_id = ?", *query.control);
  if (words) search::add_condition(context.tx, where, "e.id", "e.unit_id", *query.q);
  return kernel::list<UnwantedEvent>(context.tx, words ? event_search : event_shape, where, {query.sort, query.after, query.limit});
}

UnwantedEvent get_event(Context& context, Id<UnwantedEvent> id) { return context.tx.get(id); }

Created<UnwantedEvent> create_event(Context& context, UnwantedEventDraft const&) {
  UnwantedEvent event;
  kernel::copy_given<UnwantedEventDraft>(context, event);
  check(context.tx, {}, event);
  context.tx.insert(event);
  derive(context.tx, event);
  return {event};
}

UnwantedEvent update_event(Context& context, Id<UnwantedEvent> id, UnwantedEventDraft const&, IfMatch match) {
  auto const before = context.tx.get(id);
  auto event = before;
  kernel::copy_given<UnwantedEventDraft>(context, event);
  check(context.tx, before, event);
  context.tx.update(event, match.version);
  derive(context.tx, event);
  return event;
}

}  // namespace

void chain_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/controls", "listControls", "control.read", list_controls, "Kontroller");
  routes.add(Method::get, "/api/controls/{id}", "getControl", "control.read", get_control, "En kontroll");
  routes.add(Method::post, "/api/controls", "createControl", "control.write", create_control, "Ny kontroll");
  routes.add(Method::put, "/api/controls/{id}", "updateControl", "control.write", update_control, "Ändra en kontroll");
  routes.add(Method::get, "/api/controls/{id}/occurrences", "listOccurrences", "control.read", list_occurrences, "När en kontroll ska göras");
  routes.add(Method::get, "/api/events", "listEvents", "control.read", list_events, "Oönskade händelser");
  routes.add(Method::get, "/api/events/{id}", "getEvent", "control.read", get_event, "En oönskad händelse");
  routes.add(Method::post, "/api/events", "createEvent", "control.write", create_event, "Ny oönskad händelse");
  routes.add(Method::put, "/api/events/{id}", "updateEvent", "control.write", update_event, "Ändra en oönskad händelse");
}

}  // namespace rimlig::action

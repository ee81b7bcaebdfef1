#include "identity/positions.hpp"

#include "kernel/routes.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using namespace kernel;

// In the namespace and not hidden, since the names stand in OpenAPI.
struct HolderView {
  Id<PositionHolder> id;
  Version version;
  std::int64_t person_id;
  std::string person_name;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
};
BOOST_DESCRIBE_STRUCT(HolderView, (), (id, version, person_id, person_name, valid_from, valid_to))

struct PositionRow {
  Id<Position> id;
  Version version;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::string title;
  bool authority;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  bool vacant;
  std::optional<Date> last_held;
};
BOOST_DESCRIBE_STRUCT(PositionRow, (), (id, version, unit_id, unit_name, title, authority, valid_from, valid_to, vacant, last_held))

struct PositionView {
  Id<Position> id;
  Version version;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::string title;
  bool authority;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  bool vacant;                    // nobody holds it today
  std::optional<Date> last_held;  // the last day that somebody held it, when it is vacant
  std::vector<HolderView> holders;
};
BOOST_DESCRIBE_STRUCT(PositionView, (), (id, version, unit_id, unit_name, title, authority, valid_from, valid_to, vacant, last_held, holders))

struct PositionDraft {
  Id<org::Unit> unit_id;
  Text<1, 120> title;
  bool authority = false;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
};
BOOST_DESCRIBE_STRUCT(PositionDraft, (), (unit_id, title, authority, valid_from, valid_to))

struct HolderDraft {
  Id<Person> person_id;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
};
BOOST_DESCRIBE_STRUCT(HolderDraft, (), (person_id, valid_from, valid_to))

struct PositionTitle {
  std::string title;
};
BOOST_DESCRIBE_STRUCT(PositionTitle, (), (title))

struct PositionQuery {
  std::optional<Id<org::Unit>> unit;
  std::optional<bool> vacant;
  std::optional<Text<0, 200>> q;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(PositionQuery, (), (unit, vacant, q, sort, after, limit))

namespace {

/// Titles that a Swedish municipality has (S1-40, S2-62, S4-52); any other may be written.
constexpr std::string_view common_titles[] = {
    "Arbetsledare",    "Avdelningschef",      "Barnskötare",     "Behandlare",      "Biträdande enhetschef", "Controller",      "Ekonom",           "Ekonomichef",
    "Enhetschef",      "Första socialsekreterare", "Förskolechef", "Förvaltningschef", "Gruppchef",           "Handläggare",     "HR-konsult",       "Ledamot",
    "Lönecontroller",  "Medarbetare",         "Nämndsekreterare", "Ordförande",      "Rektor",                "Revisor",         "Socialsekreterare", "Verkställare"};

std::string held_today(std::string_view day) {
  return "exists (select 1 from position_holder h where h.position_id = p.id and " + org::in_force("h", day) + ")";
}

std::string columns() {
  return "p.id as id, p.version as version, p.unit_id as unit_id, u.name as unit_name, p.title as title, p.authority as authority, p.valid_from as valid_from, "
         "p.valid_to as valid_to, not " + held_today(":today") + " as vacant, (select max(h.valid_to) from position_holder h where h.position_id = p.id and h.valid_to < :today) as last_held";
}

std::string with_day(std::string text, Date const& day) {
  // The day is the clock's own, never a user's text.
  for (auto at = text.find(":today"); at != std::string::npos; at = text.find(":today", at)) text.replace(at, 6, "'" + day.text + "'");
  return text;
}

PositionView view_of(Tx& tx, PositionRow row) {
  PositionView view{row.id, row.version, row.unit_id, std::move(row.unit_name), std::move(row.title), row.authority, row.valid_from, row.valid_to, row.vacant, {}, {}};
  if (view.vacant) view.last_held = row.last_held;
  view.holders = tx.select<HolderView>(
      "select h.id as id, h.version as version, h.person_id as person_id, n.name as person_name, h.valid_from as valid_from, h.valid_to as valid_to "
      "from position_holder h join person n on n.id = h.person_id where h.position_id = $1 order by coalesce(h.valid_from, '') desc, h.id desc",
      view.id);
  return view;
}

PositionView view_of(Tx& tx, Id<Position> id) {
  auto row = tx.select_one<PositionRow>(with_day("select " + columns() + " from position p join org_unit u on u.id = p.unit_id where p.id = $1", tx.today()), id);
  if (!row) throw Problem::not_found("befattningen");
  return view_of(tx, std::move(*row));
}

constexpr SortColumn sorts[] = {{"title", "p.title collate sv"}, {"id", "p.id", true}};

Page<PositionView> list_positions(Context& context, Query<PositionQuery> query) {
  auto& tx = context.tx;
  auto const shown = with_day(columns(), tx.today());
  ListShape const shape{shown, "position p", "join org_unit u on u.id = p.unit_id", "p.id", "p.unit_id", sorts};
  Where where;
  if (query.unit) where.narrow(org::within("{}", *query.unit));
  if (query.vacant)
    where.add((*query.vacant ? "not " : "") + with_day(held_today(":today"), tx.today()) + " and (p.valid_to is null or p.valid_to >= ?)", tx.today());
  if (query.q && !query.q->empty()) where.add("replace(lower(p.title), lower(?), '') <> lower(p.title)", *query.q);
  auto found = list<PositionRow>(tx, shape, where, {query.sort, query.after, query.limit});
  Page<PositionView> page{{}, found.next, found.total, found.total_capped};
  for (auto& row : found.items) page.items.push_back(view_of(tx, std::move(row)));
  return page;
}

PositionView get_position(Context& context, Id<Position> id) {
  context.tx.get(id);
  return view_of(context.tx, id);
}

void check_dates(std::optional<Date> const& from, std::optional<Date> const& to) {
  if (from && to && to->text < from->text) throw Problem::invalid("/valid_to", "before_start", "Sista dagen kan inte ligga före den första. Ändra något av datumen.");
}

Created<PositionView> create_position(Context& context, PositionDraft draft) {
  check_dates(draft.valid_from, draft.valid_to);
  org::require_in_force(context.tx, draft.unit_id, "/unit_id");
  Position position;
  copy_members(std::move(draft), position);
  context.tx.insert(position);
  return {view_of(context.tx, position.id)};
}

PositionView update_position(Context& context, Id<Position> id, PositionDraft draft, IfMatch match) {
  check_dates(draft.valid_from, draft.valid_to);
  auto position = context.tx.get(id);
  if (position.unit_id != draft.unit_id) {
    org::require_in_force(context.tx, draft.unit_id, "/unit_id");
    context.tx.execute_derived("update position_holder set unit_id = $1 where position_id = $2", draft.unit_id, id);
  }
  copy_members(std::move(draft), position);
  context.tx.update(position, match.version);
  return view_of(context.tx, id);
}

void remove_position(Context& context, Id<Position> id) {
  auto const position = context.tx.get(id);
  if (context.tx.value<std::int64_t>("select 1 from position_holder where position_id = $1 limit 1", id))
    throw Problem::conflict("position_held", "Någon har eller har haft befattningen. Sätt en sista dag i stället, så finns det kvar vem som hade den.");
  context.tx.remove(position);
}

Created<PositionHolder> create_holder(Context& context, Id<Position> id, HolderDraft draft) {
  check_dates(draft.valid_from, draft.valid_to);
  PositionHolder holder;
  holder.unit_id = context.tx.get(id).unit_id;
  holder.position_id = id;
  copy_members(std::move(draft), holder);
  context.tx.insert(holder);
  return {holder};
}

PositionHolder update_holder(Context& context, Id<PositionHolder> id, HolderDraft draft, IfMatch match) {
  check_dates(draft.valid_from, draft.valid_to);
  auto holder = context.tx.get(id);
  copy_members(std::move(draft), holder);
  context.tx.update(holder, match.version);
  return holder;
}

void remove_holder(Context& context, Id<PositionHolder> id) { context.tx.remove(context.tx.get(id)); }

Items<PositionTitle> list_titles(Context& context) {
  Items<PositionTitle> titles;
  context.tx.run("select distinct p.title from position p where " + context.tx.in_scope("p.unit_id") + " order by p.title limit 500", {},
                 [&](Row const& row) { titles.items.push_back({std::string(row.text(0))}); });
  auto const used = titles.items.size();
  for (auto const title : common_titles) {
    bool known = false;
    for (std::size_t n = 0; n < used; ++n) known = known || titles.items[n].title == title;
    if (!known) titles.items.push_back({std::string(title)});
  }
  return titles;
}

}  // namespace

void position_routes(Routes& to) {
  to.add(Method::get, "/api/positions", "listPositions", "person.read", list_positions, "Befattningar, vem som har dem och vilka som är vakanta");
  to.add(Method::get, "/api/positions/{id}", "getPosition", "person.read", get_position, "Hämta en befattning");
  to.add(Method::post, "/api/positions", "createPosition", "person.write", create_position, "Ny befattning");
  to.add(Method::put, "/api/positions/{id}", "updatePosition", "person.write", update_position, "Ändra en befattning");
  to.add(Method::del, "/api/positions/{id}", "removePosition", "person.write", remove_position, "Ta bort en befattning som ingen har haft");
  to.add(Method::post, "/api/positions/{id}/holders", "createHolder", "person.write", create_holder, "Säg vem som har befattningen, från och till");
  to.add(Method::put, "/api/holders/{id}", "updateHolder", "person.write", update_holder, "Ändra vem som har befattningen, eller när");
  to.add(Method::del, "/api/holders/{id}", "removeHolder", "person.write", remove_holder, "Ta bort ett innehav som blev fel");
  to.add(Method::get, "/api/position-titles", "listPositionTitles", "person.read", list_titles, "Förslag på befattningar");
}

}  // namespace rimlig::identity

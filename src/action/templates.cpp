// The library of standard actions (S4-8): written once, taken by any unit, and counted where used.
#include "action/handlers.hpp"
#include "identity/permissions.hpp"
#include "kernel/swedish.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::Created;
using kernel::IfMatch;
using kernel::Page;

struct ActionTemplateDraft {
  Id<org::Unit> unit_id;
  Text<1, 8000> text;
  std::optional<Words> area;
  std::optional<Words> goal;
  std::optional<Prose> guidance;
  bool retired = false;
};
BOOST_DESCRIBE_STRUCT(ActionTemplateDraft, (), (unit_id, text, area, goal, guidance, retired))

struct ActionTemplateRow {
  Id<ActionTemplate> id;
  Version version;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::string text;
  std::optional<std::string> area;
  std::optional<std::string> goal;
  std::optional<std::string> guidance;
  bool retired = false;
  bool writable = false;  // the reader may change it
  std::int64_t used = 0;  // by actions that the reader may see
};
BOOST_DESCRIBE_STRUCT(ActionTemplateRow, (), (id, version, unit_id, unit_name, text, area, goal, guidance, retired, writable, used))

struct ActionTemplateQuery {
  std::optional<Text<0, 200>> q;
  std::optional<bool> retired;  // left out: only those that are offered
  std::optional<Text<0, 200>> area;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ActionTemplateQuery, (), (q, retired, area, sort, after, limit))

/// The entry lies at one of the actor's units or above it.
std::string offered(Tx& tx) {
  return "t.unit_id in (select up.id from org_unit own join org_unit up on own.path >= up.path and own.path < up.path || ':' where " +
         tx.in_scope("own.id") + ")";
}

constexpr kernel::SortColumn sorts[] = {
    {"text", "substr(t.text, 1, 200) collate sv"}, {"area", "coalesce(t.area, '') collate sv"}, {"id", "t.id", true}};

std::string columns(Tx& tx) {
  return "t.id as id, t.version as version, t.unit_id as unit_id, u.name as unit_name, t.text as text, t.area as area, t.goal as goal, "
         "t.guidance as guidance, t.retired as retired, case when " +
         tx.in_scope("t.unit_id", identity::roles_with("control.write")) +
         " then 1 else 0 end as writable, (select count(*) from action a where a.template_id = t.id and " + tx.in_scope("a.scope_id") + ") as used";
}
constexpr std::string_view unit_of_it = "join org_unit u on u.id = t.unit_id";

Page<ActionTemplateRow> list_templates(Context& context, kernel::Query<ActionTemplateQuery> query) {
  auto const shown = columns(context.tx);
  kernel::ListShape const shape{shown, "action_template t", unit_of_it, "t.id", "", sorts};
  kernel::Where where;
  where.add(offered(context.tx));
  where.add(query.retired.value_or(false) ? "t.retired = true" : "t.retired = false");
  if (query.area && !query.area->empty()) where.add("t.area = ?", *query.area);
  // Folded words are letters and digits alone, so nothing in them means anything to "like".
  if (query.q)
    for (auto const& word : kernel::swedish_words(*query.q)) where.add("t.words like ?", "% " + word.folded + "%");
  return kernel::list<ActionTemplateRow>(context.tx, shape, where, {query.sort, query.after, query.limit});
}

ActionTemplateRow get_template(Context& context, Id<ActionTemplate> id) {
  auto& tx = context.tx;
  auto found = tx.select_one<ActionTemplateRow>(
      "select " + columns(tx) + " from action_template t " + std::string(unit_of_it) + " where t.id = $1 and " + offered(tx), id);
  if (!found) throw kernel::Problem::not_found("standardåtgärden");
  return std::move(*found);
}

void tidy_all(ActionTemplate& entry) {
  tidy(entry.area);
  tidy(entry.goal);
  tidy(entry.guidance);
}

/// What the library can be searched for, in the transaction that stores the entry.
void keep_words(Tx& tx, ActionTemplate const& entry) {
  std::string words;
  auto const add = [&](std::string_view text) {
    for (auto const& word : kernel::swedish_words(text)) words += " " + word.folded;
  };
  add(entry.text);
  if (entry.area) add(*entry.area);
  if (entry.goal) add(*entry.goal);
  tx.execute_derived("update action_template set words = $1 where id = $2", words, entry.id);
}

Created<ActionTemplate> create_template(Context& context, ActionTemplateDraft const&) {
  ActionTemplate entry;
  kernel::copy_given<ActionTemplateDraft>(context, entry);
  tidy_all(entry);
  context.tx.insert(entry);
  keep_words(context.tx, entry);
  return {entry};
}

ActionTemplate update_template(Context& context, Id<ActionTemplate> id, ActionTemplateDraft const&, IfMatch match) {
  auto entry = context.tx.get(id);
  kernel::copy_given<ActionTemplateDraft>(context, entry);
  tidy_all(entry);
  context.tx.update(entry, match.version);
  keep_words(context.tx, entry);
  return entry;
}

}  // namespace

bool template_is_offered(Tx& tx, Id<ActionTemplate> id) {
  return tx.value<std::int64_t>("select t.id from action_template t where t.id = $1 and t.retired = false and " + offered(tx), id).has_value();
}

void template_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/action-templates", "listActionTemplates", "action.read", list_templates, "Biblioteket av standardåtgärder");
  routes.add(Method::get, "/api/action-templates/{id}", "getActionTemplate", "action.read", get_template, "En standardåtgärd");
  routes.add(Method::post, "/api/action-templates", "createActionTemplate", "control.write", create_template, "Ny standardåtgärd");
  routes.add(Method::put, "/api/action-templates/{id}", "updateActionTemplate", "control.write", update_template, "Ändra en standardåtgärd, eller sluta erbjuda den");
}

}  // namespace rimlig::action

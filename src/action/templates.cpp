// The library of standard actions (S4-8): written once, taken by any unit, and counted where used.
#include "action/handlers.hpp"

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
};
BOOST_DESCRIBE_STRUCT(ActionTemplateDraft, (), (unit_id, text, area, goal, guidance))

struct ActionTemplateRow {
  Id<ActionTemplate> id;
  Version version;
  Id<org::Unit> unit_id;
  std::string text;
  std::optional<std::string> area;
  std::optional<std::string> goal;
  std::optional<std::string> guidance;
  std::int64_t used = 0;  // by actions that the reader may see
};
BOOST_DESCRIBE_STRUCT(ActionTemplateRow, (), (id, version, unit_id, text, area, goal, guidance, used))

struct ActionTemplateQuery {
  std::optional<Text<0, 200>> area;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ActionTemplateQuery, (), (area, sort, after, limit))

/// The entry lies at one of the actor's units or above it.
std::string offered(Tx& tx) {
  return "t.unit_id in (select up.id from org_unit own join org_unit up on own.path >= up.path and own.path < up.path || ':' where " +
         tx.in_scope("own.id") + ")";
}

constexpr kernel::SortColumn sorts[] = {{"text", "substr(t.text, 1, 200) collate sv"}, {"id", "t.id", true}};

Page<ActionTemplateRow> list_templates(Context& context, kernel::Query<ActionTemplateQuery> query) {
  std::string const columns =
      "t.id as id, t.version as version, t.unit_id as unit_id, t.text as text, t.area as area, t.goal as goal, t.guidance as guidance, "
      "(select count(*) from action a where a.template_id = t.id and " +
      context.tx.in_scope("a.unit_id") + ") as used";
  kernel::ListShape const shape{columns, "action_template t", "", "t.id", "", sorts};
  kernel::Where where;
  where.add(offered(context.tx));
  if (query.area && !query.area->empty()) where.add("t.area = ?", *query.area);
  return kernel::list<ActionTemplateRow>(context.tx, shape, where, {query.sort, query.after, query.limit});
}

ActionTemplate get_template(Context& context, Id<ActionTemplate> id) {
  auto const found = context.tx.select_one<ActionTemplate>(
      "select t.id as id, t.version as version, t.unit_id as unit_id, t.text as text, t.area as area, t.goal as goal, t.guidance as guidance "
      "from action_template t where t.id = $1 and " +
          offered(context.tx),
      id);
  if (!found) throw kernel::Problem::not_found("standardåtgärden");
  return *found;
}

void tidy_all(ActionTemplate& entry) {
  tidy(entry.area);
  tidy(entry.goal);
  tidy(entry.guidance);
}

Created<ActionTemplate> create_template(Context& context, ActionTemplateDraft const&) {
  ActionTemplate entry;
  kernel::copy_given<ActionTemplateDraft>(context, entry);
  tidy_all(entry);
  context.tx.insert(entry);
  return {entry};
}

ActionTemplate update_template(Context& context, Id<ActionTemplate> id, ActionTemplateDraft const&, IfMatch match) {
  auto entry = context.tx.get(id);
  kernel::copy_given<ActionTemplateDraft>(context, entry);
  tidy_all(entry);
  context.tx.update(entry, match.version);
  return entry;
}

}  // namespace

bool template_is_offered(Tx& tx, Id<ActionTemplate> id) {
  return tx.value<std::int64_t>("select t.id from action_template t where t.id = $1 and " + offered(tx), id).has_value();
}

void template_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/action-templates", "listActionTemplates", "action.read", list_templates, "Biblioteket av standardåtgärder");
  routes.add(Method::get, "/api/action-templates/{id}", "getActionTemplate", "action.read", get_template, "En standardåtgärd");
  routes.add(Method::post, "/api/action-templates", "createActionTemplate", "control.write", create_template, "Ny standardåtgärd");
  routes.add(Method::put, "/api/action-templates/{id}", "updateActionTemplate", "control.write", update_template, "Ändra en standardåtgärd");
}

}  // namespace rimlig::action

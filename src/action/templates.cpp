// The library of standard actions (S4-8): written once, taken by any unit, and counted where used.
#include "action/handlers.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::Created;
using kernel::IfMatch;
using kernel::Page;

struct ActionTemplateDraft {
  Text<1, 8000> text;
  std::optional<Words> area;
  std::optional<Words> goal;
  std::optional<Prose> guidance;
};
BOOST_DESCRIBE_STRUCT(ActionTemplateDraft, (), (text, area, goal, guidance))

struct ActionTemplateRow {
  Id<ActionTemplate> id;
  Version version;
  std::string text;
  std::optional<std::string> area;
  std::optional<std::string> goal;
  std::optional<std::string> guidance;
  std::int64_t used = 0;  // by actions that the reader may see
};
BOOST_DESCRIBE_STRUCT(ActionTemplateRow, (), (id, version, text, area, goal, guidance, used))

struct ActionTemplateQuery {
  std::optional<Text<0, 200>> area;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ActionTemplateQuery, (), (area, sort, after, limit))

constexpr kernel::SortColumn sorts[] = {{"text", "substr(t.text, 1, 200) collate sv"}, {"id", "t.id", true}};

Page<ActionTemplateRow> list_templates(Context& context, kernel::Query<ActionTemplateQuery> query) {
  std::string const columns =
      "t.id as id, t.version as version, t.text as text, t.area as area, t.goal as goal, t.guidance as guidance, "
      "(select count(*) from action a where a.template_id = t.id and " +
      context.tx.in_scope("a.unit_id") + ") as used";
  kernel::ListShape const shape{columns, "action_template t", "", "t.id", "", sorts};
  kernel::Where where;
  if (query.area && !query.area->empty()) where.add("t.area = ?", *query.area);
  return kernel::list<ActionTemplateRow>(context.tx, shape, where, {query.sort, query.after, query.limit});
}

ActionTemplate get_template(Context& context, Id<ActionTemplate> id) { return context.tx.get(id); }

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

void template_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/action-templates", "listActionTemplates", "action.read", list_templates, "Biblioteket av standardåtgärder");
  routes.add(Method::get, "/api/action-templates/{id}", "getActionTemplate", "action.read", get_template, "En standardåtgärd");
  routes.add(Method::post, "/api/action-templates", "createActionTemplate", "control.write", create_template, "Ny standardåtgärd");
  routes.add(Method::put, "/api/action-templates/{id}", "updateActionTemplate", "control.write", update_template, "Ändra en standardåtgärd");
}

}  // namespace rimlig::action

#include "action/restriction.hpp"

#include "action/handlers.hpp"
#include "action/store.hpp"

namespace rimlig::action {

void take_scope(Tx& tx, Action& action, std::int64_t scope, std::string operation) {
  action.scope_id = scope;
  action.updated_at = tx.now();
  tx.update(kernel::struct_of<Action>, &action, action.version.value, {}, std::move(operation));
  tx.execute_derived("update escalation set scope_id = case when $1 = 0 then unit_id else $1 end where action_id = $2", action.circle(), action.id);
  move_belongings(tx, action);
  derive(tx, action);
}

namespace {

/// SQL condition: nothing that only others may read was made of what `where` says, over the alias made.
std::string nothing_hidden(Tx const& tx, std::string const& where) {
  std::string out;
  for (auto const* table : {"action", "finding"})
    out += std::string(out.empty() ? "" : " and ") + "not exists (select 1 from " + table + " made where " + where + " and made.scope_id <> made.unit_id and not (" + tx.in_scope("made.scope_id") + "))";
  return out;
}

}  // namespace

std::string source_is_open(Tx const& tx, std::string_view import, std::string_view row) {
  return nothing_hidden(tx, "made.source_import_id = " + std::string(import) + " and made.source_row = " + std::string(row));
}

bool whole_source_is_open(Tx& tx, std::string_view imports, std::string const& of) {
  return tx.value<std::int64_t>("select 1 where " + nothing_hidden(tx, "made.source_import_id in (" + std::string(imports) + ")"), of).has_value();
}

std::optional<SourceRow> source_of(Tx& tx, std::int64_t import_id, std::int64_t row) {
  return tx.select_one<SourceRow>("select s.import_id as import_id, s.row as row, s.file_name as file_name, s.sha256 as sha256, s.text as text from source_row s where s.import_id = $1 and s.row = $2 and " +
                                      source_is_open(tx, "s.import_id", "s.row"),
                                  import_id, row);
}

void restrict_as(Tx& tx, Action& action, org::Circle const& circle) {
  auto const choice = identity::choice_of(tx, restrictable, circle);
  Restricting::restrict(tx, action, choice);
}

void restriction_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/actions/restricted", "listRestrictedActions", "action.read", Restricting::list, "Åtgärder med begränsad åtkomst som finns men inte visas");
  routes.add(Method::post, "/api/actions/{id}/restriction", "restrictAction", "action.restrict", Restricting::draw, "Begränsa åtkomsten till en åtgärd");
  routes.add(Method::put, "/api/actions/{id}/restriction", "changeActionRestriction", "action.restrict", Restricting::change, "Ändra vilka som får läsa");
  routes.add(Method::del, "/api/actions/{id}/restriction", "liftActionRestriction", "action.restrict", Restricting::lift, "Häv den begränsade åtkomsten");
}

void register_restriction() {
  identity::add_attached({.kind = "action",
                          .objects = "select id from action where id = $1 union all select id from evidence where action_id = $1 union all select id from action_comment where action_id = $1 "
                                     "union all select id from escalation where action_id = $1 union all select id from lint_question where object_kind = 'action' and object_id = $1"});
}

}  // namespace rimlig::action

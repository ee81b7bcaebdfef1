// Filters and an order of the action list under a name of the person's own. What is kept is
// the query of the list's address, so that opening a view is following a link that works for anyone.
#include "action/handlers.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::Created;
using kernel::IfMatch;
using kernel::Items;
using kernel::Problem;

/// A person's own: every statement below says whose.
struct SavedView {
  static constexpr std::string_view table = "saved_view";
  Id<SavedView> id;
  Version version;
  Id<identity::Person> person_id;
  Text<1, 60> name;
  Text<0, 1000> query;
};
BOOST_DESCRIBE_STRUCT(SavedView, (), (id, version, person_id, name, query))

struct SavedViewDraft {
  Text<1, 60> name;
  Text<0, 1000> query;
};
BOOST_DESCRIBE_STRUCT(SavedViewDraft, (), (name, query))

constexpr std::int64_t most_views = 30;  // a row of links above the list, not an archive

SavedView own_view(Tx& tx, Id<SavedView> id) {
  auto found = tx.select_one<SavedView>("select id, version, person_id, name, query from saved_view where id = $1 and person_id = $2", id, tx.actor().id);
  if (!found) throw Problem::not_found("vyn");
  return std::move(*found);
}

void check(Context& context, SavedView& view) {
  auto& tx = context.tx;
  view.name = view.name.substr(view.name.find_first_not_of(" \t\n"));  // never only blanks: the kernel refuses those
  view.name.resize(view.name.find_last_not_of(" \t\n") + 1);
  if (tx.value<std::int64_t>("select id from saved_view where person_id = $1 and name = $2 and id <> $3", tx.actor().id, view.name, view.id))
    throw Problem::invalid("/name", "taken", "Du har redan en vy som heter så. Välj ett annat namn.");
  check_view(context, view.query);
}

Items<SavedView> list_views(Context& context) {
  return {context.tx.select<SavedView>("select id, version, person_id, name, query from saved_view where person_id = $1 order by name collate sv, id",
                                       context.tx.actor().id)};
}

Created<SavedView> create_view(Context& context, SavedViewDraft const& draft) {
  auto& tx = context.tx;
  SavedView view{{}, {}, {tx.actor().id}, draft.name, draft.query};
  check(context, view);
  if (tx.value<std::int64_t>("select count(*) from saved_view where person_id = $1", tx.actor().id).value_or(0) >= most_views)
    throw Problem::conflict("too_many_views", "Du har redan " + std::to_string(most_views) + " vyer. Ta bort en som du inte använder först.");
  tx.insert(view);
  return {view};
}

SavedView update_view(Context& context, Id<SavedView> id, SavedViewDraft const&, IfMatch match) {
  auto view = own_view(context.tx, id);
  kernel::copy_given<SavedViewDraft>(context, view);
  check(context, view);
  context.tx.update(view, match.version);
  return view;
}

void remove_view(Context& context, Id<SavedView> id) { context.tx.remove(own_view(context.tx, id)); }

}  // namespace

void saved_view_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/saved-views", "listSavedViews", "action.read", list_views, "Mina sparade vyer av åtgärdslistan");
  routes.add(Method::post, "/api/saved-views", "createSavedView", "action.read", create_view, "Spara listans filter och ordning under ett namn");
  routes.add(Method::put, "/api/saved-views/{id}", "updateSavedView", "action.read", update_view, "Byt namn på en vy, eller vad den visar");
  routes.add(Method::del, "/api/saved-views/{id}", "removeSavedView", "action.read", remove_view, "Ta bort en vy");
}

}  // namespace rimlig::action

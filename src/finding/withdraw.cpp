#include "finding/withdraw.hpp"

namespace rimlig::finding {

namespace {

constexpr action::ImportedKind imported_findings{"finding", "case when o.scope_id = o.unit_id then substr(o.title, 1, 80) else 'Iakttagelse ' || o.id end", "/findings/"};

}  // namespace

std::vector<action::Obstacle> obstacles(Tx& tx, action::Withdrawal const& of) {
  std::vector<action::Obstacle> found;
  action::add_changed(tx, of, imported_findings, found);
  auto const add = [&](action::ImportedKind const& kind, std::string_view condition, std::string_view what) {
    action::add_where(tx, of, kind, condition, what, found);
  };
  add(imported_findings,
      "exists (select 1 from review r join audit_entry e on e.object_kind = 'review' and e.object_id = r.id and e.seq > $2 where r.finding_id = o.id)",
      "har följts upp");
  add(imported_findings, "exists (select 1 from finding later where later.repeats_finding_id = o.id and coalesce(later.source_import_id, 0) <> $1)",
      "har återkommit i en senare iakttagelse");
  add(imported_findings,
      "exists (select 1 from finding_action l join action a on a.id = l.action_id where l.finding_id = o.id and coalesce(a.source_import_id, 0) <> $1)",
      "har fått fler åtgärder");
  add(action::imported_actions,
      "exists (select 1 from finding_action l join finding f on f.id = l.finding_id where l.action_id = o.id and coalesce(f.source_import_id, 0) <> $1)",
      "har kopplats till en annan iakttagelse");
  return found;
}

void withdraw(Tx& tx, action::Withdrawal const& of) {
  std::vector<Id<Review>> reviews;
  tx.run("select r.id from review r join finding f on f.id = r.finding_id where f.source_import_id = $1 order by r.id", Tx::bind(of.import_id),
         [&](kernel::Row const& row) { reviews.push_back({row.integer(0)}); });
  for (auto const id : reviews) tx.remove(tx.get(id), "Importen ångrad");
  // The links went into the chain with the findings that they belong to.
  tx.execute_derived("delete from finding_action where finding_id in (select id from finding where source_import_id = $1)", of.import_id);
  action::withdraw_each(tx, kernel::struct_of<Finding>, of.import_id);
}

}  // namespace rimlig::finding

// What the files of this feature share.
#pragma once
#include "access_review/access_review.hpp"
#include "kernel/feature.hpp"

namespace rimlig::access_review {

/// How many entries are drawn for each committee and month.
std::int64_t sample_size(kernel::Tx& tx);

/// Whether the actor did what the entry tells, or stands in for whoever did: then somebody else judges it.
bool is_own(kernel::Tx& tx, Id<org::Unit> unit, std::int64_t who_did);
/// Others at the unit who may judge it: neither whoever did it nor their substitute.
std::vector<std::string> judges_of(kernel::Tx& tx, Id<org::Unit> unit, std::int64_t who_did);

/// An entry as a reviewer sees it: what was read is named only to who may read it.
struct AccessEntryView {
  Id<ReviewEntry> id;
  Version version;
  std::int64_t place;
  std::int64_t audit_seq;
  Instant at;
  std::string who;
  std::vector<org::Role> roles;  // that they hold now
  std::string operation;         // read or export
  std::string object_kind;
  std::string object_number;  // "ÅT-12", or the id of what has no such number; empty for what is open and has none
  std::string object_name;    // empty for who may not read it
  std::string unit_name;
  bool restricted;
  bool in_circle;  // the reader is one of those who were chosen to read it
  std::string asked;
  std::string from;        // the address of the machine; empty when it is not known
  std::string for_absent;  // as whose substitute
  bool own;
  std::vector<std::string> judges;  // of one's own: those who may judge it instead
  std::optional<Verdict> verdict;
  std::string comment;
  std::optional<std::string> judged_by;
  std::optional<Instant> judged_at;
  std::optional<Id<finding::Finding>> finding_id;
};
BOOST_DESCRIBE_STRUCT(AccessEntryView, (),
                      (id, version, place, audit_seq, at, who, roles, operation, object_kind, object_number, object_name, unit_name, restricted, in_circle, asked, from, for_absent, own, judges,
                       verdict, comment, judged_by, judged_at, finding_id))
std::vector<AccessEntryView> entries_of(kernel::Tx& tx, AccessReview const& review);
AccessEntryView entry_view(kernel::Tx& tx, AccessReview const& review, Id<ReviewEntry> id);

void view_routes(kernel::Routes& routes);
void judging_routes(kernel::Routes& routes);
void export_routes(kernel::Routes& routes);
void rule_routes(kernel::Routes& routes);

}  // namespace rimlig::access_review

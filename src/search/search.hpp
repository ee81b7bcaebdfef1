// Finding objects by words. Each feature writes what can be found of an object in the transaction
// that stores the object; the index is read through the unit that owns it, so that what a person may
// not see is not even looked at. Hits and their order are the same on every database.
#pragma once
#include "kernel/feature.hpp"

namespace rimlig::search {

struct Document {
  std::string_view kind;  // "action", "comment", "event", "control", "finding"
  std::int64_t id = 0;
  std::int64_t unit_id = 0;
  std::string_view title;
  std::string_view text;
  std::string_view link;  // where the web shows it: "/actions/12"
  std::int64_t restricted_to = 0;  // the circle that may read it; 0: its unit
  [[nodiscard]] std::int64_t scope_id() const { return restricted_to == 0 ? unit_id : restricted_to; }
};

/// Puts the object in the index, or replaces what stood there.
void index(kernel::Tx& tx, Document const& document);
void remove(kernel::Tx& tx, std::int64_t id);

/// Adds the condition that the object with its id and scope in these columns has every word of `words`, the last
/// one perhaps half-written. Only what lies in the actor's scope is hit, which makes the condition
/// a scope of its own.
void add_condition(kernel::Tx& tx, kernel::Where& where, std::string_view id, std::string_view scope, std::string_view words);

/// The object index's tokens of a document; for filling it in bulk.
std::string tokens(std::int64_t scope_id, std::string_view title, std::string_view text);

struct SearchHit {
  std::string kind;
  std::int64_t id = 0;
  std::string title;
  std::string excerpt;
  std::int64_t unit_id = 0;
  std::string unit_name;
  std::string link;
  bool restricted = false;  // shown to a circle alone
};
BOOST_DESCRIBE_STRUCT(SearchHit, (), (kind, id, title, excerpt, unit_id, unit_name, link, restricted))

kernel::Feature feature();

}  // namespace rimlig::search

// What features lay on units. A reorganisation asks each kind of object which of its rows follow the
// work to another unit and how one is handed over; org itself knows none of the features.
#pragma once
#include "org/org.hpp"

namespace rimlig::org {

/// An object as it stands after it was handed over.
struct Given {
  std::int64_t id = 0;  // of the row that goes on: another than before when a new one was made, 0 when it ended
  std::string memo;     // what take_back needs to know
};

struct Handover {
  std::int64_t id = 0;
  kernel::Id<Unit> from;
  kernel::Id<Unit> to;  // 0: the object ends with its unit
  kernel::Date day;     // the first day at the new unit
};

struct Owned {
  std::string_view kind;    // the table, and what clients call it
  int order = 0;            // lower is handed over first
  std::string_view follows; // SQL over the table as t: the rows that go with the work; {day} is the reorganisation's
  std::string_view label;   // SQL over t: what the object is called without saying what stands in it
  std::string_view title;   // SQL over t: its words
  std::int64_t readers = 0; // the roles that may read the words
  Given (*give)(kernel::Tx&, Handover const&) = nullptr;
  void (*take_back)(kernel::Tx&, Handover const&, Given const&) = nullptr;
  std::string_view column = "unit_id";
  std::string_view scope = {};  // the column that says who may read the words; the same when empty
  bool ends_with_unit = false;  // may end when no unit takes over
  /// Swedish sentences about what stops the unit's objects from being handed over.
  void (*hinder)(kernel::Tx&, kernel::Id<Unit> from, std::vector<std::string>& found) = nullptr;
};

/// The last day of what gives way to something that begins on `day`.
kernel::Date day_before(kernel::Date const& day);

/// Once for each kind, when the program is put together; the same kind again changes nothing.
void register_owned(Owned entry);
/// In the order of handing over.
std::vector<Owned> const& owned_kinds();
Owned const* find_owned(std::string_view kind);

/// For kinds whose row only changes its unit: loads, sets, stores with `store`.
template <class T, void (*store)(kernel::Tx&, T&)>
Given hand_over(kernel::Tx& tx, Handover const& handover) {
  auto row = tx.get(kernel::Id<T>{handover.id});
  row.unit_id = handover.to;
  store(tx, row);
  return {handover.id, {}};
}
template <class T, void (*store)(kernel::Tx&, T&)>
void hand_back(kernel::Tx& tx, Handover const& handover, Given const& given) {
  auto row = tx.get(kernel::Id<T>{given.id});
  row.unit_id = handover.from;
  store(tx, row);
}

}  // namespace rimlig::org

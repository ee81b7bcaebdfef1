#include "org/ownership.hpp"

#include <algorithm>
#include <chrono>

#include "kernel/clock.hpp"

namespace rimlig::org {

namespace {
std::vector<Owned>& kinds() {
  static std::vector<Owned> all;
  return all;
}
}  // namespace

kernel::Date day_before(kernel::Date const& day) {
  auto const midnight = kernel::parse_instant(day.text + "T00:00:00.000Z");
  return {kernel::instant_text(midnight.value() - std::chrono::days(1)).substr(0, 10)};
}

void register_owned(Owned entry) {
  if (find_owned(entry.kind)) return;
  auto& all = kinds();
  all.insert(std::ranges::upper_bound(all, entry.order, {}, &Owned::order), entry);
}

std::vector<Owned> const& owned_kinds() { return kinds(); }

Owned const* find_owned(std::string_view kind) {
  auto const found = std::ranges::find(kinds(), kind, &Owned::kind);
  return found == kinds().end() ? nullptr : &*found;
}

}  // namespace rimlig::org

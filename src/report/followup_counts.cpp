#include <algorithm>

#include "report/followup_report.hpp"
#include "report/text.hpp"

namespace rimlig::report {

namespace {

std::size_t index_of(std::string_view code) {
  auto const& statuses = followup_statuses();
  auto const found = std::find_if(statuses.begin(), statuses.end(), [&](StatusName const& status) { return status.code == code; });
  if (found == statuses.end()) throw ModelError("unknown status in the snapshot: " + std::string(code));
  return static_cast<std::size_t>(found - statuses.begin());
}

/// "a", "a och b", "a, b och c"
std::string listed(std::vector<std::string> const& parts) {
  std::string out;
  for (std::size_t n = 0; n < parts.size(); ++n) {
    if (n > 0) out += n + 1 == parts.size() ? " och " : ", ";
    out += parts[n];
  }
  return out;
}

std::string share(std::int64_t part, std::int64_t whole) {
  return std::to_string(part) + " av " + std::to_string(whole) + ", " + percent(part, whole);
}

}  // namespace

std::array<StatusName, 7> const& followup_statuses() {
  static constexpr std::array<StatusName, 7> statuses{{
      {"done", "Avslutad", 0x2E7D32},
      {"part_of_routine", "Ingår i arbetssätten", 0x00695C},
      {"in_progress", "Pågår", 0x1565C0},
      {"not_started", "Ej påbörjad", 0x90A4AE},
      {"delayed", "Försenad/avvikelse", 0xF9A825},
      {"not_done", "Ej genomförd", 0xB3261E},
      {"cancelled", "Avbruten", 0x5D4037},
  }};
  return statuses;
}

std::int64_t StatusCounts::of(std::string_view status) const { return by_status[index_of(status)]; }
std::int64_t StatusCounts::carried_out() const { return of("done") + of("part_of_routine"); }

bool is_late(SnapshotAction const& action, std::string_view as_of) {
  bool const open = action.status == "not_started" || action.status == "in_progress" || action.status == "delayed";
  // "2018" has passed when 2019 has come: comparing with the same part of the day says so.
  return open && !action.due.empty() && action.due < as_of.substr(0, action.due.size());
}

StatusCounts count_statuses(FollowUpSnapshot const& snapshot, std::int64_t const* unit_id) {
  StatusCounts counts;
  for (auto const& action : snapshot.actions) {
    if (unit_id != nullptr && action.unit_id != *unit_id) continue;
    ++counts.by_status[index_of(action.status)];
    ++counts.total;
    counts.late += is_late(action, snapshot.as_of);
  }
  return counts;
}

std::string summary_sentence(StatusCounts const& counts) {
  std::int64_t const total = counts.total, carried = counts.carried_out();
  if (total == 0) return "Inga åtgärder ingår i uppföljningen.";

  std::string out;
  if (carried == total)
    out = total == 1 ? "Den enda åtgärden är genomförd (1 av 1)." : "Alla åtgärder är genomförda (" + share(carried, total) + ").";
  else if (carried * 2 > total)
    out = "Åtgärderna är genomförda i de flesta fallen (" + share(carried, total) + ").";
  else if (carried * 2 == total)
    out = "Åtgärderna är genomförda i hälften av fallen (" + share(carried, total) + ").";
  else if (carried > 0)
    out = "Åtgärderna är genomförda i mindre än hälften av fallen (" + share(carried, total) + ").";
  else
    out = "Ingen av åtgärderna är genomförd (" + share(0, total) + ").";

  std::int64_t const others = total - carried;
  auto const words = [&](std::int64_t count, char const* one, char const* many) {
    if (count == others && carried > 0) return count == 1 ? std::string("Den återstående ") + one : "De övriga " + std::to_string(count) + " " + many;
    return std::to_string(count) + " " + (count == 1 ? one : many);
  };
  std::vector<std::string> parts;
  if (auto const n = counts.of("in_progress")) parts.push_back(words(n, "pågår", "pågår"));
  if (auto const n = counts.of("delayed")) parts.push_back(words(n, "är försenad eller avviker", "är försenade eller avviker"));
  if (auto const n = counts.of("not_started")) parts.push_back(words(n, "är inte påbörjad", "är inte påbörjade"));
  if (auto const n = counts.of("not_done")) parts.push_back(words(n, "är inte genomförd", "är inte genomförda"));
  if (auto const n = counts.of("cancelled")) parts.push_back(words(n, "är avbruten", "är avbrutna"));
  if (!parts.empty()) out += (parts.size() > 1 && carried > 0 ? " Av de övriga " + std::to_string(others) + ": " : " ") + listed(parts) + ".";
  if (counts.late > 0) out += " Slutdatum har passerat för " + std::to_string(counts.late) + (counts.late == 1 ? " åtgärd" : " åtgärder") + " som inte är klara.";
  return out;
}

}  // namespace rimlig::report

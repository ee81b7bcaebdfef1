#include "kernel/audit_disposal.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include "kernel/clock.hpp"
#include "kernel/crypto.hpp"

namespace rimlig::kernel {

namespace {

constexpr std::size_t seal_length = 32;

/// The numbers of "3-7,12": rising, each once, as many as there are seals. Nothing when it is not that.
std::vector<std::int64_t> numbers_of(AuditDisposal const& disposal) {
  auto const most = disposal.seals.size() / seal_length;
  std::vector<std::int64_t> numbers;
  char const* at = disposal.entries.data();
  auto const* const end = at + disposal.entries.size();
  while (at != end) {
    std::int64_t first = 0;
    auto got = std::from_chars(at, end, first);
    auto last = first;
    if (got.ec == std::errc{} && got.ptr != end && *got.ptr == '-') got = std::from_chars(got.ptr + 1, end, last);
    bool const rising = got.ec == std::errc{} && first > (numbers.empty() ? 0 : numbers.back()) && last >= first;
    if (!rising || static_cast<std::uint64_t>(last - first) >= most - numbers.size()) return {};
    for (auto number = first; number <= last; ++number) numbers.push_back(number);
    at = got.ptr;
    if (at == end) break;
    if (*at != ',' || ++at == end) return {};
  }
  if (numbers.size() != most || disposal.seals.size() % seal_length != 0) return {};
  return numbers;
}

std::optional<AuditDisposal> read(std::string_view changes) {
  try {
    JsonDocument const document(changes);
    auto const root = document.root();
    if (root.kind() != JsonNode::Kind::object || !root.has("disposal")) return {};
    auto const pair = root.get("disposal");
    if (pair.kind() != JsonNode::Kind::array || pair.size() != 2) return {};
    JsonReader reader;
    AuditDisposal disposal;
    type_of<AuditDisposal>().read(reader, pair.at(1), &disposal);
    if (!reader.errors().empty()) return {};
    return disposal;
  } catch (Problem const&) {
    return {};
  }
}

/// Why the statement cannot cover anything, whatever stands in the entries that it names.
std::string why_invalid(AuditDisposal const& said, std::vector<std::int64_t> const& entries, AuditKeys const& keys) {
  if (entries.empty()) return "den går inte att läsa";
  if (!is_signature(said.public_key, signed_text(said), said.signature)) return "signaturen stämmer inte med innehållet";
  if (!keys.trusted.empty() && std::ranges::find(keys.trusted, said.public_key) == keys.trusted.end())
    return "den är signerad med en annan nyckel (" + said.public_key + ") än väntat. Har nyckeln bytts, ange alla med --public-key";
  if (entries.back() >= said.seq) return "den gäller poster som skrevs efter den";
  auto const at = parse_instant(said.at.text);
  auto const before = parse_instant(said.before.text);
  if (!at || !before || said.days < 1 || *before > *at - std::chrono::hours(24) * said.days) return "den gallrar tidigare än sin egen regel på " + std::to_string(said.days) + " dagar";
  return {};
}

}  // namespace

std::string seal_in_place(std::string_view previous, std::int64_t seq, std::string_view hash) {
  return sha256_hex(std::string(previous) + "|" + std::to_string(seq) + "|" + std::string(hash)).substr(0, seal_length);
}

void name_entries(AuditDisposal& disposal, std::span<EmptiedEntry const> emptied) {
  for (std::size_t n = 0; n < emptied.size();) {
    auto last = n;
    while (last + 1 < emptied.size() && emptied[last + 1].seq == emptied[last].seq + 1) ++last;
    disposal.entries += (n == 0 ? "" : ",") + std::to_string(emptied[n].seq);
    if (last > n) disposal.entries += "-" + std::to_string(emptied[last].seq);
    n = last + 1;
  }
  for (auto const& each : emptied) disposal.seals += seal_in_place(each.previous, each.seq, each.hash);
}

std::string signed_text(AuditDisposal const& disposal) {
  std::string out = "rimlig audit disposal";
  for (auto const number : {disposal.seq, disposal.days}) out += "|" + std::to_string(number);
  for (std::string_view const text : {std::string_view(disposal.at.text), std::string_view(disposal.previous), std::string_view(disposal.kind), std::string_view(disposal.before.text),
                                      std::string_view(disposal.decision), std::string_view(disposal.decided_by), std::string_view(disposal.entries), std::string_view(disposal.seals),
                                      std::string_view(disposal.public_key)})
    out.append("|").append(std::to_string(text.size())).append(":").append(text);
  return out;
}

Disposals::Disposals(Connection& connection, AuditKeys const& keys) {
  connection.run("select e.seq, e.at, e.changes, coalesce(p.hash, '') from audit_entry e left join audit_entry p on p.seq = e.seq - 1 "
                 "where e.object_kind = 'audit_entry' and e.operation = 'dispose' order by e.seq",
                 {}, [&](Row const& row) {
                   Statement statement;
                   statement.seq = row.integer(0);
                   auto said = read(row.text(2));
                   if (!said) {
                     statement.invalid = "den går inte att läsa";
                     statements_.push_back(std::move(statement));
                     return;
                   }
                   statement.said = std::move(*said);
                   auto const entries = numbers_of(statement.said);
                   statement.invalid = why_invalid(statement.said, entries, keys);
                   if (statement.said.seq != statement.seq || statement.said.at.text != row.text(1))
                     statement.misplaced = "den är signerad för en annan plats i loggen (post " + std::to_string(statement.said.seq) + "), och alltså flyttad eller kopierad";
                   else if (statement.said.previous != row.text(3)) statement.misplaced = "loggen före den är omskriven sedan den signerades";
                   if (auto const before = parse_instant(statement.said.before.text)) statement.surely_too_late = instant_text(*before + std::chrono::hours(24));
                   take(std::move(statement), entries);
                 });
  std::ranges::sort(covers_, [](Cover const& a, Cover const& b) {
    if (a.seq != b.seq) return a.seq < b.seq;
    return a.holds != b.holds ? a.holds : a.statement < b.statement;
  });
  for (std::size_t n = 1; n < covers_.size(); ++n) {
    auto& later = statements_[covers_[n].statement];
    if (covers_[n].seq == covers_[n - 1].seq && later.misplaced.empty())
      later.misplaced = "post " + std::to_string(covers_[n].seq) + " är redan gallrad enligt post " + std::to_string(statement(covers_[n - 1]).seq);
  }
}

void Disposals::take(Statement statement, std::vector<std::int64_t> const& entries) {
  for (std::size_t n = 0; n < entries.size(); ++n) covers_.push_back({entries[n], statements_.size(), n * seal_length, statement.invalid.empty()});
  statements_.push_back(std::move(statement));
}

Disposals::Cover const* Disposals::covering(std::int64_t seq) {
  while (next_ < covers_.size() && covers_[next_].seq < seq) ++next_;
  return next_ < covers_.size() && covers_[next_].seq == seq ? &covers_[next_] : nullptr;
}

bool Disposals::fits(Cover const& cover, std::string_view previous, std::string_view hash) const {
  return statement(cover).said.seals.substr(cover.seal, seal_length) == seal_in_place(previous, cover.seq, hash);
}

std::string Disposals::fault_at(std::int64_t seq) const {
  auto const found = std::ranges::lower_bound(statements_, seq, {}, &Statement::seq);
  if (found == statements_.end() || found->seq != seq) return {};
  return found->invalid.empty() ? found->misplaced : found->invalid;
}

}  // namespace rimlig::kernel

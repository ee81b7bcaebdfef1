#include "round/command.hpp"

#include "kernel/routes.hpp"
#include "round/plan.hpp"

namespace rimlig::round {

using namespace kernel;

namespace {

struct RoundLine {
  Id<Round> id;
  std::string name;
  RoundKind kind;
  std::int64_t year;
  Date opens;
  Date deadline;
  RoundState state;
  std::int64_t units;
  std::int64_t reported;
  std::int64_t approved;
  std::int64_t late;
};
BOOST_DESCRIBE_STRUCT(RoundLine, (), (id, name, kind, year, opens, deadline, state, units, reported, approved, late))

struct RoundOutcome {
  Round round;
  std::optional<std::string> snapshot_sha256;
};
BOOST_DESCRIBE_STRUCT(RoundOutcome, (), (round, snapshot_sha256))

std::string_view swedish(RoundState state) {
  switch (state) {
    case RoundState::planned: return "planerad";
    case RoundState::open: return "öppen";
    case RoundState::closed: return "stängd";
  }
  return "";
}

std::string outcome_text(Tx& tx, Round round, bool json) {
  RoundOutcome outcome{std::move(round), {}};
  outcome.snapshot_sha256 = tx.value<std::string>("select sha256 from round_snapshot where round_id = $1", outcome.round.id);
  if (json) return to_json(outcome);
  std::string text = "\"" + outcome.round.name + "\" är " + std::string(swedish(outcome.round.state)) + ".";
  if (outcome.snapshot_sha256) text += " Frysningens kontrollsumma (SHA-256): " + *outcome.snapshot_sha256;
  return text;
}

}  // namespace

std::string list_command(Services const& services, Actor const& actor, bool json) {
  auto connection = services.database.lease();
  Tx tx(*connection, actor, services.clock, TxMode::read);
  auto const rounds = tx.select<RoundLine>(
      "select r.id as id, r.name as name, r.kind as kind, r.year as year, r.opens as opens, r.deadline as deadline, r.state as state, "
      "count(*) as units, count(*) filter (where rr.state in ('submitted', 'approved')) as reported, "
      "count(*) filter (where rr.state = 'approved') as approved, "
      "count(*) filter (where r.state = 'open' and r.deadline < $1 and rr.state in ('not_started', 'draft', 'returned')) as late "
      "from round r join round_report rr on rr.round_id = r.id group by r.id order by r.deadline desc, r.id desc",
      tx.today());
  if (json) return "{\"items\":" + to_json(rounds) + "}";
  if (rounds.empty()) return "Det finns inga omgångar.";
  std::string text;
  for (auto const& round : rounds) {
    text += std::to_string(round.id.value) + "  " + round.name + " (" + std::string(swedish(round.state)) + ", sista dag " + round.deadline.text + "): " +
            std::to_string(round.reported) + " av " + std::to_string(round.units) + " enheter har rapporterat, " + std::to_string(round.approved) +
            " godkända, " + std::to_string(round.late) + " sena\n";
  }
  text.pop_back();
  return text;
}

std::string open_command(Services const& services, Actor const& actor, std::int64_t round_id, bool json) {
  auto connection = services.database.lease();
  Tx tx(*connection, actor, services.clock, TxMode::write);
  auto const round = visible_round(tx, {round_id});
  auto text = outcome_text(tx, open_round(tx, round.id, round.version), json);
  tx.commit();
  return text;
}

std::string close_command(Services const& services, Actor const& actor, std::int64_t round_id, bool json) {
  auto connection = services.database.lease();
  Tx tx(*connection, actor, services.clock, TxMode::write);
  auto const round = visible_round(tx, {round_id});
  auto text = outcome_text(tx, close_round(tx, round.id, round.version), json);
  tx.commit();
  return text;
}

std::string delete_command(Services const& services, Actor const& actor, std::int64_t round_id, bool json) {
  auto connection = services.database.lease();
  Tx tx(*connection, actor, services.clock, TxMode::write);
  auto const round = visible_round(tx, {round_id});
  delete_round(tx, round.id, round.version);
  tx.commit();
  if (json) return "{\"deleted\":" + std::to_string(round_id) + "}";
  return "\"" + round.name + "\" är borttagen.";
}

std::string extend_command(Services const& services, Actor const& actor, std::int64_t round_id, std::string_view deadline, std::string_view reason,
                           bool json) {
  std::string body = "{\"deadline\":";
  append_json_string(body, deadline);
  body += ",\"reason\":";
  append_json_string(body, reason);
  auto const extension = from_json<DeadlineExtension>(body + "}");
  auto connection = services.database.lease();
  Tx tx(*connection, actor, services.clock, TxMode::write);
  auto const before = visible_round(tx, {round_id});
  auto round = extend_deadline(tx, before.id, extension, before.version);
  auto text = json ? outcome_text(tx, std::move(round), true)
                   : "Sista dagen för \"" + round.name + "\" är flyttad från " + before.deadline.text + " till " + round.deadline.text + ".";
  tx.commit();
  return text;
}

}  // namespace rimlig::round

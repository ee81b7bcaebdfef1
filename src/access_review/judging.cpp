// Judging the entries one by one, and signing when all are judged.
#include "access_review/handlers.hpp"
#include "access_review/month.hpp"
#include "identity/permissions.hpp"
#include "identity/substitution.hpp"
#include "org/scope.hpp"

namespace rimlig::access_review {

using namespace kernel;

/// What a reviewer says of an entry.
struct AccessJudgement {
  Verdict verdict;
  Text<0, 2000> comment;
};
BOOST_DESCRIBE_STRUCT(AccessJudgement, (), (verdict, comment))

namespace {

/// The review, held until the transaction ends: nothing is judged in one that is being signed.
AccessReview open_review(Tx& tx, Id<AccessReview> id) {
  auto review = tx.get(id);
  if (tx.connection().is_postgres()) {
    tx.run("select id from access_review where id = $1 for update", Tx::bind(id));
    review = tx.get(id);
  }
  if (review.state == State::done) throw Problem::conflict("signed", "Granskningen är signerad och kan inte ändras.");
  if (review.state == State::empty) throw Problem::conflict("nothing_to_review", "Inga läsningar eller exporter gjordes den månaden, så det finns inget att granska.");
  return review;
}

AccessEntryView judge(Context& context, Id<ReviewEntry> id, AccessJudgement judgement, IfMatch match) {
  auto& tx = context.tx;
  auto entry = tx.get(id);
  auto const review = open_review(tx, entry.review_id);
  if (is_own(tx, review.unit_id, tx.value<std::int64_t>("select actor_id from audit_entry where seq = $1", entry.audit_seq).value_or(0)))
    throw Problem{403, "own_entry", "Du kan inte granska det du själv har gjort, eller gjort av den du är ersättare för. Någon annan med behörigheten behöver bedöma posten."};
  if (judgement.verdict != Verdict::justified && judgement.comment.empty())
    throw Problem::invalid("/comment", "required", judgement.verdict == Verdict::unclear ? "Skriv varför det inte går att avgöra." : "Skriv varför åtkomsten var obefogad.");
  if (entry.finding_id && judgement.verdict != Verdict::unjustified)
    throw Problem::conflict("has_finding", "Posten har blivit en iakttagelse och är därför bedömd som obefogad. Stäm av iakttagelsen i stället.");
  entry.verdict = judgement.verdict;
  entry.comment = judgement.comment;
  entry.judged_by_id = tx.actor().id;
  entry.judged_by = identity::signature(tx, review.unit_id);
  entry.judged_at = tx.now();
  tx.update(entry, match.version);
  return entry_view(tx, review, id);
}

std::int64_t count(Tx& tx, Id<AccessReview> id, std::string const& condition) {
  return tx.value<std::int64_t>("select count(*) from access_review_entry where review_id = $1 and " + condition, id).value_or(0);
}

AccessReview sign(Context& context, Id<AccessReview> id, IfMatch match) {
  auto& tx = context.tx;
  auto review = open_review(tx, id);
  if (auto const left = count(tx, id, "verdict is null"); left > 0)
    throw Problem::conflict("not_judged", (left == 1 ? std::string("En post är") : std::to_string(left) + " poster är") + " inte bedömda. Bedöm alla innan du signerar.");
  review.state = State::done;
  review.signed_by_id = tx.actor().id;
  review.signed_by = identity::signature(tx, review.unit_id);
  review.signed_at = tx.now();
  auto const note = std::to_string(count(tx, id, "verdict = 'justified'")) + " befogade, " + std::to_string(count(tx, id, "verdict = 'unclear'")) + " gick inte att avgöra, " +
                    std::to_string(count(tx, id, "verdict = 'unjustified'")) + " obefogade";
  tx.update(struct_of<AccessReview>, &review, match.version.value, note, "sign_review");
  return review;
}

/// Says where to look and not who it was: a finding is read by many.
AccessEntryView make_finding(Context& context, Id<ReviewEntry> id, IfMatch match) {
  auto& tx = context.tx;
  auto entry = tx.get(id);
  auto const review = tx.get(entry.review_id);
  if (entry.verdict != Verdict::unjustified) throw Problem::conflict("not_unjustified", "Bara en post som är bedömd som obefogad kan bli en iakttagelse.");
  if (entry.finding_id) throw Problem::conflict("has_finding", "Posten har redan blivit en iakttagelse.");
  finding::Finding made;
  made.unit_id = review.unit_id;
  made.level = finding::Level::overall;
  made.title = "Obefogad åtkomst enligt loggranskningen för " + month_in_words(review.month);
  made.text = "Vid granskningen av åtkomstloggen för " + month_in_words(review.month) + " bedömdes en åtkomst som obefogad (post " + std::to_string(entry.place) +
              " i granskningen). Vem, vad och varför står i loggranskningen.";
  made.bases = {finding::Basis::compliance};
  made.assessment = finding::Assessment::does_not_meet;
  made.year.value = std::stoi(tx.today().text.substr(0, 4));
  finding::store(tx, made);
  entry.finding_id = made.id;
  tx.update(entry, match.version);
  return entry_view(tx, review, id);
}

}  // namespace

namespace {

bool did_it(Tx& tx, std::int64_t person, Id<org::Unit> unit, std::int64_t who_did) {
  return who_did == person || org::stands_in_for(tx, person, unit.value, identity::roles_with("access_review.judge")) == who_did;
}

}  // namespace

bool is_own(Tx& tx, Id<org::Unit> unit, std::int64_t who_did) { return who_did != 0 && did_it(tx, tx.actor().id, unit, who_did); }

std::vector<std::string> judges_of(Tx& tx, Id<org::Unit> unit, std::int64_t who_did) {
  std::vector<std::pair<std::int64_t, std::string>> holders;
  tx.run("select p.id, p.name from actor_scope s join person p on p.id = s.actor_id where s.scope_id = $1 and (s.grants & $2) <> 0 and s.actor_id <> $3 order by p.name collate sv, p.id limit 20",
         Tx::bind(unit, identity::roles_with("access_review.judge"), tx.actor().id), [&](Row const& row) { holders.emplace_back(row.integer(0), row.text(1)); });
  std::vector<std::string> names;
  for (auto const& [id, name] : holders)
    if (!did_it(tx, id, unit, who_did)) names.push_back(name);
  return names;
}

void judging_routes(Routes& routes) {
  routes.add(Method::put, "/api/access-review-entries/{id}", "judgeAccess", "access_review.judge", judge, "Bedöm en post; aldrig den som själv gjorde det");
  routes.add(Method::post, "/api/access-review-entries/{id}/finding", "makeFindingOfAccess", "access_review.judge", make_finding, "Gör en obefogad åtkomst till en iakttagelse");
  routes.add(Method::post, "/api/access-reviews/{id}/sign", "signAccessReview", "access_review.judge", sign, "Signera granskningen när alla poster är bedömda");
}

}  // namespace rimlig::access_review

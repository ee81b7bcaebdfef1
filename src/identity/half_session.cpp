#include "identity/half_session.hpp"

#include "identity/cookies.hpp"
#include "kernel/crypto.hpp"
#include "kernel/http.hpp"
#include "kernel/problem.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Tx;

namespace {

// Long enough to install an app on a phone.
constexpr std::chrono::minutes longest{15};
constexpr int most_wrong = 5;

std::string oldest(Tx const& tx) { return kernel::instant_text(kernel::parse_instant(tx.now().text).value() - longest); }

}  // namespace

std::string begin_half_session(Tx& tx, Id<Person> person, SignInStep step, SessionOrigin const& origin) {
  auto token = kernel::random_token();
  tx.execute_derived("delete from half_session where created_at < $1", oldest(tx));
  tx.execute_derived("insert into half_session(token_hash, person_id, step, wrong, created_at, provider, provider_subject, provider_session, provider_level) values ($1, $2, $3, 0, $4, $5, $6, $7, $8)",
                     kernel::sha256_hex(token), person, step, tx.now(), origin.provider, origin.subject, origin.session, origin.level);
  return token;
}

HalfSession find_half_session(Tx& tx, kernel::Request const& request, SignInStep step) {
  HalfSession half;
  half.step = step;
  half.token_hash = kernel::sha256_hex(cookie_of(request, half_session_cookie));
  auto person = tx.select_one<Person>("select p.id as id, p.version as version, p.name as name, p.email as email from half_session h join person p on p.id = h.person_id "
                                      "where h.token_hash = $1 and h.step = $2 and h.created_at > $3 and h.wrong < $4",
                                      half.token_hash, step, oldest(tx), std::int64_t{most_wrong});
  if (!person) throw kernel::Problem{401, "sign_in_again", "Inloggningen tog för lång tid eller avbröts. Ange e-post och lösenord igen."};
  half.person = std::move(*person);
  half.origin = tx.select_one<SessionOrigin>("select provider, provider_subject as subject, provider_session as session, provider_level as level from half_session where token_hash = $1", half.token_hash).value();
  return half;
}

void count_wrong_code(Tx& tx, HalfSession const& half) { tx.execute_derived("update half_session set wrong = wrong + 1 where token_hash = $1", half.token_hash); }

void end_half_session(Tx& tx, HalfSession const& half) { tx.execute_derived("delete from half_session where token_hash = $1", half.token_hash); }

}  // namespace rimlig::identity

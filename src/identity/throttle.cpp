#include "identity/throttle.hpp"

#include <algorithm>

#include "kernel/crypto.hpp"
#include "kernel/log.hpp"
#include "kernel/routes.hpp"

namespace rimlig::identity {

using kernel::Tx;
using std::chrono::seconds;

namespace {

struct Limit {
  int free;         // failures without any wait
  seconds first;    // the first wait; it doubles with each further failure
  seconds longest;
  seconds forget;   // after this long without a failure the count starts anew
};
constexpr Limit pair_limit{5, seconds(15), seconds(15 * 60), seconds(60 * 60)};
constexpr Limit account_limit{20, seconds(5), seconds(60), seconds(15 * 60)};
// A whole town hall may share one address.
constexpr Limit address_limit{50, seconds(5), seconds(5 * 60), seconds(15 * 60)};
constexpr seconds kept{7 * 24 * 3600};
constexpr seconds known_for{90 * 24 * 3600};

kernel::TimePoint moment(std::string_view instant) { return kernel::parse_instant(instant).value_or(kernel::TimePoint{}); }

int wait_of(Tx& tx, std::string const& subject) {
  auto const until = tx.value<std::string>("select blocked_until from sign_in_failure where subject = $1", subject);
  if (!until || *until <= tx.now().text) return 0;
  return static_cast<int>(std::chrono::ceil<seconds>(moment(*until) - moment(tx.now().text)).count());
}

void count(Tx& tx, std::string const& subject, Limit const& limit) {
  auto const now = moment(tx.now().text);
  auto const failures = tx.value<std::int64_t>(
      "insert into sign_in_failure(subject, failures, last_at, blocked_until) values ($1, 1, $2, '') on conflict (subject) do update set "
      "failures = case when sign_in_failure.last_at < $3 then 1 else sign_in_failure.failures + 1 end, last_at = $2 returning failures",
      subject, tx.now(), kernel::instant_text(now - limit.forget));
  auto const over = failures.value_or(1) - limit.free;
  if (over < 0) return;
  auto const wait = std::min<std::int64_t>(limit.first.count() << std::min<std::int64_t>(over, 20), limit.longest.count());
  tx.execute_derived("update sign_in_failure set blocked_until = $1 where subject = $2", kernel::instant_text(now + seconds(wait)), subject);
}

}  // namespace

SignInAttempt::SignInAttempt(std::string_view email, std::string_view address)
    : pair_(kernel::sha256_hex("pair " + std::string(email) + " " + std::string(address))),
      account_(kernel::sha256_hex("account " + std::string(email))),
      address_(kernel::sha256_hex("address " + std::string(address))) {}

SignInAttempt::SignInAttempt(std::string_view address) : address_(kernel::sha256_hex("address " + std::string(address))) {}

int SignInAttempt::begin(Tx& tx) {
  auto const now = moment(tx.now().text);
  tx.execute_derived("delete from sign_in_failure where last_at < $1", kernel::instant_text(now - kept));
  tx.execute_derived("delete from sign_in_known where last_at < $1", kernel::instant_text(now - known_for));
  if (pair_.empty()) {
    if (int const wait = wait_of(tx, address_); wait > 0) return wait;
    count(tx, address_, address_limit);
    return 0;
  }
  bool const known = tx.value<std::int64_t>("select 1 from sign_in_known where subject = $1", pair_).has_value();
  int wait = wait_of(tx, pair_);
  if (!known) wait = std::max({wait, wait_of(tx, account_), wait_of(tx, address_)});
  if (wait > 0) return wait;
  count(tx, pair_, pair_limit);
  if (!known) {
    count(tx, account_, account_limit);
    count(tx, address_, address_limit);
  }
  return 0;
}

void SignInAttempt::succeeded(Tx& tx) {
  if (pair_.empty()) {
    tx.execute_derived("update sign_in_failure set failures = failures - 1, blocked_until = '' where subject = $1 and failures > 0", address_);
    return;
  }
  tx.execute_derived("delete from sign_in_failure where subject = $1", pair_);
  bool const known = tx.value<std::int64_t>("select 1 from sign_in_known where subject = $1", pair_).has_value();
  if (!known)
    tx.execute_derived("update sign_in_failure set failures = failures - 1, blocked_until = '' where subject in ($1, $2) and failures > 0", account_, address_);
  tx.execute_derived("insert into sign_in_known(subject, last_at) values ($1, $2) on conflict (subject) do update set last_at = $2", pair_, tx.now());
}

void begin_attempt(kernel::Context& context, SignInAttempt& attempt) {
  auto const wait = attempt.begin(context.tx);
  context.tx.commit();
  if (wait == 0) return;
  kernel::log(kernel::Message::login_limited, {{kernel::LogKey::address, context.request.remote_address}});
  throw kernel::Problem::too_many(wait, "För många försök. Vänta " + std::to_string(wait) + (wait == 1 ? " sekund" : " sekunder") + " och försök igen.");
}

}  // namespace rimlig::identity

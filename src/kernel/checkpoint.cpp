#include "kernel/checkpoint.hpp"

#include <algorithm>
#include <fstream>

#include "kernel/crypto.hpp"

namespace rimlig::kernel {

namespace {

namespace fs = std::filesystem;

/// What the signature covers.
std::string signed_text(Checkpoint const& checkpoint) {
  return "rimlig audit checkpoint|" + checkpoint.at.text + "|" + std::to_string(checkpoint.entries) + "|" + checkpoint.hash + "|" + checkpoint.public_key;
}

std::string read_seed(fs::path const& file) {
  std::string seed;
  std::ifstream in(file);
  std::getline(in, seed);
  return seed;
}

void write_seed(fs::path const& file, std::string const& seed) {
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  auto const unfinished = fs::path(file.string() + ".new");
  // Closed to others before the secret is in it.
  { std::ofstream const made(unfinished, std::ios::trunc); }
  fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream out(unfinished);
  out << seed << "\n";
  out.close();
  if (!out) throw std::runtime_error("cannot write " + unfinished.string());
  fs::rename(unfinished, file);
}

}  // namespace

SigningKey::SigningKey(fs::path const& file) {
  if (!fs::exists(file)) write_seed(file, random_seed());
  seed_ = read_seed(file);
  public_key_ = public_key_of(seed_);
  if (public_key_.empty()) throw Problem::bad_request("Filen " + file.string() + " innehåller ingen signeringsnyckel. Återställ den från en säkerhetskopia.");
}

std::string SigningKey::sign(std::string_view bytes) const { return signature_of(seed_, bytes); }

Checkpoint make_checkpoint(Connection& connection, SigningKey const& key, Clock const& clock) {
  Checkpoint checkpoint{{clock.instant()}, 0, {}, key.public_key(), {}};
  connection.run("select seq, hash from audit_head where one = 1", {}, [&](Row const& row) {
    checkpoint.entries = row.integer(0);
    checkpoint.hash = row.text(1);
  });
  checkpoint.signature = key.sign(signed_text(checkpoint));
  return checkpoint;
}

Checkpoint read_checkpoint(std::string_view json) {
  auto checkpoint = from_json<Checkpoint>(json);
  if (!is_signature(checkpoint.public_key, signed_text(checkpoint), checkpoint.signature))
    throw Problem::bad_request("Intyget är ändrat: signaturen stämmer inte med innehållet.");
  return checkpoint;
}

AuditVerdict verify_audit(Connection& connection, std::span<Checkpoint const> checkpoints, AuditKeys const& keys) {
  auto verdict = verify_audit(connection, keys);
  std::vector<Checkpoint> ordered(checkpoints.begin(), checkpoints.end());
  std::ranges::sort(ordered, {}, &Checkpoint::entries);
  std::int64_t vouched = 0;
  for (auto const& checkpoint : ordered) {
    std::string hash;
    connection.run("select hash from audit_entry where seq = $1", Tx::bind(checkpoint.entries), [&](Row const& row) { hash = row.text(0); });
    if (hash == checkpoint.hash) {
      vouched = checkpoint.entries;
      continue;
    }
    // A break that the chain itself shows is more exact, when it comes first.
    if (verdict.broken_at != 0 && verdict.broken_at <= checkpoint.entries) return verdict;
    verdict.broken_at = hash.empty() ? std::min(checkpoint.entries, verdict.entries + 1) : vouched + 1;
    verdict.reason = hash.empty() ? "Intyget från " + checkpoint.at.text + " gäller " + std::to_string(checkpoint.entries) + " poster, men bara " +
                                        std::to_string(verdict.entries) + " finns kvar."
                                  : "Någon post från " + std::to_string(vouched + 1) + " till " + std::to_string(checkpoint.entries) +
                                        " är ändrad, och resten av loggen omskriven, efter intyget från " + checkpoint.at.text + ".";
    return verdict;
  }
  return verdict;
}

}  // namespace rimlig::kernel

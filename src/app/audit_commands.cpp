#include "app/audit_commands.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>

#include "access_review/access_review.hpp"
#include "app/command_line.hpp"
#include "kernel/checkpoint.hpp"
#include "retention/log_entries.hpp"

namespace rimlig::app {

struct EmptiedReport {
  std::string kind;
  std::string decision;
  std::int64_t entries;
};
BOOST_DESCRIBE_STRUCT(EmptiedReport, (), (kind, decision, entries))

struct AuditReport {
  std::int64_t entries;
  std::int64_t broken_at;  // 0 when everything fits
  std::string reason;
  std::int64_t checkpoints;
  std::vector<EmptiedReport> emptied;
  std::vector<std::string> unproven_keys;  // that signed for emptied entries, and that nothing here vouches for
};
BOOST_DESCRIBE_STRUCT(AuditReport, (), (entries, broken_at, reason, checkpoints, emptied, unproven_keys))

namespace {

namespace fs = std::filesystem;
using kernel::Checkpoint;
using kernel::Problem;

struct AuditWords : CommonOptions {
  std::vector<fs::path> checkpoints;  // files, or folders of them
  std::vector<std::string> public_keys;
  fs::path out;
  std::int64_t review = 0;
};

std::vector<fs::path> files_of(std::vector<fs::path> const& named) {
  std::vector<fs::path> files;
  for (auto const& path : named) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (auto const& entry : fs::directory_iterator(path))
      if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  return files;
}

/// The keys that the auditor names, else the installation's own.
kernel::AuditKeys trusted_keys(AuditWords const& words) {
  if (!words.public_keys.empty()) return {words.public_keys};
  if (!fs::exists(words.place.signing_key())) return {};
  return {{kernel::SigningKey(words.place.signing_key()).public_key()}};
}

/// A checkpoint is believed when one of the keys signed it.
std::vector<Checkpoint> read_all(AuditWords const& words, kernel::AuditKeys const& keys) {
  std::vector<Checkpoint> out;
  for (auto const& file : files_of(words.checkpoints)) {
    auto const text = read_file(file);
    try {
      out.push_back(kernel::read_checkpoint(text));
    } catch (Problem const& problem) {
      throw Problem::bad_request(file.string() + ": " + problem.detail());
    }
    if (!keys.trusted.empty() && std::ranges::find(keys.trusted, out.back().public_key) == keys.trusted.end())
      throw Problem::bad_request(file.string() + " är signerat med en annan nyckel (" + out.back().public_key + ") än väntat (" + keys.trusted.front() +
                                 "). Har nyckeln bytts, ange alla med --public-key.");
  }
  return out;
}

/// " 12 av dem är gallrade: 12 läsningar enligt …"
std::string emptied_in_words(kernel::AuditVerdict const& verdict) {
  std::string all;
  for (auto const& each : verdict.emptied)
    all += (all.empty() ? " " : "; ") + std::to_string(each.entries) + " " + retention::log_kind_in_words(each.kind) + " enligt " + each.decision;
  return all.empty() ? all : " " + std::to_string(verdict.emptied_entries()) + " av dem är gallrade, och gallringarna är signerade:" + all + ".";
}

std::string in_words(kernel::AuditVerdict const& verdict, std::size_t checkpoints) {
  auto const compared = checkpoints == 0 ? std::string{} : " Jämförd med " + std::to_string(checkpoints) + " intyg.";
  if (verdict.broken_at != 0) return "LOGGEN ÄR BRUTEN vid post " + std::to_string(verdict.broken_at) + ". " + verdict.reason;
  if (!verdict.unproven_keys.empty())
    return "LOGGEN ÄR INTE FÄRDIGPRÖVAD. Kedjan håller ihop, men " + std::to_string(verdict.emptied_entries()) + " av " + std::to_string(verdict.entries) +
           " poster är gallrade med en nyckel som inte finns här (" + verdict.unproven_keys.front() + "). Är den er, ange den med --public-key: den står också i era intyg." + compared;
  return "Loggen håller ihop: " + std::to_string(verdict.entries) + " poster." + emptied_in_words(verdict) + compared;
}

int verify(AuditWords const& words) {
  words.place.require_existing();
  Application application(words.place);
  auto const keys = trusted_keys(words);
  auto const checkpoints = read_all(words, keys);
  auto connection = application.services().database.lease();
  // One moment of the log, while the server goes on writing and removing.
  connection->begin(false);
  auto const verdict = kernel::verify_audit(*connection, checkpoints, keys);
  connection->rollback();
  AuditReport report{verdict.entries, verdict.broken_at, verdict.reason, static_cast<std::int64_t>(checkpoints.size()), {}, verdict.unproven_keys};
  for (auto const& each : verdict.emptied) report.emptied.push_back({each.kind, each.decision, each.entries});
  words.answer(kernel::to_json(report), in_words(verdict, checkpoints.size()));
  return verdict.broken_at == 0 && verdict.unproven_keys.empty() ? 0 : 3;
}

int sign(AuditWords const& words) {
  words.place.require_existing();
  Application application(words.place);
  auto connection = application.services().database.lease();
  auto const checkpoint = kernel::make_checkpoint(*connection, kernel::SigningKey(words.place.signing_key()), application.services().clock);
  auto const json = kernel::to_json(checkpoint);
  if (!words.out.empty()) {
    std::ofstream out(words.out);
    out << json << "\n";
    out.close();
    if (!out) throw Problem::bad_request("Kan inte skriva " + words.out.string() + ".");
  }
  if (words.json || words.out.empty()) say(json);
  else std::printf("Intyg om %lld poster skrivet till %s. Förvara det på en annan plats.\n", static_cast<long long>(checkpoint.entries), words.out.c_str());
  return 0;
}

std::string in_words(access_review::DrawnAgain const& again) {
  auto const which = "Granskning " + std::to_string(again.review) + " (" + again.unit_name + ", " + again.month + "): ";
  if (again.same) return which + "samma urval igen, " + std::to_string(again.drawn.size()) + " av " + std::to_string(again.frame_size) + " poster, ur samma underlag.";
  if (again.same_frame) return which + "URVALET ÄR ETT ANNAT än det som fröet ger ur samma underlag. Jämför posterna med --json.";
  return which + "underlaget är inte detsamma längre (" + std::to_string(again.frame_size) + " poster då, " + std::to_string(again.frame_size_now) +
         " nu), så urvalet går inte att pröva. Det kan bero på gallring eller omorganisation. Att inget är ändrat prövas med rimlig audit verify.";
}

int sample(AuditWords const& words) {
  words.place.require_existing();
  Application application(words.place);
  auto const& services = application.services();
  auto connection = services.database.lease();
  kernel::Tx tx(*connection, Application::command_line_actor(), services.clock, kernel::TxMode::read);
  auto const again = access_review::draw_again(tx, {words.review});
  words.answer(kernel::to_json(again), in_words(again));
  return again.same ? 0 : 3;
}

}  // namespace

void add_audit_commands(CLI::App& program, int& result) {
  auto const words = std::make_shared<AuditWords>();
  auto* audit = program.add_subcommand("audit", "Ändringsloggen");
  audit->require_subcommand(1);

  auto* verify_command = audit->add_subcommand("verify", "Räkna om loggens kedja och peka ut den första posten som är ändrad, borttagen, instucken eller tömd utan signerad gallring");
  words->add_to(*verify_command);
  verify_command->add_option("--checkpoint", words->checkpoints, "Intyg, eller mapp med intyg, att jämföra med")->check(CLI::ExistingPath);
  verify_command->add_option("--public-key", words->public_keys, "Nyckeln som intyg och gallringar ska vara signerade med, om den inte är installationens (kan upprepas)");
  verify_command->footer("Exempel:\n  rimlig audit verify\n  rimlig audit verify --checkpoint /media/revision/intyg --json");
  verify_command->callback([words, &result] { result = verify(*words); });

  auto* checkpoint = audit->add_subcommand("checkpoint", "Signera hur långt loggen har kommit; servern gör det själv varje dygn, i mappen checkpoints");
  words->add_to(*checkpoint);
  checkpoint->add_option("--out", words->out, "Fil att skriva intyget till");
  checkpoint->footer("Exempel:\n  rimlig audit checkpoint --out /media/revision/2026-11-22.json");
  checkpoint->callback([words, &result] { result = sign(*words); });

  auto* again = audit->add_subcommand("sample", "Dra en loggransknings urval igen ur sitt frö och säg om det är det som är sparat; ändrar inget");
  words->add_to(*again);
  again->add_option("--review", words->review, "Granskningens nummer (sist i dess adress)")->required();
  again->footer("Exempel:\n  rimlig audit sample --review 7\n  rimlig audit sample --review 7 --json");
  again->callback([words, &result] { result = sample(*words); });
}

}  // namespace rimlig::app

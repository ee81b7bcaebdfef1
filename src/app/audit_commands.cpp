#include "app/audit_commands.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <memory>

#include "app/command_line.hpp"
#include "kernel/checkpoint.hpp"

namespace rimlig::app {

struct AuditReport {
  std::int64_t entries;
  std::int64_t broken_at;  // 0 when everything fits
  std::string reason;
  std::int64_t checkpoints;
};
BOOST_DESCRIBE_STRUCT(AuditReport, (), (entries, broken_at, reason, checkpoints))

namespace {

namespace fs = std::filesystem;
using kernel::Checkpoint;
using kernel::Problem;

struct AuditWords : CommonOptions {
  std::vector<fs::path> checkpoints;  // files, or folders of them
  std::string public_key;
  fs::path out;
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

/// A checkpoint is believed when the installation's key signed it, or the key that the auditor names.
std::vector<Checkpoint> read_all(AuditWords const& words) {
  std::vector<Checkpoint> out;
  auto const own = fs::exists(words.place.signing_key()) ? kernel::SigningKey(words.place.signing_key()).public_key() : std::string{};
  auto const trusted = words.public_key.empty() ? own : words.public_key;
  for (auto const& file : files_of(words.checkpoints)) {
    auto const text = read_file(file);
    try {
      out.push_back(kernel::read_checkpoint(text));
    } catch (Problem const& problem) {
      throw Problem::bad_request(file.string() + ": " + problem.detail());
    }
    if (!trusted.empty() && out.back().public_key != trusted)
      throw Problem::bad_request(file.string() + " är signerat med en annan nyckel (" + out.back().public_key + ") än väntat (" + trusted +
                                 "). Har nyckeln bytts, ange den med --public-key.");
  }
  return out;
}

int verify(AuditWords const& words) {
  Application application(words.place);
  auto const checkpoints = read_all(words);
  auto connection = application.services().database.lease();
  auto const verdict = kernel::verify_audit(*connection, checkpoints);
  AuditReport const report{verdict.entries, verdict.broken_at, verdict.reason, static_cast<std::int64_t>(checkpoints.size())};
  auto const compared = checkpoints.empty() ? std::string{} : " Jämförd med " + std::to_string(checkpoints.size()) + " intyg.";
  words.answer(kernel::to_json(report), verdict.broken_at == 0 ? "Loggen håller ihop: " + std::to_string(verdict.entries) + " poster." + compared
                                                               : "LOGGEN ÄR BRUTEN vid post " + std::to_string(verdict.broken_at) + ". " + verdict.reason);
  return verdict.broken_at == 0 ? 0 : 3;
}

int sign(AuditWords const& words) {
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

}  // namespace

void add_audit_commands(CLI::App& program, int& result) {
  auto const words = std::make_shared<AuditWords>();
  auto* audit = program.add_subcommand("audit", "Ändringsloggen");
  audit->require_subcommand(1);

  auto* verify_command = audit->add_subcommand("verify", "Räkna om loggens kedja och peka ut den första ändrade, borttagna eller instuckna posten");
  words->add_to(*verify_command);
  verify_command->add_option("--checkpoint", words->checkpoints, "Intyg, eller mapp med intyg, att jämföra med")->check(CLI::ExistingPath);
  verify_command->add_option("--public-key", words->public_key, "Nyckeln som intygen ska vara signerade med, om den inte är installationens");
  verify_command->footer("Exempel:\n  rimlig audit verify\n  rimlig audit verify --checkpoint /media/revision/intyg --json");
  verify_command->callback([words, &result] { result = verify(*words); });

  auto* checkpoint = audit->add_subcommand("checkpoint", "Signera hur långt loggen har kommit; servern gör det själv varje dygn, i mappen checkpoints");
  words->add_to(*checkpoint);
  checkpoint->add_option("--out", words->out, "Fil att skriva intyget till");
  checkpoint->footer("Exempel:\n  rimlig audit checkpoint --out /media/revision/2026-11-22.json");
  checkpoint->callback([words, &result] { result = sign(*words); });
}

}  // namespace rimlig::app

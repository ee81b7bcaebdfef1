// The command line. Every command takes --json; exit codes: 0 done, 1 failed, 2 wrong use,
// 3 the check found something.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "app/audit_commands.hpp"
#include "app/backup.hpp"
#include "app/command_line.hpp"
#include "app/features.hpp"
#include "app/import_commands.hpp"
#include "app/round_commands.hpp"
#include "app/serve.hpp"
#include "app/sweep.hpp"
#include "app/user_commands.hpp"
#include "app/work_commands.hpp"
#include "reader/worker.hpp"
#include "report/command.hpp"

using namespace rimlig;
using app::CommonOptions;

int main(int count, char** words) {
  // What the program starts for itself to read a stranger's file; not a command for people.
  if (count == 2 && std::string_view(words[1]) == "read-worker") return reader::worker_main(0, 1);

  CLI::App program{"Rimlig: intern kontroll och uppföljning med rimlig grad av säkerhet", "rimlig"};
  program.require_subcommand(1);
  program.set_help_all_flag("--help-all", "Visa alla kommandon med deras val");
  program.footer("Exempel:\n  rimlig serve --sample samples\n  rimlig backup /srv/kopior/2026-11-22\n  rimlig audit verify --json\n"
                 "Slutkoder: 0 klart, 1 misslyckades, 2 fel användning, 3 granskningen hittade något.");
  int result = 0;

  CommonOptions serve_common;
  app::ServeOptions serve_options;
  auto* serve = program.add_subcommand("serve", "Starta servern");
  serve_common.add_to(*serve);
  serve->add_option("--address", serve_options.address, "Adress att lyssna på")->capture_default_str();
  serve->add_option("--port", serve_options.port, "Port; 0 väljer en ledig")->capture_default_str();
  serve->add_option("--workers", serve_options.workers, "Trådar som svarar")->capture_default_str()->check(CLI::Range(1, 256));
  serve->add_flag("--behind-proxy", serve_options.behind_proxy, "Ta klientens adress ur X-Forwarded-For, när en proxy på den egna datorn säger den");
  serve->add_option("--proxy", serve_options.proxies, "Adress till en proxy på en annan dator som också får säga den (kan upprepas)");
  serve->add_flag("--tls", serve_options.tls_in_front, "Webbläsare når oss över https genom en proxy");
  auto* const certificate = serve->add_option("--tls-cert", serve_options.certificate, "Certifikat (PEM): servern talar själv TLS, och läser om filerna vid SIGHUP")->check(CLI::ExistingFile);
  auto* const key = serve->add_option("--tls-key", serve_options.key, "Certifikatets nyckel (PEM, utan lösenord)")->check(CLI::ExistingFile)->needs(certificate);
  certificate->needs(key);
  auto* const host = serve->add_option("--host", serve_options.hosts, "Namn som webbläsare når oss med; andra avvisas (kan upprepas)");
  serve->add_option("--redirect-port", serve_options.redirect_port, "Skicka dem som kommer med http till denna port vidare till https, på namnen i --host")->needs(certificate)->needs(host)->check(CLI::Range(1, 65535));
  serve->add_option("--connections-per-address", serve_options.connections_per_address, "Anslutningar som en adress får ha samtidigt")->capture_default_str()->check(CLI::PositiveNumber);
  serve->add_option("--web", serve_options.web, "Mapp med webbsidor i stället för de inbyggda");
  serve->add_option("--sample", serve_options.sample, "Läs in exempelkommunen ur mappen, om inget finns");
  serve->add_option("--import", serve_options.imports, "Läs även in filen i exempelkommunen")->check(CLI::ExistingFile);
  serve->add_option("--oidc", serve_options.providers, "Fil med inställningar för inloggning via OpenID Connect")->envname("RIMLIG_OIDC_FILE");
  serve->add_option("--log", serve_options.log, "Loggfil (annars standard error)");
  serve->callback([&] {
    serve_options.place = serve_common.place;
    serve_options.json = serve_common.json;
    result = app::serve(serve_options);
  });

  auto* openapi = program.add_subcommand("openapi", "Skriv API-beskrivningen (OpenAPI 3.1)");
  openapi->callback([&] { app::say(app::all_routes().openapi()); });

  CommonOptions backup_common;
  std::filesystem::path backup_target;
  auto* backup = program.add_subcommand("backup", "Ta en säkerhetskopia till en ny mapp, även medan servern går");
  backup->add_option("MAPP", backup_target)->required();
  backup_common.add_to(*backup);
  backup->callback([&] {
    auto const done = app::backup(backup_common.place, backup_target);
    backup_common.answer(kernel::to_json(done), "Kopian ligger i " + done.folder + " (" + std::to_string(done.files) + " filer).");
  });

  CommonOptions restore_common;
  std::filesystem::path restore_source;
  auto* restore = program.add_subcommand("restore", "Återställ en säkerhetskopia till en tom mapp");
  restore->add_option("KOPIA", restore_source)->required()->check(CLI::ExistingDirectory);
  restore_common.add_to(*restore);
  restore->callback([&] {
    auto const done = app::restore(restore_source, restore_common.place);
    restore_common.answer(kernel::to_json(done),
                          "Återställt till " + done.data + ": " + std::to_string(done.files) + " filer, " + std::to_string(done.audit_entries) + " poster i loggen, allt kontrollerat." +
                              (done.unproven_keys.empty() ? std::string{}
                                                          : " " + std::to_string(done.emptied_entries) + " av dem är gallrade, signerat med nyckeln " + done.unproven_keys.front() +
                                                                ", som inte ingår i kopian. Lägg tillbaka signing.key, eller pröva med rimlig audit verify --public-key."));
  });

  CommonOptions report_common;
  report::CommandOptions report_options;
  auto* report_command = program.add_subcommand("report", "Skriv en stängd omgångs rapport som fil");
  report_command->add_option("FIL", report_options.target, "Namnet avgör formatet: .pdf, .docx, .xlsx eller .json")->required();
  report_command->add_option("--round", report_options.round_id, "Omgångens nummer (annars den som stängdes sist)");
  report_command->add_option("--unit", report_options.unit_id, "Bara den här enheten");
  report_command->footer("Exempel:\n  rimlig report uppfoljning.pdf\n  rimlig report --round 12 --unit 7 enheten.docx --json");
  report_common.add_to(*report_command);
  report_command->callback([&] {
    report_common.place.require_existing();
    app::Application application(report_common.place);
    report_options.json = report_common.json;
    auto const said = report::write_report(application.services(), app::Application::command_line_actor(), report_options);
    report_common.answer(said, said);
  });

  app::add_audit_commands(program, result);

  CommonOptions sweep_common;
  bool sweep_dry_run = false;
  auto* files = program.add_subcommand("files", "Filerna i datamappen");
  files->require_subcommand(1);
  files->footer("Exempel:\n  rimlig files sweep --dry-run\n  rimlig files sweep --json");
  auto* sweep = files->add_subcommand("sweep", "Ta bort filer som ingen uppgift pekar på och som är äldre än ett dygn; servern gör det själv en gång om dygnet");
  sweep->add_flag("--dry-run", sweep_dry_run, "Visa vad som skulle tas bort; ta inte bort något");
  sweep_common.add_to(*sweep);
  sweep->callback([&] {
    sweep_common.place.require_existing();
    app::Application application(sweep_common.place);
    auto const done = app::sweep(application.services(), app::hash_columns(), sweep_dry_run);
    sweep_common.answer(kernel::to_json(done),
                        std::to_string(done.removed) + " av " + std::to_string(done.files) +
                            (done.dry_run ? " filer skulle tas bort (" : " filer är borttagna (") + std::to_string(done.bytes) + " byte).");
  });

  app::add_round_commands(program);
  app::add_import_commands(program, result);
  app::add_user_commands(program, result);
  app::add_work_commands(program, result);

  try {
    program.parse(count, words);
  } catch (CLI::ParseError const& error) {
    return program.exit(error) == 0 ? 0 : 2;
  } catch (kernel::Problem const& problem) {
    std::fprintf(stderr, "%s\n", problem.detail().c_str());
    return 1;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return result;
}

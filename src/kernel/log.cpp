#include "kernel/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <boost/describe/enum_to_string.hpp>
#include <mutex>

#include "kernel/clock.hpp"
#include "kernel/json_text.hpp"

namespace rimlig::kernel {
namespace {

using enum Message;
using enum LogLevel;

constexpr std::array catalogue{
    MessageInfo{server_started, "server_started", info, "The server listens on the address and port given.",
                "Servern lyssnar på den adress och port som anges."},
    MessageInfo{server_stopping, "server_stopping", info,
                "A stop was asked for. No new connections are taken; running requests finish.",
                "Servern ska stanna. Inga nya anslutningar tas emot, pågående begäranden görs klara."},
    MessageInfo{server_stopped, "server_stopped", info, "All requests were finished and the server has stopped.",
                "Alla begäranden är klara och servern har stannat."},
    MessageInfo{server_deadline, "server_deadline", warning,
                "Some requests did not finish within the stop deadline and were cut off (count). Their clients will try again.",
                "Några begäranden hann inte bli klara före stoppgränsen och bröts (count). Klienterna försöker igen."},
    MessageInfo{certificate_loaded, "certificate_loaded", info, "A renewed certificate was read; new connections use it.",
                "Ett förnyat certifikat är inläst och gäller nya anslutningar."},
    MessageInfo{certificate_unusable, "certificate_unusable", error,
                "The renewed certificate or its key could not be used (error). The server goes on with the old one.",
                "Det förnyade certifikatet eller dess nyckel går inte att använda (error). Servern fortsätter med det gamla."},
    MessageInfo{accept_failed, "accept_failed", warning,
                "A connection could not be accepted, usually because the process has run out of file descriptors. Raise the limit.",
                "En anslutning kunde inte tas emot, oftast för att processen saknar fildeskriptorer. Höj gränsen."},
    MessageInfo{request_done, "request_done", debug, "A request was answered.", "En begäran är besvarad."},
    MessageInfo{request_refused, "request_refused", info,
                "A request was malformed or too large and was refused before any handler saw it.",
                "En begäran var felaktig eller för stor och avvisades innan någon funktion såg den."},
    MessageInfo{request_failed, "request_failed", error,
                "A request failed for a reason that the program did not expect. The user saw the request id. Report it as a fault.",
                "En begäran misslyckades av ett skäl som programmet inte väntade sig. Användaren såg begärans id. Rapportera som fel."},
    MessageInfo{queue_full, "queue_full", warning,
                "More requests waited than the queue holds, so this one was answered 503. Add workers or nodes if it recurs.",
                "Fler begäranden väntade än kön rymmer, så denna fick svar 503. Lägg till arbetstrådar eller noder om det upprepas."},
    MessageInfo{login_refused, "login_refused", info, "A log-in failed: unknown account, wrong password or code, or what a provider sent was not good (code).",
                "En inloggning misslyckades: okänt konto, fel lösenord eller kod, eller så dög inte det en inloggningstjänst skickade (code)."},
    MessageInfo{login_limited, "login_limited", warning,
                "Too many failed log-ins; further ones are refused for a while. Check for password guessing.",
                "För många misslyckade inloggningar. Fler avvisas en stund. Kontrollera om någon gissar lösenord."},
    MessageInfo{export_limited, "export_limited", warning,
                "One person (id) fetched more exports and files in an hour than anybody needs for work; further ones wait. Look at the log.",
                "En person (id) hämtade fler exporter och filer på en timme än arbetet kräver. Fler får vänta. Se loggen."},
    MessageInfo{provider_failed, "provider_failed", warning,
                "A sign-in provider (kind) did not answer as it should, or did not take a code. Check that it runs, and the settings of `serve --oidc`.",
                "En inloggningstjänst (kind) svarade inte som den ska, eller godtog inte en kod. Kontrollera att den är i gång, och inställningarna för `serve --oidc`."},
    MessageInfo{secret_key_lost, "secret_key_lost", error,
                "The key that seals secrets is gone or another: that many people's app codes cannot be checked. Put the right file back from its copy.",
                "Nyckeln som skyddar hemligheter är borta eller en annan: så många personers koder från appen kan inte prövas. Lägg tillbaka rätt fil från kopian."},
    MessageInfo{migration_applied, "migration_applied", info, "A change of the database schema was applied.",
                "En ändring av databasens schema är gjord."},
    MessageInfo{migration_mismatch, "migration_mismatch", error,
                "The database was made by another or newer version of the program. Start the version that matches.",
                "Databasen är gjord av en annan eller nyare version av programmet. Starta den version som passar."},
    MessageInfo{database_busy, "database_busy", warning, "The database was locked for longer than the time-out; the request was refused.",
                "Databasen var låst längre än tidsgränsen och begäran avvisades."},
    MessageInfo{database_lost, "database_lost", error, "The connection to the database was lost; the program connects again.",
                "Anslutningen till databasen bröts. Programmet ansluter igen."},
    MessageInfo{job_started, "job_started", info, "A background job was started.", "Ett bakgrundsjobb har startat."},
    MessageInfo{job_done, "job_done", info, "A background job is finished.", "Ett bakgrundsjobb är klart."},
    MessageInfo{job_retry, "job_retry", warning, "A background job failed and will be tried again later.",
                "Ett bakgrundsjobb misslyckades och görs om senare."},
    MessageInfo{job_failed, "job_failed", error, "A background job failed for good. See the job list for what its owner was told.",
                "Ett bakgrundsjobb misslyckades slutligt. Jobblistan visar vad ägaren fick veta."},
    MessageInfo{job_cancelled, "job_cancelled", info, "A background job was cancelled by a user.",
                "Ett bakgrundsjobb avbröts av en användare."},
    MessageInfo{import_refused, "import_refused", info, "An imported file was refused; the user was told why.",
                "En importerad fil avvisades. Användaren fick veta varför."},
    MessageInfo{import_stored, "import_stored", info, "An accepted import was stored in one transaction.",
                "En godkänd import är sparad i en transaktion."},
    MessageInfo{round_closed, "round_closed", info, "A follow-up round was closed and its snapshot frozen.",
                "En uppföljningsomgång är stängd och dess ögonblicksbild är låst."},
    MessageInfo{files_swept, "files_swept", info, "Files that no row names were removed.",
                "Filer som ingen uppgift pekar på är borttagna."},
    MessageInfo{file_damaged, "file_damaged", error,
                "A stored file no longer has the content that its hash tells. Restore it from a backup.",
                "En sparad fil har inte längre det innehåll som dess kontrollsumma anger. Återställ den från säkerhetskopia."},
    MessageInfo{audit_broken, "audit_broken", error,
                "The audit chain does not hold: a record was changed outside the program. Keep the database and investigate.",
                "Loggkedjan håller inte: en post har ändrats utanför programmet. Spara databasen och utred."},
    MessageInfo{backup_done, "backup_done", info, "A backup was written.", "En säkerhetskopia är skriven."},
    MessageInfo{sample_loaded, "sample_loaded", warning,
                "Sample data and sample passwords are loaded. The server only starts on loopback with them.",
                "Exempeldata och exempellösenord är inlästa. Servern startar då bara på den egna datorn."},
    MessageInfo{web_missing, "web_missing", warning,
                "The web pages were not found; only the API answers. Build the web folder or give its path.",
                "Webbsidorna saknas, så bara API:t svarar. Bygg webbmappen eller ange var den finns."},
};

constexpr bool in_order() {
  for (std::size_t n = 0; n < catalogue.size(); ++n) {
    if (static_cast<std::size_t>(catalogue[n].message) != n) return false;
  }
  return true;
}
static_assert(in_order(), "messages must stand in the order of the enum");
static_assert(catalogue.size() == boost::mp11::mp_size<boost::describe::describe_enumerators<Message>>::value,
              "a message has no explanation");

thread_local std::string_view current_request;

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case debug: return spdlog::level::debug;
    case info: return spdlog::level::info;
    case warning: return spdlog::level::warn;
    case error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view level_name(LogLevel level) {
  switch (level) {
    case debug: return "debug";
    case info: return "info";
    case warning: return "warning";
    case error: return "error";
  }
  return "error";
}

std::shared_ptr<spdlog::logger> make_logger(spdlog::sink_ptr sink, LogLevel from) {
  auto made = std::make_shared<spdlog::logger>("rimlig", std::move(sink));
  made->set_pattern("%v");
  made->set_level(spdlog_level(from));
  made->flush_on(spdlog::level::info);
  return made;
}

/// One log for the process; replaced once, at start.
std::mutex logger_mutex;
std::shared_ptr<spdlog::logger>& logger_place() {
  static auto place = make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), info);
  return place;
}
std::shared_ptr<spdlog::logger> logger() {
  std::lock_guard const lock(logger_mutex);
  return logger_place();
}

}  // namespace

std::span<MessageInfo const> messages() { return catalogue; }

void log(Message message, std::initializer_list<LogField> fields) {
  auto const& about = catalogue[static_cast<std::size_t>(message)];
  auto const to = logger();
  auto const level = spdlog_level(about.level);
  if (!to->should_log(level)) return;
  std::string line = "{\"at\":\"" + SystemClock().instant() + "\",\"level\":\"" + std::string(level_name(about.level)) +
                     "\",\"message\":\"" + std::string(about.id) + '"';
  if (!current_request.empty()) {
    line += ",\"request\":";
    append_json_string(line, current_request);
  }
  for (auto const& field : fields) {
    line += ",\"";
    line += boost::describe::enum_to_string(field.key, "unknown");
    line += "\":";
    if (auto const* const number = std::get_if<std::int64_t>(&field.value)) {
      line += std::to_string(*number);
    } else {
      auto const text = std::get<std::string_view>(field.value);
      append_json_string(line, text.substr(0, text.find('\n')));
    }
  }
  line += '}';
  to->log(level, spdlog::string_view_t(line));
}

LogRequest::LogRequest(std::string_view request_id) : previous_(current_request) { current_request = request_id; }
LogRequest::~LogRequest() { current_request = previous_; }

void open_log(std::filesystem::path const& path, LogLevel from) {
  spdlog::sink_ptr sink;
  if (path.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string());
  }
  std::lock_guard const lock(logger_mutex);
  logger_place() = make_logger(std::move(sink), from);
}

}  // namespace rimlig::kernel

// What operators read: one JSON object a line, each with a message id whose meaning stands here in
// English and Swedish (docs/errors.md is generated from it). Field names are a closed list, so that
// a name, an e-mail address or a text somebody wrote does not slip into the log by habit.
#pragma once
#include <boost/describe/enum.hpp>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <string_view>
#include <variant>

namespace rimlig::kernel {

enum class Message {
  server_started,
  server_stopping,
  server_stopped,
  server_deadline,
  certificate_loaded,
  certificate_unusable,
  accept_failed,
  request_done,
  request_refused,
  request_failed,
  queue_full,
  login_refused,
  login_limited,
  export_limited,
  provider_failed,
  secret_key_lost,
  migration_applied,
  migration_mismatch,
  database_busy,
  database_lost,
  job_started,
  job_done,
  job_retry,
  job_failed,
  job_cancelled,
  import_refused,
  import_stored,
  round_closed,
  files_swept,
  file_damaged,
  audit_broken,
  backup_done,
  sample_loaded,
  web_missing,
};
BOOST_DESCRIBE_ENUM(Message, server_started, server_stopping, server_stopped, server_deadline, certificate_loaded,
                    certificate_unusable, accept_failed, request_done,
                    request_refused, request_failed, queue_full, login_refused, login_limited, export_limited, provider_failed, secret_key_lost, migration_applied,
                    migration_mismatch, database_busy, database_lost, job_started, job_done, job_retry, job_failed,
                    job_cancelled, import_refused, import_stored, round_closed, files_swept, file_damaged, audit_broken,
                    backup_done, sample_loaded, web_missing)

enum class LogKey { route, status, code, error, microseconds, address, port, version, count, bytes, kind, id, attempt, path, sha256 };
BOOST_DESCRIBE_ENUM(LogKey, route, status, code, error, microseconds, address, port, version, count, bytes, kind, id, attempt,
                    path, sha256)

enum class LogLevel { debug, info, warning, error };

struct MessageInfo {
  Message message;
  std::string_view id;
  LogLevel level;
  std::string_view english;  // what happened and what the operator should do
  std::string_view swedish;
};
/// Every message, in the order of the enum.
[[nodiscard]] std::span<MessageInfo const> messages();

struct LogField {
  LogKey key;
  std::variant<std::string_view, std::int64_t> value;

  LogField(LogKey k, std::string_view v) : key(k), value(v) {}
  LogField(LogKey k, char const* v) : key(k), value(std::string_view(v)) {}
  LogField(LogKey k, std::integral auto v) : key(k), value(static_cast<std::int64_t>(v)) {}
};

/// Writes one line at the message's own level. Of a text only the first line is kept: what database
/// drivers add below it ("DETAIL: Key (email)=…") may name a person.
void log(Message message, std::initializer_list<LogField> fields = {});

/// Lines written by this thread carry this request id while the scope lives.
class LogRequest {
public:
  explicit LogRequest(std::string_view request_id);
  ~LogRequest();
  LogRequest(LogRequest const&) = delete;
  LogRequest& operator=(LogRequest const&) = delete;

private:
  std::string_view previous_;
};

/// Before this is called the log goes to standard error from level info. An empty path means standard error.
void open_log(std::filesystem::path const& path, LogLevel from);

}  // namespace rimlig::kernel

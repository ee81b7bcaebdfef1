// A helper program that is trusted with data but not with the machine: no network, no writing of files,
// bounded memory and processor time. One socket leads to its standard input and output.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::report {

class SandboxedProcess {
public:
  /// Throws std::system_error when the program cannot be started. After `idle` without a request its reads fail.
  SandboxedProcess(std::vector<std::string> const& command, std::chrono::seconds idle);
  ~SandboxedProcess();  // ends the process
  SandboxedProcess(SandboxedProcess const&) = delete;
  SandboxedProcess& operator=(SandboxedProcess const&) = delete;

  /// Asked ten times a second while waiting; true gives up.
  using GiveUp = std::function<bool()>;

  /// False when the process is gone or `give_up` said so.
  bool send(std::string_view bytes, GiveUp const& give_up);
  bool receive(char* to, std::size_t length, GiveUp const& give_up);
  bool receive_line(std::string& line, GiveUp const& give_up);

private:
  bool wait(short events, GiveUp const& give_up) const;

  pid_t pid_ = -1;
  int socket_ = -1;
};

}  // namespace rimlig::report

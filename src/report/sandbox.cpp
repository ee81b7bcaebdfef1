#include "report/sandbox.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <system_error>

namespace rimlig::report {

namespace {

#if defined(__x86_64__)
constexpr unsigned int architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned int architecture = AUDIT_ARCH_AARCH64;
#else
#error "name the architecture, so that the filter can tell its system calls"
#endif

/// Refuses every way to a socket. Works without any right and inside containers, where a network namespace
/// may not be had; where one may, both hold.
std::array<sock_filter, 9> network_filter() {
  constexpr unsigned int number = offsetof(seccomp_data, nr);
  return {{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 0, 6),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_io_uring_setup, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 1, 0),  // the other numbering that x86-64 knows
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
  }};
}

void limit(int resource, rlim_t value) {
  rlimit const both{value, value};
  setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// Runs between fork and exec, where only async-signal-safe calls are allowed: no memory is taken here.
[[noreturn]] void become(char* const* arguments, char* const* environment, int socket) {
  constexpr int no_exec = 127;
  dup2(socket, 0);
  dup2(socket, 1);
  int const nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, 2);
  // The server's database and listening sockets are none of the helper's business.
  if (syscall(SYS_close_range, 3U, ~0U, 0U) != 0)
    for (int fd = 3; fd < 65536; ++fd) close(fd);
  setsid();
  if (chdir("/") != 0) _exit(no_exec);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CPU, 600);
  limit(RLIMIT_NOFILE, 256);
  limit(RLIMIT_AS, rlim_t{6} << 30);  // Node reserves much more than it uses
  // A namespace may be refused (containers); the filter below may not.
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) != 0) static_cast<void>(unshare(CLONE_NEWNET));
  auto filter = network_filter();
  sock_fprog const program{static_cast<unsigned short>(filter.size()), filter.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) _exit(no_exec);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execve(arguments[0], arguments, environment);
  _exit(no_exec);
}

[[noreturn]] void fail(char const* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

SandboxedProcess::SandboxedProcess(std::vector<std::string> const& command, std::chrono::seconds idle) {
  std::vector<char*> arguments;
  for (auto const& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  // Nothing of the server's environment, which may hold passwords to databases.
  std::array<char*, 2> environment{const_cast<char*>("LC_ALL=C.UTF-8"), nullptr};

  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) fail("socketpair");
  timeval const patience{static_cast<time_t>(idle.count()), 0};
  setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  pid_ = fork();
  if (pid_ == 0) become(arguments.data(), environment.data(), ends[1]);
  int const error = errno;
  close(ends[1]);
  socket_ = ends[0];
  if (pid_ < 0) {
    close(socket_);
    errno = error;
    fail("fork");
  }
}

SandboxedProcess::~SandboxedProcess() {
  close(socket_);
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool SandboxedProcess::wait(short events, GiveUp const& give_up) const {
  for (;;) {
    if (give_up()) return false;
    pollfd waited{socket_, events, 0};
    int const ready = poll(&waited, 1, 100);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool SandboxedProcess::send(std::string_view bytes, GiveUp const& give_up) {
  while (!bytes.empty()) {
    if (!wait(POLLOUT, give_up)) return false;
    auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EINTR && errno != EAGAIN) return false;
  }
  return true;
}

bool SandboxedProcess::receive(char* to, std::size_t length, GiveUp const& give_up) {
  while (length > 0) {
    if (!wait(POLLIN, give_up)) return false;
    auto const got = recv(socket_, to, length, MSG_DONTWAIT);
    if (got == 0) return false;
    if (got < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (got > 0) {
      to += got;
      length -= static_cast<std::size_t>(got);
    }
  }
  return true;
}

bool SandboxedProcess::receive_line(std::string& line, GiveUp const& give_up) {
  constexpr std::size_t longest = 1 << 20;
  line.clear();
  for (char c = 0; line.size() < longest; line += c) {
    if (!receive(&c, 1, give_up)) return false;
    if (c == '\n') return true;
  }
  return false;
}

}  // namespace rimlig::report

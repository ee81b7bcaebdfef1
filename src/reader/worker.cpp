#include "reader/worker.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>
#include <vector>

#include "reader/read.hpp"
#include "reader/sandbox.hpp"
#include "reader/wire.hpp"

namespace rimlig::reader {

namespace {

class Descriptor {
public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  ~Descriptor() { reset(); }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }
  [[nodiscard]] int get() const { return fd_; }

private:
  int fd_;
};

[[noreturn]] void fail(char const* what) { throw std::system_error(errno, std::generic_category(), what); }

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

// AddressSanitizer maps terabytes of shadow, and its search for leaks needs ptrace, which the sandbox refuses.
#ifdef __SANITIZE_ADDRESS__
constexpr bool memory_can_be_limited = false;
constexpr char const* sanitizer_options = "ASAN_OPTIONS=detect_leaks=0";
#else
constexpr bool memory_can_be_limited = true;
constexpr char const* sanitizer_options = nullptr;
#endif

// Only calls that are safe between fork and exec in a program with many threads.
[[noreturn]] void become_worker(char const* executable, int in_fd, int out_fd, WorkerLimits const& limits) {
  ::setpgid(0, 0);
  int const null_fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null_fd < 0 || ::dup2(in_fd, 0) < 0 || ::dup2(out_fd, 1) < 0 || ::dup2(null_fd, 2) < 0) ::_exit(126);
  ::close_range(3, ~0u, 0);
  auto const limit = [](__rlimit_resource kind, rlim_t value) {
    rlimit const both{value, value};
    return ::setrlimit(kind, &both) == 0;
  };
  bool held = limit(RLIMIT_CPU, limits.cpu_seconds) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0);
  if (memory_can_be_limited && limits.memory_bytes) held = held && limit(RLIMIT_AS, limits.memory_bytes);
  if (!held) ::_exit(126);
  char const* const arguments[] = {executable, "read-worker", nullptr};
  char const* const environment[] = {"LC_ALL=C", sanitizer_options, nullptr};
  ::execve(executable, const_cast<char* const*>(arguments), const_cast<char* const*>(environment));
  ::_exit(127);
}

/// The worker and all it may have started; never outlives this object.
class Child {
public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;
  ~Child() {
    if (pid_ <= 0) return;
    kill_group();
    wait();
  }
  void kill_group() const {
    ::kill(-pid_, SIGKILL);
    ::kill(pid_, SIGKILL);  // in case it had not yet become its own group
  }
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

private:
  pid_t pid_;
};

[[noreturn]] void refuse_by_status(int status) {
  int const signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (signal == SIGXCPU || signal == SIGKILL)
    throw Refusal("too_slow", "Filen tog för lång tid att läsa och läsningen avbröts. Spara om den i ett enklare skick eller dela upp den.");
  if (WIFEXITED(status) && (WEXITSTATUS(status) == 126 || WEXITSTATUS(status) == 127))
    throw std::runtime_error("the read worker could not be started");
  throw Refusal("reader_stopped", "Filen kunde inte läsas: den är troligen skadad. Öppna den i programmet den kommer från, spara den på nytt och försök igen.");
}

/// The input: the file's own pages when it can be mapped, else a copy.
class Input {
public:
  explicit Input(int fd) {
    struct stat status {};
    if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
      size_ = static_cast<std::size_t>(status.st_size);
      mapped_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
      if (mapped_ != MAP_FAILED) return;
    }
    mapped_ = nullptr;
    std::array<char, 1 << 16> piece;
    for (;;) {
      auto const got = ::read(fd, piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      copy_.append(piece.data(), static_cast<std::size_t>(got));
    }
  }
  Input(Input const&) = delete;
  Input& operator=(Input const&) = delete;
  ~Input() {
    if (mapped_) ::munmap(mapped_, size_);
  }
  [[nodiscard]] std::string_view bytes() const { return mapped_ ? std::string_view(static_cast<char const*>(mapped_), size_) : std::string_view(copy_); }

private:
  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  std::string copy_;
};

}  // namespace

int worker_main(int in_fd, int out_fd) {
  Input const input(in_fd);
  enter_sandbox();
  wire::Writer writer([out_fd](std::string_view bytes) { write_all(out_fd, bytes); });
  try {
    auto rest = input.bytes();
    std::uint32_t name_length = 0;
    if (rest.size() < 4) return 2;
    std::memcpy(&name_length, rest.data(), 4);
    if (name_length > rest.size() - 4) return 2;
    auto const name = rest.substr(4, name_length);
    read(rest.substr(4 + name_length), name, writer);
    writer.done();
  } catch (Refusal const& refusal) {
    writer.refusal(refusal);
  } catch (std::bad_alloc const&) {
    writer.refusal(Refusal("too_much_memory", "Filen kräver mer minne än vad som är tillåtet att läsa. Dela upp den."));
  } catch (std::exception const&) {
    return 3;
  }
  return 0;
}

void read_in_worker(std::string const& executable, std::string_view bytes, std::string_view name, Sink& sink,
                    WorkerLimits const& limits, KeepOn const& keep_on) {
  Descriptor input(::memfd_create("rimlig-read", MFD_CLOEXEC));
  if (input.get() < 0) fail("memfd_create");
  auto const label = name.substr(0, 4096);
  auto const length = static_cast<std::uint32_t>(label.size());
  char header[4];
  std::memcpy(header, &length, 4);
  write_all(input.get(), {header, 4});
  write_all(input.get(), label);
  write_all(input.get(), bytes);
  if (::lseek(input.get(), 0, SEEK_SET) < 0) fail("lseek");

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe2");
  Descriptor output(ends[0]), worker_end(ends[1]);
  auto const pid = ::fork();
  if (pid < 0) fail("fork");
  if (pid == 0) become_worker(executable.c_str(), input.get(), worker_end.get(), limits);
  Child child(pid);
  ::setpgid(pid, pid);
  worker_end.reset();

  wire::Reader reader(sink);
  auto const deadline = std::chrono::steady_clock::now() + limits.wall_time;
  std::vector<char> piece(1 << 16);
  for (;;) {
    if (keep_on && !keep_on()) throw Refusal("cancelled", "Inläsningen avbröts.");
    if (std::chrono::steady_clock::now() > deadline)
      throw Refusal("too_slow", "Filen tog för lång tid att läsa och läsningen avbröts. Spara om den i ett enklare skick eller dela upp den.");
    pollfd waiting{output.get(), POLLIN, 0};
    auto const ready = ::poll(&waiting, 1, 200);
    if (ready < 0 && errno != EINTR) fail("poll");
    if (ready <= 0) continue;
    auto const got = ::read(output.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read");
    if (got == 0) break;
    reader.feed({piece.data(), static_cast<std::size_t>(got)});
  }
  auto const status = child.wait();
  if (!reader.done() || !WIFEXITED(status) || WEXITSTATUS(status) != 0) refuse_by_status(status);
}

Document read_in_worker(std::string const& executable, std::string_view bytes, std::string_view name,
                        WorkerLimits const& limits, KeepOn const& keep_on) {
  DocumentSink sink;
  read_in_worker(executable, bytes, name, sink, limits, keep_on);
  return std::move(sink.document);
}

}  // namespace rimlig::reader

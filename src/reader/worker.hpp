// Parsers of strangers' files run in a process of their own: without network, without writing, with
// little memory and time, and dead as a group when it takes too long. What it reads comes back over a
// pipe as checked records, so that the worst a hostile file can do is to be refused.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "reader/document.hpp"

namespace rimlig::reader {

// A sanitizer keeps terabytes of addresses for itself, so a build with one cannot be held to a gigabyte.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::uint64_t worker_memory = 0;
#else
inline constexpr std::uint64_t worker_memory = 1ull << 30;
#endif

struct WorkerLimits {
  std::uint64_t memory_bytes = worker_memory;  // 0 = no limit
  std::uint32_t cpu_seconds = 60;
  std::chrono::milliseconds wall_time{90'000};
};

/// The worker's side: reads name and bytes from `in_fd`, writes records to `out_fd`. What the hidden
/// subcommand `read-worker` runs; returns the exit code.
int worker_main(int in_fd, int out_fd);

/// Called now and then while reading; returns false to stop (the person cancelled).
using KeepOn = std::function<bool()>;

/// Runs `executable read-worker` and passes what it reads to `sink`. Throws Refusal, also when the
/// worker died, ran out of memory or time, or was stopped (code "cancelled").
void read_in_worker(std::string const& executable, std::string_view bytes, std::string_view name, Sink& sink,
                    WorkerLimits const& limits = {}, KeepOn const& keep_on = {});
Document read_in_worker(std::string const& executable, std::string_view bytes, std::string_view name,
                        WorkerLimits const& limits = {}, KeepOn const& keep_on = {});

}  // namespace rimlig::reader

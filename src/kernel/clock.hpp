// What time it is, asked through one interface so that tests decide it. Instants are kept as
// ISO 8601 text in UTC with milliseconds; "today" is the date in Sweden, since deadlines are.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rimlig::kernel {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-11-22T07:40:00.000Z"
[[nodiscard]] std::string instant_text(TimePoint at);
/// Reads exactly the form that instant_text writes.
[[nodiscard]] std::optional<TimePoint> parse_instant(std::string_view text);
/// The date in Europe/Stockholm at that instant: "2026-11-22".
[[nodiscard]] std::string swedish_date(TimePoint at);

class Clock {
public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
  [[nodiscard]] std::string instant() const { return instant_text(now()); }
  [[nodiscard]] std::string today() const { return swedish_date(now()); }
};

class SystemClock final : public Clock {
public:
  [[nodiscard]] TimePoint now() const override;
};

/// Stands still until it is moved.
class FixedClock final : public Clock {
public:
  explicit FixedClock(std::string_view instant);
  [[nodiscard]] TimePoint now() const override { return TimePoint(std::chrono::milliseconds(milliseconds_.load())); }
  void set(std::string_view instant);
  void advance(std::chrono::milliseconds by) { milliseconds_ += by.count(); }

private:
  std::atomic<std::int64_t> milliseconds_;
};

}  // namespace rimlig::kernel

#include "identity/totp.hpp"

#include <liboath/oath.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "kernel/crypto.hpp"
#include "kernel/http.hpp"

namespace rimlig::identity {

namespace {

constexpr std::size_t digits = 6;
constexpr std::chrono::seconds step{30};

void ready() {
  static int const result = oath_init();
  if (result != OATH_OK) throw std::runtime_error("liboath could not be initialised");
}

}  // namespace

std::string base32(std::string_view bytes) {
  ready();
  char* made = nullptr;
  std::size_t size = 0;
  if (oath_base32_encode(bytes.data(), bytes.size(), &made, &size) != OATH_OK) throw std::bad_alloc();
  std::unique_ptr<char, decltype(&std::free)> const held(made, &std::free);
  std::string text(made, size);
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::string totp_address(std::string_view key, std::string_view account) {
  return "otpauth://totp/Rimlig:" + kernel::percent_encode(account) + "?secret=" + base32(key) + "&issuer=Rimlig";
}

std::string totp_code(std::string_view key, kernel::TimePoint at) {
  ready();
  auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
  std::array<char, digits + 1> code{};
  if (oath_totp_generate(key.data(), key.size(), seconds, step.count(), OATH_TOTP_DEFAULT_START_TIME, digits, code.data()) != OATH_OK) throw std::runtime_error("no code could be made");
  return {code.data(), digits};
}

std::optional<std::int64_t> totp_step(std::string_view key, std::string_view code, kernel::TimePoint now) {
  for (auto const at : {now, now - step, now + step})
    if (kernel::equal_constant_time(totp_code(key, at), code)) return at.time_since_epoch() / step;
  return std::nullopt;
}

}  // namespace rimlig::identity

// Six digits from a shared key and the clock (RFC 6238), as every authenticator app makes them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/clock.hpp"

namespace rimlig::identity {

/// Bytes in base32 without padding: what an app takes when it is typed.
std::string base32(std::string_view bytes);

/// "otpauth://totp/Rimlig:ada@kommun.se?secret=…", what an app reads from the picture.
std::string totp_address(std::string_view key, std::string_view account);

/// The code that an app shows at this time.
std::string totp_code(std::string_view key, kernel::TimePoint at);

/// The half minute (counted from 1970) that the code belongs to, when it is now, the one before or the
/// one after: clocks differ, and typing takes time. Nothing for any other code.
std::optional<std::int64_t> totp_step(std::string_view key, std::string_view code, kernel::TimePoint now);

}  // namespace rimlig::identity

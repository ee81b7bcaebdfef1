// What holds for the whole installation: a name and a value, each change in the log with before and after.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/tx.hpp"

namespace rimlig::org {

/// Empty when nobody has chosen.
std::string setting_text(kernel::Tx& tx, std::string_view name);

/// `otherwise` when nobody has chosen.
std::int64_t setting_number(kernel::Tx& tx, std::string_view name, std::int64_t otherwise);

/// What the program keeps for itself, such as the day that it last did something; not in the log.
void remember(kernel::Tx& tx, std::string_view name, std::string_view value);

/// Writes nothing when nothing changes. The texts are the program's own words, without quotation marks or backslashes.
void change_setting(kernel::Tx& tx, std::string_view name, std::string const& before, std::string const& after);
void change_setting(kernel::Tx& tx, std::string_view name, std::int64_t before, std::int64_t after);

}  // namespace rimlig::org

// `rimlig round`: what rounds there are; opening, moving the last day of, closing and removing one,
// for scripts and calendars.
#pragma once
#include <string>

#include "kernel/tx.hpp"

namespace rimlig::kernel {
struct Services;
}

namespace rimlig::round {

/// Text for a person, or one JSON object. A Problem is thrown as from the API.
std::string list_command(kernel::Services const& services, kernel::Actor const& actor, bool json);
std::string open_command(kernel::Services const& services, kernel::Actor const& actor, std::int64_t round_id, bool json);
std::string close_command(kernel::Services const& services, kernel::Actor const& actor, std::int64_t round_id, bool json);
std::string delete_command(kernel::Services const& services, kernel::Actor const& actor, std::int64_t round_id, bool json);
std::string extend_command(kernel::Services const& services, kernel::Actor const& actor, std::int64_t round_id, std::string_view deadline,
                           std::string_view reason, bool json);

}  // namespace rimlig::round

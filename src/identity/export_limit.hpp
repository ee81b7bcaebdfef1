// How much one person may take out of the system at a time: work needs some exports a day, and an account
// that somebody else has got hold of would empty it in minutes. Counted in the audit trail, where every
// export stands already, so that two servers count the same and a restart forgets nothing.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace rimlig::kernel {
struct Context;
}

namespace rimlig::identity {

/// Problem 429 with Retry-After when the person has taken out as much as an hour allows.
void limit_exports(kernel::Context& context);

/// Notes that a copy leaves the system. The reading is over: this ends the request's transaction and writes in one of its own.
void note_export(kernel::Context& context, std::string_view object_kind, std::int64_t id, std::int64_t scope, std::string note);

}  // namespace rimlig::identity

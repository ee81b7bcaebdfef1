// Stops a personal identity number on its way in, with a question that the person can answer: it is
// something else. The router asks for every body, an import for every row (S1-12).
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "kernel/http.hpp"
#include "kernel/tx.hpp"

namespace rimlig::kernel {

using TextsByPointer = std::vector<std::pair<std::string, std::string>>;

/// What a body holds that could hide a number: every member that is not a number itself, as JSON.
TextsByPointer texts_of(Struct const& type, void const* body);

/// Problem 422 (code personal_number) for each text that seems to hold a personal identity number, unless
/// the person has certified that it is something else; that is then said in the audit trail.
void stop_personal_numbers(Tx& tx, bool certified, TextsByPointer const& texts);

/// Whether the person has certified it with this request.
bool certifies_no_personal_number(Request const& request);

}  // namespace rimlig::kernel

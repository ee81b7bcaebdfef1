#include "kernel/personal_number_stop.hpp"

#include <algorithm>

#include "kernel/personal_number.hpp"

namespace rimlig::kernel {

TextsByPointer texts_of(Struct const& type, void const* body) {
  // Kept as a hash alone, or not at all.
  static constexpr std::string_view secrets[] = {"password", "current", "new"};
  TextsByPointer texts;
  for (auto const& field : type.fields) {
    if (std::ranges::find(secrets, field.name) != std::end(secrets)) continue;
    std::string json;
    field.type().write(json, field.in_const(body));
    bool const is_number = !json.empty() && (json.front() == '-' || (json.front() >= '0' && json.front() <= '9'));
    if (!is_number) texts.emplace_back("/" + std::string(field.name), std::move(json));
  }
  return texts;
}

bool certifies_no_personal_number(Request const& request) { return request.header("X-Certified") == "not-personal-number"; }

void stop_personal_numbers(Tx& tx, bool certified, TextsByPointer const& texts) {
  std::vector<FieldError> errors;
  for (auto const& [pointer, text] : texts) {
    auto const found = personal_numbers(text);
    if (found.empty()) continue;
    errors.push_back({pointer, "personal_number",
                      "Texten ser ut att innehålla ett personnummer (" + found.front().masked + "). Personnummer ska inte stå här. Ta bort det, eller intyga att det är något annat."});
  }
  if (errors.empty()) return;
  if (!certified) throw Problem::invalid(std::move(errors));
  std::string remark = "Intygat att det inte är ett personnummer:";
  for (auto const& error : errors) remark += " " + error.pointer;
  tx.remark(remark);
}

}  // namespace rimlig::kernel

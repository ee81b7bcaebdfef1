// Swedish personal identity numbers and coordination numbers in running text. They are stopped before they
// are stored, since nothing in a register of controls may identify a person with protected identity
// (S1-12; Folkbokföringslagen 1991:481 § 18 and SKV 704 for the form and the check digit).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::kernel {

struct PersonalNumber {
  std::size_t begin;  // bytes into the text
  std::size_t end;
  std::string masked;  // what may be shown and logged: "850709-••••"
};

/// Ten or twelve digits with a real date (day + 60 for a coordination number) and a right check digit, with
/// or without a sign before the last four. Numbers of organisations have no such month and are left alone.
std::vector<PersonalNumber> personal_numbers(std::string_view text);
/// The text with each of them masked.
std::string without_personal_numbers(std::string_view text);

}  // namespace rimlig::kernel

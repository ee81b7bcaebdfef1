// What a rule found: a question to a person beside the very text it points at. A rule never changes
// anything; a person answers the question (corrected, explained, not relevant).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::lint {

enum class Severity { info, warning, error };

std::string_view to_text(Severity severity);

struct Observation {
  std::string rule;      // stable id: "L4"
  Severity severity = Severity::info;
  std::string subject;   // key of the object, as the caller named it: "action:12"
  std::string field;     // member of that object: "analysis"; empty when the whole object is meant
  std::size_t begin = 0, end = 0;  // byte offsets into the field's text; equal when no place is meant
  std::string quote;     // the text between them
  std::string question;  // Swedish, for a unit manager
  std::string suggestion;  // Swedish, may be empty
  std::vector<std::string> related;  // keys of other objects that the question is about
  std::string basis;  // what else the question stands on; when it changes, an old answer no longer holds
};

}  // namespace rimlig::lint

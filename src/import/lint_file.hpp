// `rimlig lint FILE`: what would be asked about a document, without storing anything.
#pragma once
#include <string>

#include "reader/document.hpp"

namespace rimlig::import {

struct FileLint {
  std::string text;   // for a person, or one JSON object
  int exit_code = 0;  // 0: no question of severity error, 3: at least one
};

/// Throws reader::Refusal when the document holds neither actions nor findings.
FileLint lint_document(reader::Document const& document, std::string const& file_name, std::string const& today, bool json);

}  // namespace rimlig::import

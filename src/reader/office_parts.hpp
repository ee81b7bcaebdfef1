// How the parts of an Office Open XML package find each other.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "reader/limits.hpp"
#include "reader/zip_members.hpp"

namespace rimlig::reader {

struct Relation {
  std::string type;    // the last word of the type's address: "worksheet", "officeDocument", ...
  std::string target;  // member name in the package; empty for an external target
};

/// The relations of `part` ("" for the package itself), by id.
std::map<std::string, Relation> relations_of(ZipMembers& archive, std::string_view part, Limits const& limits);

/// The package's main part: "xl/workbook.xml", "word/document.xml" or what it is called here.
std::string main_part(ZipMembers& archive, Limits const& limits);

}  // namespace rimlig::reader

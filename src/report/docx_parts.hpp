// The parts of a DOCX that are the same in every report: styles, numbering, settings.
#pragma once
#include <string>
#include <string_view>

#include "report/blocks.hpp"

namespace rimlig::report {

extern std::string_view const docx_styles;
extern std::string_view const docx_settings;
extern std::string_view const docx_root_relations;
extern std::string_view const docx_app_properties;

std::string docx_content_types(bool pictures);
std::string docx_core_properties(DocumentInfo const& info);
/// With the page number at `right` twentieths of a point.
std::string docx_footer(DocumentInfo const& info, int right);

/// One numbering for all bullet lists, one that starts over for each of the `ordered` numbered lists.
std::string docx_numbering(int ordered);

constexpr int docx_bullets = 1;               // numId of bullet lists
constexpr int docx_first_ordered = 2;         // and of the first numbered list

}  // namespace rimlig::report

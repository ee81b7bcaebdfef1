// Excel workbooks, streamed: transitional and strict, shared and inline strings, dates by style.
#pragma once
#include "reader/document.hpp"
#include "reader/limits.hpp"
#include "reader/zip_members.hpp"

namespace rimlig::reader::xlsx {

void parse(ZipMembers& archive, Sink& sink, Limits const& limits);

}  // namespace rimlig::reader::xlsx

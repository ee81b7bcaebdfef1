// One door to all parsers: bytes and a file name in, a Document out. Content decides the format; the
// name is only used to say when the two disagree. Call it in a worker process (worker.hpp): here the
// parsers of zip, XML, HTML and PDF run in the caller's own.
#pragma once
#include <string_view>

#include "reader/document.hpp"
#include "reader/limits.hpp"

namespace rimlig::reader {

/// Throws Refusal when the file cannot or must not be read.
void read(std::string_view bytes, std::string_view name, Sink& sink, Limits const& limits = {});
Document read(std::string_view bytes, std::string_view name, Limits const& limits = {});

/// The name as a label: no path, no control or direction characters, at most 200 characters.
std::string clean_file_name(std::string_view name);

}  // namespace rimlig::reader

// Streamed XML on expat with the doors shut: a document type or entity is refused, depth is limited.
// Names come without prefix; the namespace tells the vocabularies apart.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reader/limits.hpp"
#include "reader/zip_members.hpp"

namespace rimlig::reader {

struct XmlName {
  std::string_view space;  // namespace, may be empty
  std::string_view local;
};

class XmlAttributes {
public:
  explicit XmlAttributes(char const** pairs) : pairs_(pairs) {}
  /// By local name, whatever the namespace; empty when absent.
  [[nodiscard]] std::string_view get(std::string_view local) const;
  [[nodiscard]] bool has(std::string_view local) const;

private:
  char const** pairs_;
};

class XmlHandler {
public:
  virtual ~XmlHandler() = default;
  virtual void begin(XmlName name, XmlAttributes const& attributes) = 0;
  virtual void end(XmlName name) = 0;
  virtual void text(std::string_view text) = 0;
};

/// Parses one member of an archive. Throws Refusal; `part` is named in the sentence.
void parse_xml_member(ZipMembers& archive, std::string_view part, XmlHandler& handler, Limits const& limits);

/// Parses XML held in memory.
void parse_xml(std::string_view bytes, std::string_view part, XmlHandler& handler, Limits const& limits);

}  // namespace rimlig::reader

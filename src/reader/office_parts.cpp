#include "reader/office_parts.hpp"

#include <vector>

#include "reader/xml_events.hpp"

namespace rimlig::reader {

namespace {

std::string folder_of(std::string_view part) {
  auto const slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

// "../media/x.png" seen from "xl/worksheets/" is "xl/media/x.png".
std::string resolve(std::string const& folder, std::string_view target) {
  std::string const whole = !target.empty() && target.front() == '/' ? std::string(target.substr(1)) : folder + std::string(target);
  std::vector<std::string> steps;
  for (std::size_t at = 0; at <= whole.size();) {
    auto end = whole.find('/', at);
    if (end == std::string::npos) end = whole.size();
    auto const step = whole.substr(at, end - at);
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (!step.empty() && step != ".") {
      steps.push_back(step);
    }
    at = end + 1;
  }
  std::string out;
  for (auto const& step : steps) out += (out.empty() ? "" : "/") + step;
  return out;
}

class RelationReader final : public XmlHandler {
public:
  RelationReader(std::string folder) : folder_(std::move(folder)) {}
  void begin(XmlName name, XmlAttributes const& attributes) override {
    if (name.local != "Relationship") return;
    Relation relation;
    auto const type = attributes.get("Type");
    relation.type = type.substr(type.rfind('/') + 1);
    if (attributes.get("TargetMode") != "External") relation.target = resolve(folder_, attributes.get("Target"));
    relations.emplace(std::string(attributes.get("Id")), std::move(relation));
  }
  void end(XmlName) override {}
  void text(std::string_view) override {}
  std::map<std::string, Relation> relations;

private:
  std::string folder_;
};

}  // namespace

std::map<std::string, Relation> relations_of(ZipMembers& archive, std::string_view part, Limits const& limits) {
  auto const folder = folder_of(part);
  std::string const name = folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
  RelationReader reader(folder);
  if (archive.has(name)) parse_xml_member(archive, name, reader, limits);
  return std::move(reader.relations);
}

std::string main_part(ZipMembers& archive, Limits const& limits) {
  for (auto const& [id, relation] : relations_of(archive, "", limits))
    if (relation.type == "officeDocument" && archive.has(relation.target)) return relation.target;
  for (auto const* usual : {"xl/workbook.xml", "word/document.xml"})
    if (archive.has(usual)) return usual;
  return {};
}

}  // namespace rimlig::reader

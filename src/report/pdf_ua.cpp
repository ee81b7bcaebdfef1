#include "report/pdf_ua.hpp"

// The library asks its users to say which pointer type they expect: the standard one.
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>

namespace rimlig::report {

namespace {

void insert_before(std::string& text, std::string const& mark, std::string const& added) {
  auto const at = text.find(mark);
  if (at == std::string::npos) throw std::runtime_error("the PDF's metadata lacks " + mark);
  text.insert(at, added);
}

void insert_after(std::string& text, std::string const& mark, std::string const& added) {
  auto const at = text.find(mark);
  if (at == std::string::npos) throw std::runtime_error("the PDF's metadata lacks " + mark);
  text.insert(at + mark.size(), added);
}

/// ISO 14289-1, 5: the identifier. ISO 19005-2, 6.6.2.3: a property outside the predefined schemas is described.
void declare_pdf_ua(std::string& xmp) {
  if (xmp.find("pdfuaid:part") != std::string::npos) return;
  insert_after(xmp, "<rdf:Description rdf:about=\"\"", " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"");
  insert_before(xmp, "<pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>");
  insert_after(xmp, "<pdfaExtension:schemas><rdf:Bag>",
               "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
               "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
               "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
               "<pdfaProperty:category>internal</pdfaProperty:category>"
               "<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>"
               "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
               "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>");
}

/// The children of a structure element, whether it has none, one or a list. Content (numbers) is left out.
std::vector<QPDFObjectHandle> elements_in(QPDFObjectHandle const& parent) {
  std::vector<QPDFObjectHandle> out;
  auto kids = QPDFObjectHandle(parent).getKey("/K");
  if (kids.isDictionary()) out.push_back(kids);
  if (kids.isArray())
    for (auto& kid : kids.aitems())
      if (kid.isDictionary()) out.push_back(kid);
  return out;
}

bool is(QPDFObjectHandle element, char const* type) { return element.getKey("/S").isNameAndEquals(type); }

void collect(QPDFObjectHandle const& element, char const* type, std::vector<QPDFObjectHandle>& found, int depth = 0) {
  constexpr int deepest = 100;
  for (auto const& child : elements_in(element)) {
    if (is(child, type)) found.push_back(child);
    else if (depth < deepest) collect(child, type, found, depth + 1);
  }
}

void name_rows(QPDFObjectHandle const& table) {
  std::vector<QPDFObjectHandle> rows;
  collect(table, "/TR", rows);
  for (auto const& row : rows) {
    auto const cells = elements_in(row);
    if (cells.empty() || !is(cells.front(), "/TD")) continue;
    auto cell = cells.front();
    cell.replaceKey("/S", QPDFObjectHandle::newName("/TH"));
    auto scope = QPDFObjectHandle::parse("<< /O /Table /Scope /Row >>");
    auto attributes = cell.getKey("/A");
    if (attributes.isArray()) attributes.appendItem(scope);
    else if (attributes.isDictionary()) cell.replaceKey("/A", QPDFObjectHandle::newArray({attributes, scope}));
    else cell.replaceKey("/A", scope);
  }
}

}  // namespace

std::string add_pdf_ua(std::string const& pdf, std::vector<bool> const& named_rows) {
  QPDF document;
  document.setSuppressWarnings(true);
  document.processMemoryFile("report.pdf", pdf.data(), pdf.size());
  auto root = document.getRoot();

  auto preferences = root.getKey("/ViewerPreferences");
  if (!preferences.isDictionary()) preferences = QPDFObjectHandle::newDictionary();
  preferences.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
  root.replaceKey("/ViewerPreferences", preferences);

  auto metadata = root.getKey("/Metadata");
  if (!metadata.isStream()) throw std::runtime_error("the PDF has no metadata");
  auto const buffer = metadata.getStreamData();
  std::string xmp(reinterpret_cast<char const*>(buffer->getBuffer()), buffer->getSize());
  declare_pdf_ua(xmp);
  metadata.replaceStreamData(xmp, QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());

  std::vector<QPDFObjectHandle> tables;
  collect(root.getKey("/StructTreeRoot"), "/Table", tables);
  if (tables.size() != named_rows.size()) throw std::runtime_error("the PDF has another number of tables than the report");
  for (std::size_t n = 0; n < tables.size(); ++n)
    if (named_rows[n]) name_rows(tables[n]);

  QPDFWriter writer(document);
  writer.setOutputMemory();
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.setDeterministicID(true);
  writer.write();
  auto const out = writer.getBufferSharedPointer();
  return {reinterpret_cast<char const*>(out->getBuffer()), out->getSize()};
}

}  // namespace rimlig::report

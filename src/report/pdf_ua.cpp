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

}  // namespace

std::string add_pdf_ua(std::string const& pdf) {
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

  QPDFWriter writer(document);
  writer.setOutputMemory();
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.setDeterministicID(true);
  writer.write();
  auto const out = writer.getBufferSharedPointer();
  return {reinterpret_cast<char const*>(out->getBuffer()), out->getSize()};
}

}  // namespace rimlig::report

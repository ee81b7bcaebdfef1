// The last step of a PDF: what Typst's PDF/A-2a lacks to be PDF/UA-1 as well.
#pragma once
#include <string>

namespace rimlig::report {

/// Adds pdfuaid:part (with the description that PDF/A demands of foreign properties) and DisplayDocTitle,
/// and packs the objects tightly. The same bytes in give the same bytes out.
std::string add_pdf_ua(std::string const& pdf);

}  // namespace rimlig::report

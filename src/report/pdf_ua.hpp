// The last step of a PDF: what Typst's PDF/A-2a lacks to be PDF/UA-1 as well.
#pragma once
#include <string>
#include <vector>

namespace rimlig::report {

/// Adds pdfuaid:part (with the description that PDF/A demands of foreign properties) and DisplayDocTitle,
/// and packs the objects tightly. The same bytes in give the same bytes out.
/// `named_rows` says for each table in order whether its first column names the rows: those cells become
/// row headers, which Typst's add-on offers no way to ask for.
std::string add_pdf_ua(std::string const& pdf, std::vector<bool> const& named_rows);

}  // namespace rimlig::report

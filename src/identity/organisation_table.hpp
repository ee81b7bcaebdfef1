// An organisation's table as rows of cells, wherever it was read from: the import asks for cells by
// the name of their column and says what is wrong with file, row and column.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/problem.hpp"

namespace rimlig::identity {

class OrganisationTable {
public:
  struct Row {
    std::int64_t number = 0;  // as the file counts
    std::vector<std::string> cells;
  };

  /// The first row names the columns. Rows of blanks are left out.
  OrganisationTable(std::string file_name, std::vector<Row> rows);

  [[nodiscard]] bool has(std::string_view column) const;
  /// Without blanks around it; empty when the row or the column has nothing there.
  [[nodiscard]] std::string cell(Row const& row, std::string_view column) const;
  [[nodiscard]] std::vector<Row> const& rows() const { return rows_; }
  [[nodiscard]] kernel::FieldError fault(std::int64_t row, std::string_view column, std::string code, std::string_view sentence) const;

private:
  std::string file_name_;
  std::vector<Row> rows_;
  std::map<std::string, std::size_t, std::less<>> columns_;
};

/// CSV in UTF-8 with ; or , between the columns. Problem when it is neither, or larger than 10 MB.
OrganisationTable read_organisation_csv(std::string_view csv, std::string_view file_name = {});

/// Without blanks around it.
std::string trimmed(std::string_view text);

}  // namespace rimlig::identity

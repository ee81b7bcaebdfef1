// A table as the answer to a request: written in the format that was asked for, and noted in the log as
// something that left the system, before it is sent.
#pragma once
#include "kernel/types.hpp"

#include "report/table_export.hpp"

namespace rimlig::kernel {
struct Context;
struct Response;
}  // namespace rimlig::kernel

namespace rimlig::report {

enum class TableFormat { xlsx, csv };
BOOST_DESCRIBE_ENUM(TableFormat, xlsx, csv)

struct TableAnswer {
  TableFormat format;
  std::string object_kind;  // what the log calls the rows: "action"
  std::string name;         // of sheet and file, the day is added: "Åtgärder"
  std::string counted;      // what the log calls so many rows: "åtgärder"
  std::vector<Column> columns;
  RowSource next_row;
  std::size_t row_count;  // rows to come, or more
};

/// Ends the request's transaction: the reading is over when the note is written. Problem 429 to who has taken
/// out as much as an hour allows.
kernel::Response answer_with_table(kernel::Context& context, TableAnswer const& table);

}  // namespace rimlig::report

#include "report/table_answer.hpp"

#include "identity/access_log.hpp"
#include "identity/export_limit.hpp"
#include "kernel/routes.hpp"

namespace rimlig::report {

kernel::Response answer_with_table(kernel::Context& context, TableAnswer const& table) {
  identity::limit_exports(context);
  auto& tx = context.tx;
  std::int64_t given = 0;
  RowSource const next_row = [&](std::vector<std::string>& cells) {
    if (!table.next_row(cells)) return false;
    ++given;
    return true;
  };
  auto const name = table.name + " " + tx.today().text;
  bool const csv = table.format == TableFormat::csv;
  kernel::Response response;
  response.content_type = csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  response.body = csv ? write_csv(table.columns, next_row)
                      : write_xlsx({table.name, tx.actor().name, tx.now().text}, {Sheet{table.name, name, table.columns, next_row, table.row_count}});
  response.headers.emplace_back("Content-Disposition", kernel::content_disposition(name + (csv ? ".csv" : ".xlsx")));
  identity::note_export(context, table.object_kind, 0, 0, std::to_string(given) + " " + table.counted + ", " + identity::described(context.request));
  return response;
}

}  // namespace rimlig::report

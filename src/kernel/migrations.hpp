// The files of migrations/, put into the program at build (cmake/embed_migrations.cmake), and the step
// that brings a database up to date with them.
#pragma once
#include <span>
#include <string_view>

#include "kernel/db.hpp"

namespace rimlig::kernel {

struct Migration {
  std::string_view name;  // "0001_kernel.sql"
  std::string_view sql;
};

/// In the order of their numbers.
std::span<Migration const> embedded_migrations();

/// Brings the schema up to date. An applied file that was edited afterwards is an error. Returns the
/// number of files applied.
int migrate(Connection& connection);
/// The same with files of one's own, for tests.
int migrate(Connection& connection, std::span<Migration const> files);

}  // namespace rimlig::kernel

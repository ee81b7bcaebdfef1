// The files of migrations/, put into the program at build (cmake/embed_migrations.cmake).
#pragma once
#include <span>
#include <string_view>

namespace rimlig::kernel {

struct Migration {
  std::string_view name;  // "0001_kernel.sql"
  std::string_view sql;
};

/// In the order of their numbers.
std::span<Migration const> embedded_migrations();

}  // namespace rimlig::kernel

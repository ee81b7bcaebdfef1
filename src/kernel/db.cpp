#include "kernel/db.hpp"

namespace rimlig::kernel {

std::unique_ptr<Connection> connect(std::string const& url) {
  if (url.starts_with("sqlite:")) return connect_sqlite(url.substr(7));
  return connect_postgres(url);
}

}  // namespace rimlig::kernel

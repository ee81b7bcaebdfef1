// The parts of the running program, put together once for the server and for each command.
#pragma once
#include <filesystem>
#include <string>

#include "kernel/feature.hpp"
#include "kernel/pool.hpp"

namespace rimlig::app {

struct Place {
  std::filesystem::path data = "data";  // folder of the database file and the attachments
  std::string database;                 // empty: the SQLite file in the folder
  [[nodiscard]] std::string database_url() const;
  [[nodiscard]] std::filesystem::path database_file() const { return data / "rimlig.db"; }
  [[nodiscard]] std::filesystem::path files() const { return data / "files"; }
  [[nodiscard]] std::filesystem::path signing_key() const { return data / "signing.key"; }
  [[nodiscard]] std::filesystem::path checkpoints() const { return data / "checkpoints"; }
  /// For what only looks: throws Problem when nothing is there, or what is there was written by an older version. A check of
  /// a folder with a misspelt name would else make an empty installation there and find nothing wrong with it.
  void require_existing() const;
};

class Application {
public:
  /// Makes the folder and brings the schema up to date. `connections` bounds those to the database.
  explicit Application(Place const& place, std::size_t connections = 2);

  kernel::Routes const& routes() const { return routes_; }
  kernel::Services const& services() const { return services_; }
  kernel::Jobs& jobs() { return jobs_; }
  kernel::Metrics& metrics() { return metrics_; }

  /// Runs `work` in one write transaction as the program itself.
  template <class F>
  auto in_transaction(F&& work) {
    auto connection = database_.lease();
    kernel::Tx tx(*connection, command_line_actor(), clock_, kernel::TxMode::write);
    if constexpr (std::is_void_v<std::invoke_result_t<F, kernel::Tx&>>) {
      work(tx);
      tx.commit();
    } else {
      auto result = work(tx);
      tx.commit();
      return result;
    }
  }
  static kernel::Actor command_line_actor() { return {0, "Kommandoraden", -1, "cli"}; }

private:
  kernel::SystemClock clock_;
  kernel::Pool database_;
  kernel::FileStore files_;
  kernel::Metrics metrics_;
  kernel::Jobs jobs_;
  kernel::Routes routes_;
  kernel::Services services_;
};

/// "The routes of the whole program, without a database": for `rimlig openapi` and tests.
kernel::Routes all_routes();

}  // namespace rimlig::app

#include "app/sweep.hpp"

#include <filesystem>
#include <set>
#include <unordered_set>

#include "kernel/log.hpp"
#include "org/setting.hpp"

namespace rimlig::app {

using namespace kernel;

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours youngest{24};
constexpr std::string_view ran_on = "files_swept_on";

using ColumnName = std::pair<std::string, std::string>;

std::set<ColumnName> hash_columns_of_schema(Connection& connection) {
  constexpr Dialect columns{
      .sqlite = "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name like '%sha256%'",
      .postgres = "select table_name::text, column_name::text from information_schema.columns where table_schema = current_schema() and column_name like '%sha256%'"};
  std::set<ColumnName> found;
  connection.run(connection.pick(columns), {}, [&](Row const& row) { found.emplace(row.text(0), row.text(1)); });
  return found;
}

std::unordered_set<std::string> named_files(Connection& connection, std::span<HashColumn const> columns) {
  auto unlisted = hash_columns_of_schema(connection);
  std::unordered_set<std::string> named;
  for (auto const& column : columns) {
    unlisted.erase({std::string(column.table), std::string(column.column)});
    if (!column.names_file) continue;
    auto const name = std::string(column.column);
    connection.run("select distinct " + name + " from " + std::string(column.table) + " where " + name + " is not null", {},
                   [&](Row const& row) { named.emplace(row.text(0)); });
  }
  if (!unlisted.empty()) {
    auto const& [table, column] = *unlisted.begin();
    throw std::logic_error("hash_columns() does not say whether " + table + "." + column + " names files; nothing was removed");
  }
  return named;
}

/// What is gone, because an upload was done with it or another sweep took it, is not old.
bool is_old(fs::path const& file) {
  std::error_code gone;
  auto const written = fs::last_write_time(file, gone);
  return !gone && written < fs::file_time_type::clock::now() - youngest;
}

/// Taken aside first: an upload of the same bytes makes the file young again, and it may do so at this very moment.
bool take_away(FileStore const& files, std::string const& sha256) {
  auto const file = files.path(sha256);
  auto const aside = files.root() / "tmp" / ("swept-" + sha256);
  std::error_code failed;
  if (!is_old(file)) return false;
  fs::rename(file, aside, failed);
  if (failed) return false;
  if (!is_old(aside)) {
    fs::rename(aside, file);
    return false;
  }
  return fs::remove(aside);
}

}  // namespace

SweepResult sweep(Services const& services, std::span<HashColumn const> columns, bool dry_run) {
  auto const& files = services.files;
  SweepResult result;
  result.dry_run = dry_run;
  auto const before = files.all();
  result.files = static_cast<std::int64_t>(before.size());
  std::unordered_set<std::string> named;
  {
    auto connection = services.database.lease();
    named = named_files(*connection, columns);
  }
  for (auto const& sha256 : files.orphans(named, youngest)) {
    std::error_code gone;
    auto const size = fs::file_size(files.path(sha256), gone);
    if (gone || (!dry_run && !take_away(files, sha256))) continue;
    ++result.removed;
    result.bytes += static_cast<std::int64_t>(size);
    result.sha256.push_back(sha256);
  }
  if (!dry_run) {
    // Uploads that broke off.
    for (auto const& left : fs::directory_iterator(files.root() / "tmp"))
      if (std::error_code gone; left.is_regular_file(gone) && is_old(left.path())) fs::remove(left.path(), gone);
    log(Message::files_swept, {{LogKey::count, result.removed}, {LogKey::bytes, result.bytes}});
  }
  return result;
}

void sweep_daily(Services const& services) {
  Actor const program{.request_id = "clock"};
  auto const today = services.clock.today();
  {
    auto connection = services.database.lease();
    Tx tx(*connection, program, services.clock, TxMode::read);
    if (org::setting_text(tx, ran_on) == today) return;
  }
  sweep(services, hash_columns(), false);
  auto connection = services.database.lease();
  Tx tx(*connection, program, services.clock, TxMode::write);
  org::remember(tx, ran_on, today);
  tx.commit();
}

}  // namespace rimlig::app

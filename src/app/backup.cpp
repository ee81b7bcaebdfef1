#include "app/backup.hpp"

#include <algorithm>
#include <fstream>

#include "app/command_line.hpp"
#include "kernel/audit.hpp"
#include "kernel/crypto.hpp"
#include "kernel/log.hpp"
#include "kernel/audit_verify.hpp"

namespace rimlig::app {

using namespace kernel;
namespace fs = std::filesystem;

struct BackupEntry {
  std::string path;
  std::string sha256;
};
BOOST_DESCRIBE_STRUCT(BackupEntry, (), (path, sha256))

struct BackupManifest {
  std::string program;
  std::string created_at;
  std::vector<BackupEntry> entries;
};
BOOST_DESCRIBE_STRUCT(BackupManifest, (), (program, created_at, entries))

namespace {

std::string file_hash(fs::path const& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Problem::bad_request("Kan inte läsa " + path.string() + ".");
  Sha256 hash;
  std::string block(1 << 20, '\0');
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    hash.update({block.data(), static_cast<std::size_t>(in.gcount())});
  }
  return hash.hex();
}

}  // namespace

BackupResult backup(Place const& place, fs::path const& target) {
  if (!place.database.empty() && !place.database.starts_with("sqlite:"))
    throw Problem::bad_request("rimlig backup gäller SQLite. Ta kopia av PostgreSQL med pg_dump, och av mappen " + place.files().string() + ".");
  if (!fs::exists(place.database_file())) throw Problem::not_found("databasen " + place.database_file().string());
  if (fs::exists(target)) throw Problem::conflict("exists", "Mappen " + target.string() + " finns redan. Välj ett annat namn.");
  auto const unfinished = fs::path(target.string() + ".ofullstandig");
  fs::remove_all(unfinished);
  fs::create_directories(unfinished);
  BackupManifest manifest{"rimlig", SystemClock().instant(), {}};
  FileStore const from(place.files());
  FileStore const to(unfinished / "files");
  auto const copy_new_files = [&] {
    for (auto const& sha256 : from.all()) {
      if (to.contains(sha256)) continue;
      fs::create_directories(to.path(sha256).parent_path());
      std::error_code failed;
      fs::copy_file(from.path(sha256), to.path(sha256), failed);
      if (failed && !from.contains(sha256)) continue;  // swept: nothing names it
      if (failed) throw fs::filesystem_error("copy", from.path(sha256), failed);
      manifest.entries.push_back({"files/" + sha256, sha256});
    }
  };
  // The files before the database, because the server may sweep what the copy of the database still names; and after
  // it, because a file is stored before the row that names it. It is never changed.
  copy_new_files();
  // One statement, one moment: readers and writers go on meanwhile.
  connect(place.database_url())->run("vacuum into $1", Tx::bind((unfinished / "rimlig.db").string()));
  manifest.entries.push_back({"rimlig.db", file_hash(unfinished / "rimlig.db")});
  copy_new_files();
  std::ofstream(unfinished / "manifest.json", std::ios::binary) << to_json(manifest);
  BackupResult const result{target.string(), static_cast<std::int64_t>(fs::file_size(unfinished / "rimlig.db")), static_cast<std::int64_t>(manifest.entries.size()) - 1};
  fs::rename(unfinished, target);
  log(Message::backup_done, {{LogKey::bytes, result.database_bytes}, {LogKey::count, result.files}});
  return result;
}

RestoreResult restore(fs::path const& source, Place const& place) {
  if (fs::exists(place.data) && !fs::is_empty(place.data))
    throw Problem::conflict("exists", "Mappen " + place.data.string() + " är inte tom. Återställ till en ny mapp, så skrivs inget över.");
  if (!fs::exists(source / "manifest.json")) throw Problem::bad_request(source.string() + " är ingen säkerhetskopia: manifest.json saknas.");
  auto const manifest = from_json<BackupManifest>(read_file(source / "manifest.json"));
  auto const is_database = [](BackupEntry const& entry) { return entry.path == "rimlig.db"; };
  if (std::count_if(manifest.entries.begin(), manifest.entries.end(), is_database) != 1)
    throw Problem::bad_request("Säkerhetskopian är ofullständig eller ändrad: manifest.json ska nämna databasen en gång.");
  auto const unfinished = fs::path(place.data.string() + ".ofullstandig");
  fs::remove_all(unfinished);
  fs::create_directories(unfinished);
  RestoreResult result{place.data.string(), 0, 0, 0, {}};
  try {
    FileStore const to(unfinished / "files");
    FileStore const from(source / "files");
    for (auto const& entry : manifest.entries) {
      bool const database = is_database(entry);
      auto const file = database ? source / "rimlig.db" : from.path(entry.sha256);
      if (!fs::exists(file)) throw Problem::bad_request("Säkerhetskopian är ofullständig: " + entry.path + " saknas.");
      if (file_hash(file) != entry.sha256) throw Problem::bad_request("Säkerhetskopian är skadad: " + entry.path + " har ändrats sedan den togs.");
      auto const goal = database ? unfinished / "rimlig.db" : to.path(entry.sha256);
      fs::create_directories(goal.parent_path());
      fs::copy_file(file, goal);
      if (!database) ++result.files;
    }
    {
      auto const connection = connect_sqlite((unfinished / "rimlig.db").string());
      auto const verdict = verify_audit(*connection);
      if (verdict.broken_at != 0) throw Problem::bad_request("Säkerhetskopians logg håller inte ihop. " + verdict.reason);
      result.audit_entries = verdict.entries;
      result.emptied_entries = verdict.emptied_entries();
      result.unproven_keys = verdict.unproven_keys;
    }
    if (fs::exists(place.data)) fs::remove(place.data);
    fs::rename(unfinished, place.data);
  } catch (...) {
    fs::remove_all(unfinished);
    throw;
  }
  return result;
}

}  // namespace rimlig::app

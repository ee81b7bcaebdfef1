// A backup is a folder: the database at one moment, the attachments it names, and a list of their
// hashes. It can be taken while the program runs; restoring checks every hash and the audit chain.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/application.hpp"

namespace rimlig::app {

struct BackupResult {
  std::string folder;
  std::int64_t database_bytes = 0;
  std::int64_t files = 0;
};
BOOST_DESCRIBE_STRUCT(BackupResult, (), (folder, database_bytes, files))

/// Writes a new folder; it appears under its name only when it is complete. Problem 409 when it exists.
BackupResult backup(Place const& place, std::filesystem::path const& target);

struct RestoreResult {
  std::string data;
  std::int64_t files = 0;
  std::int64_t audit_entries = 0;
  std::int64_t emptied_entries = 0;         // by retention, signed for
  std::vector<std::string> unproven_keys;  // that signed for them: the key is no part of a backup
};
BOOST_DESCRIBE_STRUCT(RestoreResult, (), (data, files, audit_entries, emptied_entries, unproven_keys))

/// Puts a backup into a data folder that does not exist yet or is empty. Nothing is left there when a check fails.
RestoreResult restore(std::filesystem::path const& source, Place const& place);

}  // namespace rimlig::app

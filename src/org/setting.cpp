#include "org/setting.hpp"

#include <charconv>

namespace rimlig::org {

using kernel::Tx;

namespace {

void store(Tx& tx, std::string_view name, std::string const& value, std::string const& change) {
  tx.execute("insert into setting(name, value) values ($1, $2) on conflict (name) do update set value = $2",
             {"update", "setting", 0, 0, "{\"" + std::string(name) + "\":[" + change + "]}", ""}, name, value);
}

}  // namespace

std::string setting_text(Tx& tx, std::string_view name) { return tx.value<std::string>("select value from setting where name = $1", name).value_or(""); }

void remember(Tx& tx, std::string_view name, std::string_view value) {
  tx.execute_derived("insert into setting(name, value) values ($1, $2) on conflict (name) do update set value = $2", name, value);
}

std::int64_t setting_number(Tx& tx, std::string_view name, std::int64_t otherwise) {
  auto const text = setting_text(tx, name);
  std::from_chars(text.data(), text.data() + text.size(), otherwise);
  return otherwise;
}

void change_setting(Tx& tx, std::string_view name, std::string const& before, std::string const& after) {
  if (before != after) store(tx, name, after, "\"" + before + "\",\"" + after + "\"");
}

void change_setting(Tx& tx, std::string_view name, std::int64_t before, std::int64_t after) {
  if (before != after) store(tx, name, std::to_string(after), std::to_string(before) + "," + std::to_string(after));
}

}  // namespace rimlig::org

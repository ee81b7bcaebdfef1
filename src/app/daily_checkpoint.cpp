#include "app/daily_checkpoint.hpp"

#include <fstream>

#include "app/application.hpp"
#include "kernel/checkpoint.hpp"

namespace rimlig::app {

namespace fs = std::filesystem;

void write_daily_checkpoint(kernel::Services const& services) {
  Place place;
  place.data = services.files.root().parent_path();
  auto const file = place.checkpoints() / (services.clock.today() + ".json");
  if (fs::exists(file)) return;
  fs::create_directories(place.checkpoints());
  auto connection = services.database.lease();
  auto const checkpoint = kernel::make_checkpoint(*connection, kernel::SigningKey(place.signing_key()), services.clock);
  // Complete before it has its name.
  auto const unfinished = fs::path(file.string() + ".new");
  std::ofstream out(unfinished);
  out << kernel::to_json(checkpoint) << "\n";
  out.close();
  if (!out) throw std::runtime_error("cannot write " + unfinished.string());
  fs::rename(unfinished, file);
}

}  // namespace rimlig::app

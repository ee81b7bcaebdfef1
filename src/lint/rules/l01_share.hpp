// Finds shares in a text: a part, the whole it is taken of, and the percent that is stated for it,
// also when the figures are spread over several sentences.
#pragma once
#include <optional>
#include <vector>

#include "lint/numbers.hpp"

namespace rimlig::lint::rules {

struct Share {
  std::int64_t part = 0, whole = 0;
  std::size_t part_token = 0, whole_token = 0;
  std::optional<Decimal> stated;  // percent in the text
  std::size_t stated_token = 0;
  bool approximate = false;       // "ca 25 %"
};

std::vector<Share> shares(Words const& words);

}  // namespace rimlig::lint::rules

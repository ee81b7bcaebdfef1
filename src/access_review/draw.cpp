#include "access_review/draw.hpp"

#include <algorithm>

#include "kernel/crypto.hpp"

namespace rimlig::access_review {

std::vector<std::int64_t> draw_sample(std::string_view seed, std::vector<std::int64_t> const& keys, std::size_t size) {
  std::vector<std::pair<std::string, std::int64_t>> tickets;
  tickets.reserve(keys.size());
  auto const prefix = std::string(seed) + ":";
  for (auto const key : keys) tickets.emplace_back(kernel::sha256_hex(prefix + std::to_string(key)), key);
  // Hexadecimal digits of equal length sort as the bytes do.
  std::ranges::sort(tickets);
  std::vector<std::int64_t> sample;
  for (std::size_t n = 0; n < std::min(size, tickets.size()); ++n) sample.push_back(tickets[n].second);
  return sample;
}

std::string frame_digest(std::vector<std::int64_t> keys) {
  std::ranges::sort(keys);
  std::string text;
  for (auto const key : keys) text += std::to_string(key) + "\n";
  return kernel::sha256_hex(text);
}

}  // namespace rimlig::access_review

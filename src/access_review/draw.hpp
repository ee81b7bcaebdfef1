// A sample that anybody can draw again: the rows whose SHA-256 of seed and key are the smallest. Every row
// is as likely as every other, none is taken twice, and the order in which the rows are read means nothing.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::access_review {

/// `size` of the keys, or all when there are fewer, in the order of SHA-256("seed:key").
std::vector<std::int64_t> draw_sample(std::string_view seed, std::vector<std::int64_t> const& keys, std::size_t size);

/// Says later whether the rows that it was drawn from are the same: SHA-256 of the keys in rising order, a line each.
std::string frame_digest(std::vector<std::int64_t> keys);

}  // namespace rimlig::access_review

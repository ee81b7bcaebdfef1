#include "reader/zip_members.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <set>

namespace rimlig::reader {

struct ZipMembers::Archive {
  zip_t* handle = nullptr;
  ~Archive() {
    if (handle) zip_discard(handle);
  }
};

namespace {

[[noreturn]] void refuse_damaged() {
  throw Refusal("damaged_zip", "Filen är skadad eller inte hel. Hämta den på nytt ur systemet den kommer från.");
}

bool climbs_out(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos) return true;
  if (name.find('\0') != std::string_view::npos) return true;
  if (name.size() > 1 && name[1] == ':') return true;
  for (std::size_t at = 0; at <= name.size();) {
    std::size_t const end = std::min(name.find('/', at), name.size());
    if (name.substr(at, end - at) == "..") return true;
    at = end + 1;
  }
  return false;
}

bool is_link(zip_t* archive, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return false;
  return system == ZIP_OPSYS_UNIX && (attributes >> 16 & 0170000u) == 0120000u;
}

}  // namespace

ZipMembers::ZipMembers(std::string_view bytes, Limits const& limits)
    : archive_(std::make_unique<Archive>()), limits_(limits), archive_bytes_(bytes.size()) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (!source) refuse_damaged();
  archive_->handle = zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_error_fini(&error);
  if (!archive_->handle) {
    zip_source_free(source);
    refuse_damaged();
  }
  auto const count = static_cast<std::uint64_t>(zip_get_num_entries(archive_->handle, 0));
  if (count > limits.zip_members)
    throw Refusal("too_many_members", "Filen innehåller " + std::to_string(count) + " delar; högst " +
                                          std::to_string(limits.zip_members) + " läses. Spara om den i ett enklare skick.");
  std::set<std::string> seen;
  for (std::uint64_t index = 0; index < count; ++index) {
    zip_stat_t stat;
    if (zip_stat_index(archive_->handle, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME)) refuse_damaged();
    std::string name = stat.name;
    if (climbs_out(name))
      throw Refusal("unsafe_member", "Filen innehåller en del vars namn pekar utanför filen. Den läses inte, för en sådan fil kan vara gjord för att skada.");
    if (is_link(archive_->handle, index))
      throw Refusal("unsafe_member", "Filen innehåller en länk till en annan fil. Den läses inte.");
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
      throw Refusal("encrypted", "Filen är lösenordsskyddad. Ta bort lösenordet och läs in den igen.");
    std::string folded = name;
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!seen.insert(folded).second)
      throw Refusal("doubled_member", "Filen innehåller två delar med samma namn, så det går inte att veta vilken som gäller. Spara om filen och läs in den igen.");
    names_.push_back(std::move(name));
    packed_sizes_.push_back(stat.valid & ZIP_STAT_COMP_SIZE ? stat.comp_size : 0);
  }
}

ZipMembers::~ZipMembers() = default;

bool ZipMembers::has(std::string_view name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }

void ZipMembers::read(std::string_view name, std::function<bool(std::string_view, bool)> const& use) {
  auto const found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) refuse_damaged();
  auto const index = static_cast<std::uint64_t>(found - names_.begin());
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(archive_->handle, index, 0));
  if (!file) refuse_damaged();
  // The packed size is a claim too, but it cannot exceed the file that was sent.
  std::uint64_t const packed = std::min(std::max<std::uint64_t>(packed_sizes_[index], 1), archive_bytes_);
  std::uint64_t member = 0;
  std::array<char, 1 << 16> piece;
  for (;;) {
    auto const got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) refuse_damaged();
    member += static_cast<std::uint64_t>(got);
    inflated_ += static_cast<std::uint64_t>(got);
    bool const too_large = member > limits_.member_bytes || inflated_ > limits_.inflated_bytes;
    bool const too_dense = (member > limits_.ratio_free_bytes && member / packed > limits_.inflation_ratio) ||
                           (inflated_ > limits_.ratio_free_bytes && inflated_ / archive_bytes_ > limits_.inflation_ratio);
    if (too_large || too_dense)
      throw Refusal("zip_bomb", "Filen sväller orimligt mycket när den packas upp (delen \"" + std::string(name).substr(0, 100) +
                                    "\"). Läsningen avbröts. Spara om innehållet i ett nytt dokument och läs in det.");
    bool const last = got == 0;
    if (!use(std::string_view(piece.data(), static_cast<std::size_t>(got)), last) || last) return;
  }
}

std::string ZipMembers::text(std::string_view name, std::uint64_t most) {
  std::string out;
  read(name, [&](std::string_view piece, bool) {
    out.append(piece);
    if (out.size() > most)
      throw Refusal("part_too_large", "Delen \"" + std::string(name).substr(0, 100) + "\" i filen är orimligt stor.");
    return true;
  });
  return out;
}

}  // namespace rimlig::reader

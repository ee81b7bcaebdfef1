#include "oidc/settings.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "oidc/address.hpp"

namespace rimlig::oidc {

using kernel::FieldError;
using kernel::Problem;

namespace {

std::string text_of_file(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Problem::bad_request("Kan inte läsa " + file.string() + ".");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

bool is_name(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

class Check {
public:
  std::vector<FieldError> errors;

  void address(std::string pointer, std::string_view text) {
    auto const parts = parse_address(text);
    if (!parts) return fault(std::move(pointer), "address", "\"" + std::string(text) + "\" är ingen adress. Skriv som https://login.kommun.se.");
    if (parts->scheme != "https" && !parts->loopback()) fault(std::move(pointer), "https", "Adressen ska börja med https://. Bara den egna datorn nås utan.");
  }
  void fault(std::string pointer, std::string code, std::string detail) { errors.push_back({std::move(pointer), std::move(code), std::move(detail)}); }
};

}  // namespace

Settings parse_settings(std::string_view json) {
  auto settings = kernel::from_json<Settings>(json);
  while (settings.base_url.ends_with('/')) settings.base_url.pop_back();
  Check check;
  check.address("/base_url", settings.base_url);
  std::set<std::string> names;
  for (std::size_t n = 0; n < settings.providers.size(); ++n) {
    auto& provider = settings.providers[n];
    auto const at = "/providers/" + std::to_string(n);
    if (!is_name(provider.name)) check.fault(at + "/name", "name", "Namnet står i adresser: använd a–z, 0–9 och bindestreck.");
    if (!names.insert(provider.name).second) check.fault(at + "/name", "taken", "Två inloggningstjänster heter " + provider.name + ".");
    check.address(at + "/issuer", provider.issuer);
    for (std::size_t k = 0; k < provider.hosts.size(); ++k)
      if (auto const host = parse_address("https://" + provider.hosts[k]); !host || provider.hosts[k].find_first_of("/?#@") != std::string::npos)
        check.fault(at + "/hosts/" + std::to_string(k), "address", "\"" + provider.hosts[k] + "\" är inget värdnamn. Skriv som nycklar.kommun.se.");
    if (provider.scopes.empty()) provider.scopes = {"email", "profile"};
    if (!provider.email_claim) provider.email_claim = "email";
  }
  if (!check.errors.empty()) throw Problem::invalid(std::move(check.errors));
  return settings;
}

Settings read_settings(std::filesystem::path const& file) {
  try {
    return parse_settings(text_of_file(file));
  } catch (Problem const& problem) {
    std::string all = problem.detail();
    for (auto const& error : problem.errors()) all += "\n  " + error.pointer + ": " + error.detail;
    throw Problem{problem.status(), problem.code(), "Inställningarna i " + file.string() + " går inte att använda. " + all};
  }
}

std::string read_secret(ProviderSettings const& provider) {
  if (!provider.client_secret_file) return {};
  auto secret = text_of_file(std::string(*provider.client_secret_file));
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) throw Problem::bad_request("Filen " + *provider.client_secret_file + " är tom. Där ska hemligheten för " + provider.label + " stå.");
  return secret;
}

std::int64_t level_of(ProviderSettings const& provider, std::string_view acr) {
  for (auto const& each : provider.levels)
    if (each.acr == acr) return each.level.value;
  return 0;
}

}  // namespace rimlig::oidc

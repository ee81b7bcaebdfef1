#include "kernel/static_files.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "kernel/crypto.hpp"
#include "kernel/security_headers.hpp"

using namespace rimlig::kernel;

namespace rimlig {
std::span<kernel::EmbeddedFile const> test_web_files();  // tests/data/web, built in by CMakeLists.txt
}

namespace {

std::string header(Response const& response, std::string_view name) {
  for (auto const& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

Response get(StaticFiles const& files, std::string target, NameValues headers = {}) {
  auto request = make_request(Method::get, std::move(target));
  request.headers = std::move(headers);
  return files.serve(request);
}

}  // namespace

TEST_CASE("static files: the same is served from the program and from a folder") {
  StaticFiles const embedded(rimlig::test_web_files());
  auto const folder = StaticFiles::from_folder(RIMLIG_SOURCE_DIR "/tests/data/web");
  for (auto const* target : {"/", "/index.html", "/assets/index-1a2b3c.js", "/.vite/manifest.json", "/actions/7"}) {
    CAPTURE(target);
    auto const a = get(embedded, target, {{"Accept-Encoding", "gzip, br"}});
    auto const b = get(folder, target, {{"Accept-Encoding", "gzip, br"}});
    CHECK(a.status == b.status);
    CHECK(a.body == b.body);
    CHECK(a.headers == b.headers);
  }
  CHECK(get(embedded, "/").body == "<!doctype html><title>Rimlig</title>");
  CHECK(StaticFiles::from_folder("/nowhere/at/all").empty());
}

TEST_CASE("static files: pages are asked for each time, files named by content never again") {
  auto const files = StaticFiles::from_folder(RIMLIG_SOURCE_DIR "/tests/data/web");
  auto const page = get(files, "/");
  CHECK(page.content_type == "text/html; charset=utf-8");
  CHECK(header(page, "Cache-Control") == "no-cache");
  auto const again = get(files, "/", {{"If-None-Match", "\"x\", W/" + header(page, "ETag")}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(get(files, "/", {{"If-None-Match", "\"other\""}}).status == 200);
  auto const script = get(files, "/assets/index-1a2b3c.js");
  CHECK(header(script, "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(script.content_type == "text/javascript; charset=utf-8");
}

TEST_CASE("static files: the smallest form that the browser takes is sent") {
  auto const files = StaticFiles::from_folder(RIMLIG_SOURCE_DIR "/tests/data/web");
  auto const coding = [&](std::string accept) {
    auto const response = get(files, "/assets/index-1a2b3c.js", {{"Accept-Encoding", std::move(accept)}});
    CHECK(header(response, "Vary") == "Accept-Encoding");
    return header(response, "Content-Encoding");
  };
  CHECK(coding("gzip, deflate, br, zstd") == "br");
  CHECK(coding("gzip") == "gzip");
  CHECK(coding("GZIP;q=0.1, br;q=0") == "gzip");
  CHECK(coding("*") == "br");
  CHECK(coding("identity") == "");
  CHECK(coding("") == "");
  CHECK(coding("br;q=0, *;q=0") == "");
}

TEST_CASE("static files: no address leads out of the folder") {
  auto const files = StaticFiles::from_folder(RIMLIG_SOURCE_DIR "/tests/data/web/assets");
  for (auto const* target : {"/../index.html", "/%2e%2e/index.html", "/..%2findex.html", "//etc/passwd", "/assets/../index.html", "/..\\index.html",
                             "/./index-1a2b3c.js", "/index-1a2b3c.js/", "/index-1a2b3c.js.br", "/etc/passwd", "/api/actions", "/api"}) {
    CAPTURE(target);
    CHECK(get(files, target).status == 404);
  }
  auto const folder = std::filesystem::temp_directory_path() / ("rimlig-web-" + random_token(8));
  std::filesystem::create_directory(folder);
  std::filesystem::create_symlink("/etc/passwd", folder / "passwd.txt");
  std::filesystem::create_directory_symlink("/etc", folder / "etc");
  CHECK(StaticFiles::from_folder(folder).empty());
  std::filesystem::remove_all(folder);
}

TEST_CASE("static files: the browser's own routes get the page, other names and methods do not") {
  auto const files = StaticFiles::from_folder(RIMLIG_SOURCE_DIR "/tests/data/web");
  CHECK(get(files, "/actions/7?tab=history").content_type == "text/html; charset=utf-8");
  CHECK(get(files, "/missing.js").status == 404);
  CHECK(get(files, "/api/unknown").status == 404);
  auto request = make_request(Method::post, "/");
  CHECK(files.serve(request).status == 405);
}

TEST_CASE("security headers: strict on every answer, HSTS only behind TLS, no caching unless said") {
  Handler const plain = with_security_headers([](Request&) { return Response{}; }, Transport::plain);
  auto request = make_request(Method::get, "/api/session");
  auto const response = plain(request);
  CHECK(header(response, "Content-Security-Policy").find("default-src 'none'; script-src 'self';") == 0);
  CHECK(header(response, "Content-Security-Policy").find("require-trusted-types-for 'script'; trusted-types vue") != std::string::npos);
  CHECK(header(response, "Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos);
  CHECK(header(response, "X-Content-Type-Options") == "nosniff");
  CHECK(header(response, "Referrer-Policy") == "same-origin");
  CHECK_FALSE(header(response, "Permissions-Policy").empty());
  CHECK(header(response, "Cache-Control") == "no-store");
  CHECK(header(response, "Strict-Transport-Security").empty());
  Handler const tls = with_security_headers(
      [](Request&) {
        Response cached;
        cached.headers = {{"cache-control", "no-cache"}};
        return cached;
      },
      Transport::tls);
  auto const secure = tls(request);
  CHECK(header(secure, "Strict-Transport-Security").starts_with("max-age=31536000"));
  CHECK(header(secure, "Cache-Control").empty());
}

TEST_CASE("security headers: a file that is saved can do nothing, should it be shown after all") {
  auto request = make_request(Method::get, "/api/evidence/1/file");
  auto const response = with_security_headers(
      [](Request&) {
        Response file;
        file.headers = {{"Content-Disposition", content_disposition("a.html")}};
        return file;
      },
      Transport::plain)(request);
  CHECK(header(response, "Content-Security-Policy").starts_with("default-src 'none'; sandbox;"));
  CHECK(header(response, "X-Content-Type-Options") == "nosniff");
}

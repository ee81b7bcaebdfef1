#include "kernel/server_stream.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>

#include "kernel/crypto.hpp"
#include "kernel/problem.hpp"
#include "kernel/server_test.hpp"

using namespace rimlig::kernel;
using namespace rimlig::kernel::testing;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* pointer) const { free(pointer); }
};
template <class T, auto free>
using Owned = std::unique_ptr<T, Free<free>>;

/// A folder with a certificate that its own key has signed, and the key.
class Certificate {
public:
  explicit Certificate(std::string const& name) : folder_(fs::temp_directory_path() / ("rimlig-tls-" + random_token(8))) {
    fs::create_directory(folder_);
    make(name);
  }
  ~Certificate() { fs::remove_all(folder_); }
  Certificate(Certificate const&) = delete;
  Certificate& operator=(Certificate const&) = delete;
  void make(std::string const& name) const {
    Owned<EVP_PKEY, EVP_PKEY_free> const pair(EVP_EC_gen("P-256"));
    Owned<X509, X509_free> const made(X509_new());
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), pair.get());
    auto* const subject = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(made.get(), subject);
    REQUIRE(X509_sign(made.get(), pair.get(), EVP_sha256()) > 0);
    Owned<std::FILE, std::fclose> const certificate_file(std::fopen(certificate().c_str(), "w"));
    PEM_write_X509(certificate_file.get(), made.get());
    Owned<std::FILE, std::fclose> const key_file(std::fopen(key().c_str(), "w"));
    PEM_write_PrivateKey(key_file.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    fs::permissions(key(), fs::perms::owner_read | fs::perms::owner_write);
  }
  [[nodiscard]] fs::path certificate() const { return folder_ / "certificate.pem"; }
  [[nodiscard]] fs::path key() const { return folder_ / "key.pem"; }
  [[nodiscard]] ServerOptions options() const {
    ServerOptions options;
    options.certificate = certificate();
    options.key = key();
    return options;
  }

private:
  fs::path folder_;
};

class TlsClient {
public:
  explicit TlsClient(unsigned short port, int highest = TLS1_3_VERSION, char const* ciphers = nullptr) : socket_(port), context_(SSL_CTX_new(TLS_client_method())) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to what the server has closed
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), highest);
    if (ciphers != nullptr) SSL_CTX_set_cipher_list(context_.get(), ciphers);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_.number());
    connected = SSL_connect(ssl_.get()) == 1;
    ERR_clear_error();
  }
  /// Everything until the server closes; the connection must be asked to close.
  std::string ask(std::string const& bytes) {
    SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
    std::string all;
    char piece[65536];
    for (int count = 0; (count = SSL_read(ssl_.get(), piece, sizeof piece)) > 0;) all.append(piece, static_cast<std::size_t>(count));
    ended_well = SSL_get_error(ssl_.get(), 0) == SSL_ERROR_ZERO_RETURN;
    return all;
  }
  [[nodiscard]] std::string server_name() const {
    Owned<X509, X509_free> const shown(SSL_get1_peer_certificate(ssl_.get()));
    char name[100]{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, name, sizeof name);
    return name;
  }
  bool connected = false;
  bool ended_well = false;

private:
  Client socket_;
  Owned<SSL_CTX, SSL_CTX_free> context_;
  Owned<SSL, SSL_free> ssl_;
};

std::string const closing = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

}  // namespace

TEST_CASE("TLS: requests and large answers go through it, it says goodbye, and the routes know that it is there") {
  Certificate const certificate("en.example");
  std::string const large(3'000'000, 'x');
  Running running([&](Request& request) { return text(std::string(request.header("X-Forwarded-Proto")) + (request.path == "/large" ? large : request.body)); }, certificate.options());
  auto const port = running.server.port();
  TlsClient client(port);
  REQUIRE(client.connected);
  CHECK(client.server_name() == "en.example");
  CHECK(client.ask("POST /a HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: ftp\r\nContent-Length: 3\r\n\r\nabc" + closing).find("\r\n\r\nhttpsabcHTTP/1.1 200") != std::string::npos);
  CHECK(client.ended_well);
  CHECK(TlsClient(port).ask("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ends_with("https" + large));
  // Too large a body is refused while the client still sends.
  CHECK(TlsClient(port).ask("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + std::string(100'000, 'x')).starts_with("HTTP/1.1 413"));
}

TEST_CASE("TLS: nothing older than 1.2, nothing without forward secrecy, and no plain HTTP") {
  Certificate const certificate("en.example");
  Running running(echo, certificate.options());
  auto const port = running.server.port();
  CHECK_FALSE(TlsClient(port, TLS1_1_VERSION).connected);
  CHECK(TlsClient(port, TLS1_2_VERSION).connected);
  CHECK(TlsClient(port, TLS1_2_VERSION, "ECDHE-ECDSA-CHACHA20-POLY1305").connected);
  for (auto const* old : {"ECDHE-ECDSA-AES128-SHA", "AES128-GCM-SHA256", "AES256-SHA", "NULL", "ECDHE-ECDSA-AES128-SHA256"}) {
    CAPTURE(old);
    CHECK_FALSE(TlsClient(port, TLS1_2_VERSION, old).connected);
  }
  Client plain(port);
  plain.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK_FALSE(has(plain.read_all(), "HTTP/1.1"));
}

TEST_CASE("TLS: a handshake that never ends is cut, and one address does not take every place") {
  Certificate const certificate("en.example");
  auto options = certificate.options();
  options.header_timeout = 150ms;
  options.connections_per_address = 1;
  Running running(echo, options);
  Client silent(running.server.port());
  CHECK_FALSE(TlsClient(running.server.port()).connected);
  CHECK(silent.read_all().empty());
  CHECK(TlsClient(running.server.port()).connected);
}

TEST_CASE("TLS: a renewed certificate is taken at SIGHUP, and one that does not fit is not") {
  Certificate const certificate("gammal.example");
  Running running(echo, certificate.options());
  running.server.stop_on_signals();
  auto const port = running.server.port();
  auto const name_now = [&] { return TlsClient(port).server_name(); };
  REQUIRE(name_now() == "gammal.example");
  certificate.make("ny.example");
  ::kill(::getpid(), SIGHUP);
  while (name_now() == "gammal.example") continue;
  CHECK(name_now() == "ny.example");
  std::ofstream(certificate.certificate()) << "trasigt";
  running.server.reload();
  CHECK(name_now() == "ny.example");
}

TEST_CASE("TLS: files that cannot serve are told at start, in Swedish and by name") {
  Certificate const certificate("en.example"), other("annan.example");
  auto const refusal = [](fs::path const& certificate_file, fs::path const& key_file) {
    try {
      load_tls(certificate_file, key_file);
    } catch (Problem const& problem) {
      return std::string(problem.detail());
    }
    return std::string();
  };
  CHECK(refusal(certificate.certificate(), certificate.key()).empty());
  CHECK(refusal("/nowhere.pem", certificate.key()).starts_with("Certifikatet /nowhere.pem går inte att läsa."));
  CHECK(refusal(certificate.certificate(), "/nowhere.pem").starts_with("Nyckeln /nowhere.pem går inte att läsa."));
  CHECK(refusal(certificate.certificate(), other.key()).find("hör inte till") != std::string::npos);
  fs::permissions(certificate.key(), fs::perms::others_read, fs::perm_options::add);
  CHECK(refusal(certificate.certificate(), certificate.key()).find("kan läsas av alla") != std::string::npos);
}

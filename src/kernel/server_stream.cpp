#include "kernel/server_stream.hpp"

#include <openssl/ssl.h>

#include "kernel/problem.hpp"

namespace rimlig::kernel {

std::shared_ptr<TlsContext> load_tls(std::filesystem::path const& certificate, std::filesystem::path const& key) {
  namespace ssl = boost::asio::ssl;
  namespace fs = std::filesystem;
  auto context = std::make_shared<TlsContext>(ssl::context::tls_server);
  auto* const native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_cipher_list(native,
                          "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                          "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305");
  boost::system::error_code error;
  std::error_code absent;
  if ((fs::status(key, absent).permissions() & fs::perms::others_read) != fs::perms::none && fs::exists(key, absent))
    throw Problem::bad_request("Nyckeln " + key.string() + " kan läsas av alla på datorn. Ta bort den rätten (chmod o-r) och byt nyckel om någon kan ha läst den.");
  context->use_private_key_file(key.string(), ssl::context::pem, error);
  if (error) throw Problem::bad_request("Nyckeln " + key.string() + " går inte att läsa. Ange en PEM-fil utan lösenord som tjänsten får läsa.");
  context->use_certificate_chain_file(certificate.string(), error);
  if (error) throw Problem::bad_request("Certifikatet " + certificate.string() + " går inte att läsa. Ange en PEM-fil med serverns certifikat först och sedan utfärdarens.");
  if (SSL_CTX_check_private_key(native) != 1) throw Problem::bad_request("Nyckeln " + key.string() + " hör inte till certifikatet " + certificate.string() + ".");
  return context;
}

}  // namespace rimlig::kernel

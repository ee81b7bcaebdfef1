// The headers that tell a browser how little it may do with an answer of ours (ui.md, "Serving").
// They stand on every answer, pages and API alike, since a file that a user uploaded is one too.
#pragma once
#include "kernel/http.hpp"

namespace rimlig::kernel {

/// tls: browsers reach us by https (often through a proxy) and shall never use http again.
enum class Transport { plain, tls };

void add_security_headers(Response& response, Transport transport);

/// Adds them to whatever the handler answers, and no-store where the handler said nothing about caching.
Handler with_security_headers(Handler handler, Transport transport);

/// Problem 403 when the page of another site made a browser send this.
void require_same_origin(Request const& request);

}  // namespace rimlig::kernel

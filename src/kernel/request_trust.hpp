// What of a request the server believes: whose address it is when a proxy speaks for somebody, and that
// its length and its host are said in one way only, so that two servers in a row see the same request.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "kernel/http.hpp"

namespace rimlig::kernel {

bool is_address(std::string_view text);
/// 127.0.0.0/8, ::1, and the former written as IPv6.
bool is_loopback_address(std::string_view text);

/// Whether X-Forwarded-… from this peer is to be believed: it is on this machine or one of ours.
bool is_trusted_proxy(std::string_view peer, std::span<std::string const> proxies);

/// The address that the request came from: the peer's, or the one that a trusted proxy tells. Of a chain
/// only what trusted proxies have written counts; what stands before it is a claim.
std::string client_address(Request const& request, std::string const& peer, std::span<std::string const> proxies);

/// A name or an address with or without port.
bool usable_host(std::string_view host);

/// The length stands once: as digits in Content-Length, or as chunked and nothing else, which HTTP/1.0 has not.
bool one_length(Request const& request, bool http_1_0);

}  // namespace rimlig::kernel

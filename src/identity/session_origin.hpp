// How a session began: with a password of ours, or at a provider of the municipality's. What the provider
// calls the person and the session is kept, so that it can end them.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::identity {

struct SessionOrigin {
  std::string provider;     // its name in the settings; empty for a password of ours
  std::string subject;
  std::string session;      // empty when the provider gave none
  std::int64_t level = 0;   // of assurance, as the settings read what the provider said; 0: none known
};
BOOST_DESCRIBE_STRUCT(SessionOrigin, (), (provider, subject, session, level))

}  // namespace rimlig::identity

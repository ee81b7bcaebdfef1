// What the page is told of whoever has signed in: the person, their roles, what they may do.
#pragma once
#include "identity/half_session.hpp"
#include "identity/identity.hpp"

namespace rimlig::identity {

enum class Language { sv, en };
BOOST_DESCRIBE_ENUM(Language, sv, en)

struct SessionRole {
  Role role;
  std::optional<std::string> custom_name;
  kernel::Id<org::Unit> unit_id;
  std::string unit_name;
};
BOOST_DESCRIBE_STRUCT(SessionRole, (), (role, custom_name, unit_id, unit_name))

struct SessionPerson {
  kernel::Id<Person> id;
  std::string name;
  std::string email;
};
BOOST_DESCRIBE_STRUCT(SessionPerson, (), (id, name, email))

/// Whom the person stands in for today.
struct SessionSubstitution {
  std::string absent_name;
  kernel::Date valid_to;
};
BOOST_DESCRIBE_STRUCT(SessionSubstitution, (), (absent_name, valid_to))

struct Session {
  SessionPerson person;
  std::vector<SessionRole> roles;
  std::vector<std::string> permissions;
  std::string csrf;
  bool sample_data = false;
  kernel::Date today;
  Language language = Language::sv;
  std::vector<SessionSubstitution> substitute_for;
  SignInStep step = SignInStep::done;  // when another one, the rest is empty: nobody is signed in yet
};
BOOST_DESCRIBE_STRUCT(Session, (), (person, roles, permissions, csrf, sample_data, today, language, substitute_for, step))

Session session_of(kernel::Tx& tx, kernel::Id<Person> id, std::string csrf);

/// The permissions that the roles (bits) hold.
std::vector<std::string> permissions_of(std::int64_t roles);

}  // namespace rimlig::identity

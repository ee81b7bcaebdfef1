// `rimlig user`: accounts and roles from the command line, for the first administrator, for scripts,
// and for the day when nobody can sign in.
#pragma once
#include "identity/api_token.hpp"

namespace rimlig::identity {

struct UserLine {
  std::int64_t id;
  std::string name;
  std::string email;
  bool has_password;
  bool second_factor;
  std::vector<std::string> roles;  // "controller: Norrnämnden"
};
BOOST_DESCRIBE_STRUCT(UserLine, (), (id, name, email, has_password, second_factor, roles))

struct UserRole {
  std::string role;  // "controller", "enhetschef" or "unit_manager"
  std::string unit;  // name or alias; when there are no units yet, the first one is made with this name
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;
};

std::vector<UserLine> list_users(kernel::Tx& tx);
UserLine add_user(kernel::Tx& tx, std::string_view name, std::string_view email, UserRole const& role, std::string_view password);
UserLine set_user_password(kernel::Tx& tx, std::string_view email, std::string_view password);
/// For who has lost theirs, on the day when no administrator can sign in to help.
UserLine remove_user_factor(kernel::Tx& tx, std::string_view email);
std::vector<ApiToken> list_user_tokens(kernel::Tx& tx, std::string_view email);
void revoke_user_token(kernel::Tx& tx, std::string_view email, std::int64_t id);
UserLine give_user_role(kernel::Tx& tx, std::string_view email, UserRole const& role);
UserLine take_user_role(kernel::Tx& tx, std::string_view email, UserRole const& role);

}  // namespace rimlig::identity

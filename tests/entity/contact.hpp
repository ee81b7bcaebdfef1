// The contact person of a process in a unit (S0-17): the example of docs/add-an-entity.md.
#pragma once
#include "org/org.hpp"

namespace rimlig::kernel {
struct Feature;
}

namespace rimlig::contact {

struct Contact {
  static constexpr std::string_view table = "contact";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<Contact> id;
  kernel::Version version;
  kernel::Id<org::Unit> unit_id;
  kernel::Text<1, 120> name;
  kernel::Text<1, 200> process;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (id, version, unit_id, name, process))

/// What a client sends; every member is one of Contact's.
struct ContactDraft {
  kernel::Id<org::Unit> unit_id;
  kernel::Text<1, 120> name;
  kernel::Text<1, 200> process;
};
BOOST_DESCRIBE_STRUCT(ContactDraft, (), (unit_id, name, process))

kernel::Feature feature();

}  // namespace rimlig::contact

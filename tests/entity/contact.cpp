#include "contact.hpp"

#include "kernel/feature.hpp"

namespace rimlig::contact {

using namespace kernel;

namespace {

struct ContactQuery {
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ContactQuery, (), (sort, after, limit))

constexpr SortColumn sorts[] = {{"name", "c.name collate sv"}};
constexpr ListShape shape{"c.id as id, c.version as version, c.unit_id as unit_id, c.name as name, c.process as process", "contact c", "", "c.id", "c.unit_id", sorts};

Page<Contact> list_contacts(Context& context, Query<ContactQuery> query) {
  return list<Contact>(context.tx, shape, {}, {query.sort, query.after, query.limit});
}

Contact get_contact(Context& context, Id<Contact> id) { return context.tx.get(id); }

Created<Contact> create_contact(Context& context, ContactDraft draft) {
  Contact contact;
  copy_members(std::move(draft), contact);
  context.tx.insert(contact);
  return {contact};
}

Contact update_contact(Context& context, Id<Contact> id, ContactDraft draft, IfMatch match) {
  auto contact = context.tx.get(id);
  copy_members(std::move(draft), contact);
  context.tx.update(contact, match.version);
  return contact;
}

void routes(Routes& routes) {
  routes.add(Method::get, "/api/contacts", "listContacts", "org.read", list_contacts, "Kontaktpersoner i mina enheter");
  routes.add(Method::get, "/api/contacts/{id}", "getContact", "org.read", get_contact, "Hämta en kontaktperson");
  routes.add(Method::post, "/api/contacts", "createContact", "org.write", create_contact, "Lägg till en kontaktperson");
  routes.add(Method::put, "/api/contacts/{id}", "updateContact", "org.write", update_contact, "Ändra en kontaktperson");
}

}  // namespace

Feature feature() { return {"contact", routes, nullptr}; }

}  // namespace rimlig::contact

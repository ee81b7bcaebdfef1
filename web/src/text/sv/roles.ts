export const roles = {
  'roles.title': 'Roller',
  'roles.intro':
    'En roll ges till en person vid en enhet och gäller den och allt under den. Programmets roller är givna. Lägg till egna när ingen av dem passar.',
  'roles.new': 'Ny roll',
  'roles.edit': 'Ändra rollen',
  'roles.may': 'Får göra',
  'roles.may_hint':
    'Den som får ändra något får också läsa det. Att styra personer och organisation hör till administratören.',
  'roles.permissions': (count: number) => (count === 1 ? '1 behörighet' : `${count} behörigheter`),
  'roles.people': 'Personer',
  'roles.with_code': 'Kräver tvåstegsinloggning',
  'roles.remove': 'Ta bort rollen',
  'roles.remove_text': 'Rollen kan inte ges till någon mer. Det går bara när ingen har den.',
  'roles.removed': 'Rollen är borttagen',
};

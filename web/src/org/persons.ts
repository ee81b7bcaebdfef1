import { api, ok } from '@/api/client';
import type { ChoiceSource } from '@/kit/use_choice';

export const personChoice: ChoiceSource = {
  key: 'persons',
  find: async (q) =>
    (await ok(api.GET('/api/persons', { params: { query: { q, limit: 50 } } }))).items.map((person) => ({
      value: person.id,
      label: person.name,
    })),
  one: async (id) => {
    const person = await ok(api.GET('/api/persons/{id}', { params: { path: { id } } }));
    return { value: person.id, label: person.name };
  },
};

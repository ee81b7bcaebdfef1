// Every screen of the application: who opens it, what makes it empty or fail, and which dialog it has.
import type { Page } from '@playwright/test';
import { firstId, type Role } from './support';

export interface Screen {
  name: string;
  role?: Role;
  path: string | ((page: Page) => Promise<string>);
  /** The request whose answer makes the screen empty or broken. */
  api?: RegExp;
  empty?: unknown;
  /** What opens a dialog, and which address to open first when it is not the screen's own. */
  dialog?: (page: Page) => Promise<void>;
}

const nothing = { items: [], next: null, total: 0, total_capped: false };
const button = (name: string | RegExp) => (page: Page) =>
  page.locator('main').getByRole('button', { name }).first().click();
const item = (address: string, list: string) => async (page: Page) =>
  `${address}/${await firstId(page, list)}`;

export const screens: Screen[] = [
  { name: 'login', path: '/login' },
  {
    name: 'my page',
    role: 'unit_manager',
    path: '/',
    api: /\/api\/my-page$/,
    empty: {
      greeting_name: 'Eva',
      round: null,
      tasks: [],
      soon: [],
      feedback: [],
      done_count: 0,
    },
    dialog: (page) => page.keyboard.press('Control+k'),
  },
  {
    name: 'actions',
    role: 'controller',
    path: '/actions',
    api: /\/api\/actions\?/,
    empty: nothing,
    dialog: button('Ny åtgärd'),
  },
  {
    name: 'action',
    role: 'controller',
    path: item('/actions', '/api/actions?limit=1&status=in_progress'),
    api: /\/api\/actions\/\d+$/,
    dialog: button('Rapportera'),
  },
  {
    name: 'restricting an action',
    role: 'controller',
    path: item('/actions', '/api/actions?limit=1&status=in_progress'),
    api: /\/api\/actions\/\d+$/,
    dialog: button('Begränsa åtkomst'),
  },
  {
    name: 'standard actions',
    role: 'controller',
    path: '/actions/templates',
    api: /\/api\/action-templates\?/,
    empty: nothing,
    dialog: button('Ny standardåtgärd'),
  },
  {
    name: 'controls',
    role: 'controller',
    path: '/controls',
    api: /\/api\/controls\?/,
    empty: nothing,
    dialog: button('Ny kontroll'),
  },
  {
    name: 'control',
    role: 'controller',
    path: item('/controls', '/api/controls?limit=1'),
    api: /\/api\/controls\/\d+$/,
    dialog: button('Ändra'),
  },
  {
    name: 'event',
    role: 'controller',
    path: item('/events', '/api/events?limit=1'),
    api: /\/api\/events\/\d+$/,
    dialog: button('Ändra'),
  },
  {
    name: 'findings',
    role: 'controller',
    path: '/findings',
    api: /\/api\/findings\?/,
    empty: nothing,
    dialog: button('Ny iakttagelse'),
  },
  {
    name: 'finding',
    role: 'controller',
    path: item('/findings', '/api/findings?limit=1'),
    api: /\/api\/findings\/\d+$/,
    dialog: button('Stäm av'),
  },
  {
    name: 'action of a finding',
    role: 'controller',
    path: item('/findings', '/api/findings?limit=1'),
    api: /\/api\/findings\/\d+$/,
    dialog: button('Ny åtgärd'),
  },
  {
    name: 'restricting a finding',
    role: 'controller',
    path: item('/findings', '/api/findings?limit=1'),
    api: /\/api\/findings\/\d+$/,
    dialog: button('Begränsa åtkomst'),
  },
  {
    name: 'imports',
    role: 'controller',
    path: '/imports',
    api: /\/api\/imports\?/,
    empty: nothing,
  },
  {
    name: 'import',
    role: 'controller',
    path: item('/imports', '/api/imports?limit=1'),
    api: /\/api\/imports\/\d+$/,
  },
  {
    name: 'questions',
    role: 'controller',
    path: '/questions',
    api: /\/api\/lint\/question-groups/,
    empty: nothing,
    dialog: async (page) => {
      await page.goto('/questions?severity=warning');
      await page.locator('.inbox').getByRole('button', { name: 'Inte relevant' }).first().click();
    },
  },
  {
    name: 'rounds',
    role: 'controller',
    path: '/rounds',
    api: /\/api\/rounds\?/,
    empty: nothing,
    dialog: button('Ny omgång'),
  },
  {
    name: 'round',
    role: 'controller',
    path: item('/rounds', '/api/rounds?limit=1'),
    api: /\/api\/rounds\/\d+$/,
    dialog: button('Stäng omgången'),
  },
  {
    name: 'unit report',
    role: 'unit_manager',
    path: async (page) => {
      const round = await firstId(page, '/api/rounds?limit=1');
      const view = (await (await page.request.get(`/api/rounds/${round}`)).json()) as {
        units: { unit_id: number }[];
      };
      return `/rounds/${round}/units/${view.units[0]?.unit_id}`;
    },
    api: /\/api\/rounds\/\d+\/units\/\d+$/,
    dialog: (page) => page.keyboard.press('?'),
  },
  {
    name: 'reports',
    role: 'controller',
    path: '/reports',
    api: /\/api\/reports\?/,
    empty: nothing,
    dialog: button('Ny rapport'),
  },
  {
    name: 'personal numbers',
    role: 'controller',
    path: '/search/personal-numbers',
    api: /\/api\/personal-numbers/,
    empty: { items: [], searched: 12, next: null },
  },
  {
    name: 'search',
    role: 'controller',
    path: '/search?q=rutin',
    api: /\/api\/search\?/,
    empty: nothing,
    dialog: (page) => page.keyboard.press('Control+k'),
  },
  {
    name: 'units',
    role: 'administrator',
    path: '/admin/units',
    api: /\/api\/units$/,
    empty: nothing,
    dialog: button('Ny enhet'),
  },
  {
    name: 'unit',
    role: 'administrator',
    path: item('/admin/units', '/api/units'),
    api: /\/api\/units$/,
    dialog: button('Ändra'),
  },
  {
    name: 'positions',
    role: 'administrator',
    path: '/admin/positions',
    api: /\/api\/positions\?/,
    empty: nothing,
    dialog: button('Ny befattning'),
  },
  {
    name: 'figures',
    role: 'central_coordinator',
    path: '/figures',
    api: /\/api\/figures$/,
    empty: { as_of: '2026-11-22T12:00:00Z', items: [] },
  },
  {
    name: 'groups of the directory',
    role: 'administrator',
    path: async (page) => {
      const { csrf } = (await (await page.request.get('/api/session')).json()) as { csrf: string };
      await page.request.post('/scim/v2/Groups', {
        headers: { 'X-CSRF-Token': csrf },
        data: { displayName: 'Hemtjänst Ekbacken, chefer' },
      });
      return '/admin/groups';
    },
    api: /\/api\/directory-groups\?/,
    empty: nothing,
    dialog: button('Ändra Hemtjänst'),
  },
  {
    name: 'organisation file',
    role: 'administrator',
    path: '/admin/organisation-file',
  },
  {
    name: 'reorganisations',
    role: 'administrator',
    path: '/admin/reorganisation',
    api: /\/api\/reorganisations\?/,
    empty: nothing,
    dialog: button('Ny omorganisation'),
  },
  {
    name: 'reorganisation',
    role: 'administrator',
    path: async (page) => {
      const { items } = (await (await page.request.get('/api/units')).json()) as { items: { id: number }[] };
      const { csrf } = (await (await page.request.get('/api/session')).json()) as { csrf: string };
      const made = await page.request.post('/api/reorganisations', {
        data: {
          unit_id: items[0]?.id,
          name: 'Prov',
          day: '2199-01-01',
          steps: [],
        },
        headers: { 'X-CSRF-Token': csrf },
      });
      return `/admin/reorganisation/${((await made.json()) as { id: number }).id}`;
    },
    api: /\/api\/reorganisations\/\d+$/,
    dialog: button('Lägg till steg'),
  },
  {
    name: 'persons',
    role: 'administrator',
    path: '/admin/persons',
    api: /\/api\/persons\?/,
    empty: nothing,
    dialog: button('Ny person'),
  },
  {
    name: 'roles',
    role: 'administrator',
    path: '/admin/roles',
    api: /\/api\/roles$/,
    dialog: button('Ny roll'),
  },
  {
    name: 'sign-in rules',
    role: 'administrator',
    path: '/admin/sign-in',
    api: /\/api\/sign-in-rules$/,
  },
  {
    name: 'log',
    role: 'auditor',
    path: '/audit',
    api: /\/api\/audit/,
    empty: nothing,
  },
  {
    name: 'log reviews',
    role: 'controller',
    path: '/access-reviews',
    api: /\/api\/access-reviews\?/,
    empty: nothing,
  },
  {
    name: 'log review',
    role: 'controller',
    path: item('/access-reviews', '/api/access-reviews?limit=1'),
    api: /\/api\/access-reviews\/\d+$/,
  },
  {
    name: 'retention',
    role: 'administrator',
    path: '/admin/retention',
    api: /\/api\/retention-rules$/,
    dialog: button('Ändra'),
  },
  {
    name: 'log rules',
    role: 'administrator',
    path: '/admin/log-rules',
    api: /\/api\/access-review-rules$/,
  },
  { name: 'account', role: 'employee', path: '/account' },
  {
    name: 'substitutes',
    role: 'unit_manager',
    path: '/account/substitutes',
    api: /\/api\/substitutions$/,
    empty: { items: [] },
    dialog: button('Utse ersättare'),
  },
  { name: 'accessibility', role: 'employee', path: '/accessibility' },
  { name: 'not found', role: 'employee', path: '/finns-inte' },
];

// Answers for the invented district: enough of the API's behaviour to test forms, conflicts and errors.
import * as data from './data.mjs';

const all = [
  'action.read',
  'action.write',
  'action.report',
  'control.read',
  'control.write',
  'finding.read',
  'finding.write',
  'import.read',
  'import.write',
  'lint.read',
  'lint.answer',
  'lint.run',
  'round.read',
  'round.manage',
  'round.report',
  'round.approve',
  'report.read',
  'report.write',
  'org.read',
  'org.write',
  'person.read',
  'person.write',
  'audit.read',
  'job.read',
];
const state = { signedIn: true, jobs: 0 };
const list = (items, query = {}) => {
  const from = Number(query.after ?? 0);
  const limit = Number(query.limit ?? 25);
  const page = items.slice(from, from + limit);
  return {
    items: page,
    next: from + limit < items.length ? String(from + limit) : null,
    total: items.length,
    total_capped: false,
  };
};
const fail = (status, code, detail, errors = []) => ({
  status,
  body: { type: `urn:problem:${code}`, title: code, status, code, detail, errors },
});
const find = (items, id) => items.find((each) => each.id === Number(id));
const late = (action) =>
  !['done', 'part_of_routine', 'cancelled'].includes(action.status) &&
  Boolean(action.due) &&
  action.due < data.today.slice(0, action.due.length);
const event = (action) => find(data.events, action.event_id);
const row = (action) => ({
  ...action,
  unit_name: data.unitName(action.unit_id),
  owner_name: find(data.persons, action.owner_id)?.name ?? null,
  late: late(action),
  open_questions: data.questions.filter((each) => each.object_id === action.id && each.state === 'open')
    .length,
  event_text: event(action)?.text ?? null,
  control_title: find(data.controls, event(action)?.control_id)?.title ?? null,
});
const view = (action) => ({
  action,
  unit_name: data.unitName(action.unit_id),
  owner_name: find(data.persons, action.owner_id)?.name ?? null,
  late: late(action),
  event: event(action) ?? null,
  control: find(data.controls, event(action)?.control_id) ?? null,
  findings: action.id % 2 ? [{ id: 1, title: data.findings[0].title }] : [],
  source: action.imported
    ? {
        import_id: 1,
        file_name: 'uppfoljning-2026.txt',
        sha256: data.imports[0].sha256,
        row: action.id,
        text: `■ ${event(action)?.text}\n${action.text} ✓ Avslutad`,
      }
    : null,
  questions: data.questions.filter((each) => each.object_id === action.id),
  evidence:
    action.id % 4
      ? []
      : [
          {
            id: 1,
            name: 'protokoll.pdf',
            size: 182044,
            sha256: '00',
            media_type: 'application/pdf',
            uploaded_by: 'Björn Ahlström',
            uploaded_at: '2026-11-02T10:00:00.000Z',
          },
        ],
  comments_count: 1,
  predecessor: null,
  successor: null,
  next_statuses: ['not_started', 'in_progress', 'delayed', 'done', 'part_of_routine', 'not_done', 'cancelled']
    .filter((to) => to !== action.status)
    .map((to) => ({ to, requires: [] })),
});
const locked = (object, headers) => {
  if (!headers['if-match']) return fail(428, 'if_match_missing', 'Versionen saknas.');
  if (headers['if-match'] !== `"${object.version}"`)
    return {
      status: 412,
      body: {
        ...fail(412, 'stale', '').body,
        current: object,
        changed_by: 'Elin Öberg',
        changed_at: '2026-11-22T07:40:00.000Z',
      },
    };
  return null;
};
const change =
  (items) =>
  ({ params, body, headers }) => {
    const object = find(items, params[0]);
    const refused = locked(object, headers);
    if (refused) return refused;
    return { body: Object.assign(object, body, { version: object.version + 1 }) };
  };
const create =
  (items) =>
  ({ body }) => {
    const made = { ...items[0], id: items.length + 1, version: 1, ...body };
    items.push(made);
    return { status: 201, body: made };
  };
const search = (items, query, field) =>
  items.filter((each) => !query.q || String(each[field]).toLowerCase().includes(query.q.toLowerCase()));
const report = (params) => data.unitReports.find((each) => each.unit_id === Number(params[1]));

export const routes = [
  [
    'GET',
    '/api/session',
    () =>
      state.signedIn
        ? {
            body: {
              person: data.persons[0],
              roles: [{ role: 'controller', unit_id: 1, unit_name: data.unitName(1) }],
              permissions: all,
              csrf: 'token',
              sample_data: true,
              today: data.today,
              language: 'sv',
            },
          }
        : fail(401, 'unauthenticated', 'Logga in.'),
  ],
  [
    'POST',
    '/api/session',
    ({ body }) =>
      body.password === 'fel'
        ? fail(401, 'wrong_sign_in', 'E-post eller lösenord stämmer inte.')
        : ((state.signedIn = true), { body: routes[0][2]().body }),
  ],
  ['DELETE', '/api/session', () => ((state.signedIn = false), { status: 204 })],
  [
    'POST',
    '/api/session/password',
    ({ body }) =>
      body.new.length < 12
        ? fail(422, 'invalid', '', [
            { pointer: '/new', code: 'too_short', detail: 'Lösenordet ska ha minst 12 tecken.' },
          ])
        : { status: 204 },
  ],
  ['GET', '/api/setup', () => ({ body: { needed: false } })],
  ['GET', '/api/units', () => ({ body: list(data.units, { limit: 1000 }) })],
  ['POST', '/api/units', create(data.units)],
  ['PUT', '/api/units/(\\d+)', change(data.units)],
  ['GET', '/api/persons', ({ query }) => ({ body: list(search(data.persons, query, 'name'), query) })],
  ['POST', '/api/persons', create(data.persons)],
  ['PUT', '/api/persons/(\\d+)', change(data.persons)],
  [
    'POST',
    '/api/persons/(\\d+)/assignments',
    ({ params, body }) => (
      find(data.persons, params[0]).assignments.push({
        id: 99,
        ...body,
        unit_name: data.unitName(body.unit_id),
      }),
      { status: 201, body: {} }
    ),
  ],
  [
    'DELETE',
    '/api/assignments/(\\d+)',
    ({ params }) => (
      data.persons.forEach(
        (each) => (each.assignments = each.assignments.filter(({ id }) => id !== Number(params[0]))),
      ),
      { status: 204 }
    ),
  ],
  ['GET', '/api/controls', ({ query }) => ({ body: list(search(data.controls, query, 'title'), query) })],
  ['POST', '/api/controls', create(data.controls)],
  ['GET', '/api/controls/(\\d+)', ({ params }) => ({ body: find(data.controls, params[0]) })],
  ['PUT', '/api/controls/(\\d+)', change(data.controls)],
  [
    'GET',
    '/api/controls/(\\d+)/occurrences',
    () => ({ body: list([{ due: '2026-04-30' }, { due: '2026-08-31' }, { due: '2026-12-31' }]) }),
  ],
  [
    'GET',
    '/api/events',
    ({ query }) => ({
      body: list(
        data.events.filter((each) => !query.control || each.control_id === Number(query.control)),
        query,
      ),
    }),
  ],
  ['POST', '/api/events', create(data.events)],
  ['GET', '/api/events/(\\d+)', ({ params }) => ({ body: find(data.events, params[0]) })],
  ['PUT', '/api/events/(\\d+)', change(data.events)],
  [
    'GET',
    '/api/actions',
    ({ query }) => {
      let found = search(data.actions, query, 'text')
        .map(row)
        .filter(
          (each) =>
            (!query.status || each.status === query.status) &&
            (!query.unit || each.unit_id === Number(query.unit)) &&
            (!query.late || each.late),
        );
      const [key, sign] = query.sort?.startsWith('-') ? [query.sort.slice(1), -1] : [query.sort ?? 'due', 1];
      found = found.sort(
        (left, right) => sign * (String(left[key] ?? '') < String(right[key] ?? '') ? -1 : 1),
      );
      return { body: list(found, query) };
    },
  ],
  [
    'POST',
    '/api/actions',
    ({ body }) =>
      !body.text
        ? fail(422, 'invalid', '', [
            { pointer: '/text', code: 'required', detail: 'Skriv vad som ska göras.' },
          ])
        : (data.actions.push({
            ...data.actions[0],
            ...body,
            id: data.actions.length + 1,
            number: 101 + data.actions.length,
            version: 1,
            status: 'not_started',
          }),
          { status: 201, body: data.actions.at(-1) }),
  ],
  [
    'GET',
    '/api/actions/(\\d+)',
    ({ params }) =>
      find(data.actions, params[0])
        ? { body: view(find(data.actions, params[0])) }
        : fail(404, 'not_found', 'Åtgärden finns inte, eller så får du inte se den.'),
  ],
  ['PUT', '/api/actions/(\\d+)', change(data.actions)],
  [
    'POST',
    '/api/actions/(\\d+)/status',
    ({ params, body, headers }) => {
      const action = find(data.actions, params[0]);
      const refused = locked(action, headers);
      if (refused) return refused;
      const errors = [];
      if (['delayed', 'not_done', 'cancelled'].includes(body.to) && !body.reason)
        errors.push({ pointer: '/reason', code: 'required', detail: 'Skriv orsaken.' });
      if (body.to === 'done' && !body.analysis)
        errors.push({
          pointer: '/analysis',
          code: 'required',
          detail: 'Skriv en analys innan åtgärden avslutas.',
        });
      if (errors.length) return fail(422, 'invalid', '', errors);
      const { to, ...rest } = body;
      return { body: Object.assign(action, rest, { status: to, version: action.version + 1 }) };
    },
  ],
  [
    'GET',
    '/api/actions/(\\d+)/history',
    () => ({
      body: list([
        {
          audit_id: 2,
          at: '2026-11-10T13:20:00.000Z',
          who: 'Björn Ahlström',
          operation: 'update',
          changes: [
            { field: 'status', before: 'not_started', after: 'in_progress' },
            {
              field: 'analysis',
              before: 'Två vakanser har försenat.',
              after: 'Två vakanser har försenat arbetet under hösten.',
            },
          ],
          undoable: true,
        },
        {
          audit_id: 1,
          at: '2026-01-14T08:00:00.000Z',
          who: 'Åsa Lindqvist',
          operation: 'insert',
          changes: [],
          undoable: false,
        },
      ]),
    }),
  ],
  ['POST', '/api/undo/(\\d+)', () => ({ body: {} })],
  [
    'GET',
    '/api/actions/(\\d+)/comments',
    () => ({
      body: list([
        {
          id: 1,
          text: 'Kan vi ta med detta på nästa ledningsgrupp?',
          who: 'Elin Öberg',
          at: '2026-11-12T09:00:00.000Z',
        },
      ]),
    }),
  ],
  ['POST', '/api/actions/(\\d+)/comments', ({ body }) => ({ status: 201, body })],
  ['GET', '/api/findings', ({ query }) => ({ body: list(search(data.findings, query, 'title'), query) })],
  ['POST', '/api/findings', create(data.findings)],
  [
    'GET',
    '/api/findings/(\\d+)',
    ({ params }) => ({
      body: {
        finding: find(data.findings, params[0]),
        unit_name: data.unitName(find(data.findings, params[0]).unit_id),
        actions: data.actions.slice(0, 2),
        reviews: [{ id: 1, year: 2026, text: 'Rutinen finns nu på intranätet.', assessment: 'partly' }],
      },
    }),
  ],
  ['PUT', '/api/findings/(\\d+)', change(data.findings)],
  ['POST', '/api/findings/(\\d+)/reviews', ({ body }) => ({ status: 201, body })],
  ['GET', '/api/imports', ({ query }) => ({ body: list(data.imports, query) })],
  [
    'POST',
    '/api/imports',
    ({ query }) => ({
      status: 202,
      body: Object.assign(data.imports[0], { file_name: query.name, state: 'preview' }),
    }),
  ],
  ['GET', '/api/imports/(\\d+)', ({ params }) => ({ body: find(data.imports, params[0]) })],
  ['GET', '/api/imports/(\\d+)/rows', ({ query }) => ({ body: list(data.importRows, query) })],
  [
    'PUT',
    '/api/imports/(\\d+)/rows/(\\d+)',
    ({ params, body }) => {
      const found = data.importRows[Number(params[1]) - 1];
      const edited = JSON.stringify(found.reading) !== JSON.stringify(body.reading);
      return {
        body: Object.assign(found, body, { version: found.version + 1, edited: found.edited || edited }),
      };
    },
  ],
  [
    'POST',
    '/api/imports/(\\d+)/decisions',
    ({ body }) => (data.importRows.forEach((each) => (each.decision = body.decision)), { body: {} }),
  ],
  [
    'POST',
    '/api/imports/(\\d+)/store',
    ({ params }) => ({ body: Object.assign(find(data.imports, params[0]), { state: 'stored' }) }),
  ],
  [
    'POST',
    '/api/imports/(\\d+)/reject',
    ({ params }) => ({ body: Object.assign(find(data.imports, params[0]), { state: 'rejected' }) }),
  ],
  [
    'GET',
    '/api/lint/questions',
    ({ query }) => ({
      body: list(
        search(data.questions, query, 'text').filter((each) => !query.state || each.state === query.state),
        query,
      ),
    }),
  ],
  [
    'POST',
    '/api/lint/questions/(\\d+)/answer',
    ({ params, body }) => ({
      body: Object.assign(find(data.questions, params[0]), body, {
        answered_by: 'Åsa Lindqvist',
        answered_at: '2026-11-22T08:00:00.000Z',
      }),
    }),
  ],
  ['POST', '/api/lint/run', () => ({ status: 202, body: { id: (state.jobs += 1), state: 'running' } })],
  [
    'GET',
    '/api/lint/rules',
    () => ({
      body: list([
        {
          id: 'L4',
          title: 'Status mot text',
          explanation: 'Avslutad åtgärd vars text talar om framtid.',
          severity: 'warning',
        },
      ]),
    }),
  ],
  ['GET', '/api/rounds', ({ query }) => ({ body: list(data.rounds, query) })],
  ['POST', '/api/rounds', create(data.rounds)],
  [
    'GET',
    '/api/rounds/(\\d+)',
    ({ params }) => ({
      body: {
        round: find(data.rounds, params[0]),
        units: data.unitReports.map((each) => ({
          unit_id: each.unit_id,
          unit_name: each.unit_name,
          state: each.state,
          answered: each.items.filter((item) => item.complete).length,
          total: each.items.length,
          late: each.state === 'returned',
          submitted_by: each.state === 'submitted' ? 'Elin Öberg' : null,
          submitted_at: null,
          approved_by: null,
          approved_at: null,
          open_questions: each.unit_id % 3,
          minutes_to_send: each.state === 'approved' ? 2 : null,
        })),
        snapshot_id: params[0] === '2' ? 1 : null,
      },
    }),
  ],
  [
    'POST',
    '/api/rounds/(\\d+)/(open|close)',
    ({ params }) => ({
      body: Object.assign(find(data.rounds, params[0]), { state: params[1] === 'open' ? 'open' : 'closed' }),
    }),
  ],
  ['GET', '/api/rounds/(\\d+)/units/(\\d+)', ({ params }) => ({ body: report(params) })],
  [
    'PUT',
    '/api/rounds/(\\d+)/units/(\\d+)/answers/(\\d+)',
    ({ params, body }) => {
      const item = report(params).items.find((each) => each.action_id === Number(params[2]));
      const missing =
        !body.unchanged && body.status === 'delayed' && !body.reason
          ? ['reason']
          : !body.unchanged && body.status === 'done' && !body.analysis
            ? ['analysis']
            : [];
      return {
        body: Object.assign(item, {
          answer: body,
          version: item.version + 1,
          complete: (body.unchanged || Boolean(body.status)) && !missing.length,
          missing,
        }),
      };
    },
  ],
  [
    'POST',
    '/api/rounds/(\\d+)/units/(\\d+)/(submit|approve|return)',
    ({ params, body }) => ({
      body: Object.assign(report(params), {
        state: { submit: 'submitted', approve: 'approved', return: 'returned' }[params[2]],
        return_reason: body?.reason ?? null,
      }),
    }),
  ],
  ['GET', '/api/reports', ({ query }) => ({ body: list(data.reports, query) })],
  ['POST', '/api/reports', () => ({ status: 201, body: data.reports[0] })],
  ['GET', '/api/reports/(\\d+)', () => ({ body: { report: data.reports[0], blocks: data.blocks } })],
  [
    'POST',
    '/api/reports/(\\d+)/files',
    () => ({ status: 202, body: { id: (state.jobs += 1), state: 'running' } }),
  ],
  [
    'GET',
    '/api/jobs/(\\d+)',
    ({ params }) => ({
      body: {
        id: Number(params[0]),
        kind: 'report',
        state: 'done',
        progress: 1,
        total: 1,
        message: null,
        result: null,
        problem: null,
      },
    }),
  ],
  [
    'GET',
    '/api/my-page',
    () => ({
      body: {
        greeting_name: 'Åsa',
        round: { id: 1, name: 'Tertial 3 2026', deadline: '2026-12-04' },
        tasks: [
          {
            kind: 'action',
            title: 'Rapportera ÅT-101 Månadsvis genomgång av öppna utredningar',
            subtitle: 'Barn och familj Norr',
            due: '2026-11-18',
            late: true,
            link: '/actions/1',
          },
          {
            kind: 'round_unit',
            title: 'Statusrapport Hemtjänst Öster',
            subtitle: '1 av 6 klara',
            due: '2026-12-01',
            late: false,
            link: '/rounds/1/units/7',
          },
          {
            kind: 'approve',
            title: 'Godkänn statusrapport Barn och familj Norr',
            subtitle: 'Skickad av Elin Öberg',
            due: '2026-12-04',
            late: false,
            link: '/rounds/1/units/4',
          },
        ],
        feedback: [],
        soon: [
          {
            kind: 'action',
            title: 'ÅT-107 Följ upp tre entreprenadavtal med stadens mall',
            subtitle: 'Äldreomsorg',
            due: '2026-12-31',
            late: false,
            link: '/actions/7',
          },
        ],
        done_count: 7,
      },
    }),
  ],
  [
    'GET',
    '/api/search',
    ({ query }) => ({
      body: list(
        search(data.actions, query, 'text').map((each) => ({
          kind: 'action',
          id: each.id,
          title: `ÅT-${each.number} ${each.text}`,
          excerpt: each.analysis ?? '',
          unit_name: data.unitName(each.unit_id),
          link: `/actions/${each.id}`,
        })),
        query,
      ),
    }),
  ],
  [
    'GET',
    '/api/audit',
    ({ query }) => ({
      body: list(
        [
          {
            id: 2,
            at: '2026-11-22T07:40:00.000Z',
            who: 'Björn Ahlström',
            operation: 'update',
            object_kind: 'action',
            object_id: 4,
            object_title: 'ÅT-104',
            changes: [{ field: 'status', before: 'not_started', after: 'in_progress' }],
          },
          {
            id: 1,
            at: '2026-11-20T09:00:00.000Z',
            who: 'Åsa Lindqvist',
            operation: 'insert',
            object_kind: 'round',
            object_id: 1,
            object_title: 'Tertial 3 2026',
            changes: [],
          },
        ],
        query,
      ),
    }),
  ],
];
export const reset = () => Object.assign(state, { signedIn: true });

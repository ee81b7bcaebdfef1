// An invented city district for tests of the user interface. No part of the product reads this.
export const today = '2026-11-22';

const unit = (id, parent_id, kind, name, depth, area = null) => ({
  id,
  version: 1,
  parent_id,
  kind,
  name,
  area,
  path: '',
  depth,
  aliases: [],
  valid_from: '2020-01-01',
  valid_to: null,
});
export const units = [
  unit(1, null, 'committee', 'Ekdalens stadsdelsnämnd', 0),
  unit(2, 1, 'department', 'Ekdalens stadsdelsförvaltning', 1),
  unit(3, 2, 'division', 'Barn och familj', 2, 'IFO'),
  unit(4, 3, 'unit', 'Barn och familj Norr', 3, 'IFO'),
  unit(5, 3, 'unit', 'Barn och familj Söder', 3, 'IFO'),
  unit(6, 2, 'division', 'Äldreomsorg', 2, 'Äldre'),
  unit(7, 6, 'unit', 'Hemtjänst Öster', 3, 'Äldre'),
  unit(8, 6, 'unit', 'Beställarenheten äldre', 3, 'Äldre'),
  unit(9, 2, 'division', 'Förskola', 2, 'Förskola'),
  unit(10, 9, 'unit', 'Förskolorna Ekbacken', 3, 'Förskola'),
  unit(11, 2, 'unit', 'Ekonomienheten', 2, 'Ekonomi'),
];
const name = (id) => units.find((each) => each.id === id)?.name ?? '';

export const persons = [
  ['Åsa Lindqvist', 'controller', 1],
  ['Björn Ahlström', 'unit_manager', 7],
  ['Elin Öberg', 'unit_manager', 4],
  ['Farid Nasser', 'employee', 7],
  ['Gunilla Ström', 'committee_secretary', 1],
  ['Henrik Å. Palm', 'administrator', 1],
].map(([full, role, unit_id], index) => ({
  id: index + 1,
  version: 1,
  name: full,
  email: `${full.split(' ')[0].toLowerCase().replace('å', 'a').replace('ö', 'o')}@ekdalen.example`,
  assignments: [
    { id: index + 1, role, unit_id, unit_name: name(unit_id), valid_from: '2026-01-01', valid_to: null },
  ],
}));

export const controls = [
  ['Stickprov av utredningar och genomförandeplaner', 'scheduled', 'tertial', 3],
  ['Avtalsuppföljning av entreprenader', 'scheduled', 'yearly', 6],
  ['Attest av fakturor', 'continuous', null, 11],
  ['Logguppföljning i verksamhetssystemet', 'scheduled', 'monthly', 2],
  ['Dialog mellan rektor och förvaltning', 'continuous', null, 9],
].map(([title, kind, frequency, unit_id], index) => ({
  id: index + 1,
  version: 1,
  unit_id,
  title,
  kind,
  frequency,
  responsible: index % 2 ? 'Controller' : null,
  process: null,
  area: null,
}));

export const events = [
  ['Utredningar tar längre tid än lagen tillåter', 1, 4],
  ['Genomförandeplan saknas eller är inaktuell', 1, 7],
  ['Entreprenadavtal följs inte', 2, 6],
  ['Fakturor betalas för sent eller av fel person', 3, 11],
  ['Obehörig åtkomst till uppgifter om enskilda', 4, 2],
  ['Brister i tillsyn så att barn skadas', 5, 10],
  ['Riktlinjer och rutiner följs inte', null, 8],
].map(([text, control_id, unit_id], index) => ({
  id: index + 1,
  version: 1,
  unit_id,
  control_id,
  text,
  risk_before: 12 - index,
  risk_after: 8 - index,
}));

const texts = [
  ['Månadsvis genomgång av öppna utredningar i ledningsgruppen', 'in_progress', '2026-11-18', 1, 4],
  ['Ta fram en gemensam rutin för förhandsbedömningar', 'in_progress', '2026-12-15', 1, 4],
  ['Utbilda nyanställda handläggare i dokumentation', 'not_started', '2026-12', 1, 5],
  ['Egenkontroll av genomförandeplaner två gånger per år', 'in_progress', '2026-12-01', 2, 7],
  ['Se över introduktionen för vikarier i hemtjänsten', 'delayed', '2026-10-31', 2, 7],
  ['Kontaktman ska framgå av varje genomförandeplan', 'in_progress', '2026-11-30', 2, 7],
  ['Följ upp tre entreprenadavtal med stadens mall', 'not_started', '2026-12-31', 3, 6],
  ['Beslutsattest inom fem arbetsdagar', 'part_of_routine', '2026-06-30', 4, 11],
  ['Månadsstatistik över inköp utanför ramavtal', 'in_progress', '2026-12-31', 4, 11],
  ['Stickprov av behörigheter varje tertial', 'done', '2026-08-31', 5, 2],
  ['Uppdatera planen mot kränkande behandling', 'done', '2026-05-31', 6, 10],
  ['Genomgång av tillbud på arbetsplatsträffar', 'in_progress', '2026-11-10', 6, 10],
  ['Individuppföljning vid beställarenheten äldre', 'delayed', '2026-09-30', 7, 8],
  ['Internkontrollbesök hos fyra enheter', 'cancelled', '2026-10-01', 4, 11],
];
const blank = {
  owner_text: null,
  original_due: null,
  reason: null,
  effect: null,
  effect_review_on: null,
  no_evidence_reason: null,
  document_ref: null,
  recurring_control_id: null,
  decided_by: null,
  area: null,
  goal: null,
  predecessor_id: null,
  depends_on_id: null,
  template_id: null,
  imported: false,
  created_at: '2026-01-14T08:00:00.000Z',
  updated_at: '2026-11-10T13:20:00.000Z',
};
export const actions = Array.from({ length: 40 }, (_, index) => {
  const [text, status, due, event_id, unit_id] = texts[index % texts.length];
  return {
    ...blank,
    id: index + 1,
    version: 1,
    number: 101 + index,
    unit_id,
    event_id,
    status,
    text: index < texts.length ? text : `${text} (${2026 - Math.floor(index / texts.length)})`,
    owner_id: (index % 4) + 1,
    start: '2026-01-15',
    due,
    original_due: due,
    imported: index % 3 === 0,
    analysis:
      index % 3 === 1
        ? null
        : 'Genomgången görs varje månad. Två vakanser har försenat arbetet under hösten.',
  };
});

export const questions = [
  [
    'L4',
    'warning',
    10,
    'Status är Avslutad, men texten säger att något ska göras. Vad gäller?',
    'kommer att genomföras under hösten',
    'Sätt status Pågår, eller skriv vad som blev klart.',
  ],
  ['L22', 'warning', 5, 'Åtgärden är försenad utan orsak. Varför?', null, null],
  ['L7', 'info', 3, 'Ansvarig saknas. Vem gör det?', null, 'Enhetschefen'],
  ['L9', 'error', 12, 'Slutdatum ligger före startdatum. Vilket stämmer?', '2026-01-10', null],
].map(([rule, severity, object_id, text, quote, suggestion], index) => ({
  id: index + 1,
  version: 1,
  rule,
  severity,
  object_kind: 'action',
  object_id,
  object_title: `ÅT-${100 + object_id} ${actions[object_id - 1].text}`,
  unit_id: actions[object_id - 1].unit_id,
  field: index === 0 ? 'analysis' : 'due',
  text,
  quote,
  begin: null,
  end: null,
  suggestion,
  state: 'open',
  answer: null,
  answered_by: null,
  answered_at: null,
  created_at: '2026-11-20T09:00:00.000Z',
}));

export const findings = [
  ['overall', 'Rutiner för dokumentation är inte kända', 'does_not_meet', 2],
  ['unit', 'Genomförandeplaner saknar datum', 'partly', 7],
  ['unit', 'Attestordningen följs', 'meets', 11],
].map(([level, title, assessment, unit_id], index) => ({
  id: index + 1,
  version: 1,
  unit_id,
  level,
  title,
  assessment,
  year: 2025,
  repeats_finding_id: index === 1 ? 1 : null,
  text: 'Vid granskningen svarade medarbetarna att de inte kände till var rutinen finns.',
  bases: ['compliance', 'efficiency'],
  cause: index ? null : 'unknown_to_staff',
}));

export const rounds = [
  {
    id: 1,
    version: 1,
    name: 'Tertial 3 2026',
    kind: 'year_end',
    year: 2026,
    committee_id: 1,
    opens: '2026-11-15',
    deadline: '2026-12-04',
    state: 'open',
    closed_at: null,
  },
  {
    id: 2,
    version: 2,
    name: 'Tertial 2 2026',
    kind: 't2',
    year: 2026,
    committee_id: 1,
    opens: '2026-09-01',
    deadline: '2026-09-20',
    state: 'closed',
    closed_at: '2026-09-22T10:00:00.000Z',
  },
];

const unitReport = (unit_id, state, answered) => ({
  round: rounds[0],
  unit_id,
  unit_name: name(unit_id),
  state,
  return_reason: state === 'returned' ? 'Skriv vad som hänt med introduktionen.' : null,
  items: actions
    .filter((each) => each.unit_id === unit_id && !['done', 'cancelled'].includes(each.status))
    .slice(0, 6)
    .map((each, index) => ({
      action_id: each.id,
      version: 1,
      number: each.number,
      text: each.text,
      event_text: events.find((event) => event.id === each.event_id)?.text ?? null,
      previous: { status: each.status, analysis: each.analysis, due: each.due },
      answer:
        index < answered
          ? {
              unchanged: true,
              status: each.status,
              analysis: each.analysis,
              reason: null,
              due: each.due,
              effect: null,
              no_evidence_reason: null,
            }
          : null,
      questions: [],
      evidence_count: 0,
      complete: index < answered,
      missing: [],
    })),
});
export const unitReports = [
  unitReport(7, 'draft', 1),
  unitReport(4, 'submitted', 6),
  unitReport(5, 'not_started', 0),
  unitReport(8, 'returned', 2),
  unitReport(10, 'approved', 6),
];

export const imports = [
  {
    id: 1,
    version: 1,
    file_name: 'uppfoljning-2026.txt',
    size: 48213,
    sha256: 'a91b'.padEnd(64, '0c4e'),
    state: 'preview',
    kind: 'actions',
    format: 'txt',
    problem: null,
    job_id: null,
    rows: 3,
    repairs: 3,
    questions: 2,
    title: 'Uppföljning av åtgärder 2026',
    year: 2026,
    duplicate_of: null,
    stored_rows: 0,
    existing_rows: 0,
    document_repairs: [],
    document_questions: [],
    warnings: [],
    unit_id: null,
  },
  {
    id: 2,
    version: 3,
    file_name: 'gammal.docm',
    size: 9000,
    sha256: 'b2'.repeat(32),
    state: 'refused',
    kind: null,
    format: null,
    problem: 'Filen innehåller makron och läses därför inte. Spara den som .docx och försök igen.',
    job_id: null,
    rows: 0,
    repairs: 0,
    questions: 0,
    title: null,
    year: null,
    duplicate_of: null,
    stored_rows: 0,
    existing_rows: 0,
    document_repairs: [],
    document_questions: [],
    warnings: [],
    unit_id: null,
  },
];
export const importRows = [
  [
    'Stickprov av utredningar',
    'Utredningar tar längre tid än lagen tillåter',
    'Månadsvis genomgång i ledningsgruppen',
    'done',
    'Arbetet kommer att genomföras under hösten.',
  ],
  [null, 'Genomförandeplan saknas', 'Egenkontroll två gånger per år', 'done', 'Genomfört i maj och oktober.'],
  ['Attest av fakturor', 'Fakturor betalas för sent', 'Beslutsattest inom fem dagar', 'delayed', null],
].map(([control, unwanted_event, action, status, analysis], index) => ({
  seq: index + 1,
  version: 1,
  source_lines: [6 + index * 3, 7 + index * 3],
  source_pages: [1],
  source_text: `${control ?? ''}\n■ ${unwanted_event}\n${action} ✓ ${status === 'done' ? 'Avslutad' : 'Försenad /avvikelse'} 2026-01-15 2026-${index ? '11' : '01'}-10\n${analysis ?? ''}`,
  reading: {
    control,
    unwanted_event,
    action,
    status,
    start: '2026-01-15',
    due: index ? '2026-11-10' : '2026-01-10',
    analysis,
  },
  repairs: [
    {
      kind: index ? 'hard_wrap' : 'icon',
      field: index ? 'action' : 'status',
      before: index ? 'gång-\ner' : '✓ Avslutad',
      after: index ? 'gånger' : 'Avslutad',
      line: 7,
    },
  ],
  questions:
    index === 0
      ? [
          {
            rule: 'L4',
            severity: 'warning',
            field: 'analysis',
            text: 'Status är Avslutad, men texten talar om framtid. Vad gäller?',
            quote: 'kommer att genomföras under hösten',
            begin: 8,
            end: 42,
            suggestion: 'Pågår',
          },
        ]
      : index === 2
        ? [
            {
              rule: 'L22',
              severity: 'warning',
              field: 'analysis',
              text: 'Försenad utan orsak. Varför?',
              quote: null,
              begin: null,
              end: null,
              suggestion: null,
            },
          ]
        : [],
  decision: 'undecided',
  edited: false,
  existing_id: null,
}));

export const reports = [
  {
    id: 1,
    version: 1,
    title: 'Uppföljning av åtgärder, tertial 2 2026',
    round_id: 2,
    snapshot_id: 1,
    created_at: '2026-09-23T09:12:00.000Z',
    created_by: 'Åsa Lindqvist',
    content_sha256: 'c0ffee'.padEnd(64, '12ab'),
  },
];
const columns = ['Enhet', 'Avslutad', 'Pågår', 'Ej påbörjad', 'Försenad'].map((title, index) => ({
  title,
  width: index ? 1 : 3,
  kind: index ? 'number' : 'text',
}));
const perUnit = {
  caption: 'Åtgärder per enhet och status',
  columns,
  row_header: 0,
  rows: [
    ['Barn och familj Norr', '3', '4', '1', '1'],
    ['Hemtjänst Öster', '2', '5', '0', '2'],
    ['Ekonomienheten', '6', '1', '0', '0'],
  ].map((cells) => ({ cells: cells.map((text) => ({ text })) })),
  notes: ['Räknat på de frysta svaren.'],
};
export const blocks = [
  { type: 'heading', level: 1, text: 'Sammanfattning' },
  {
    type: 'paragraph',
    runs: [
      { text: '31 av 40 åtgärder (77,5 %) ', bold: true },
      { text: 'är avslutade eller pågår enligt plan. 9 är försenade.' },
    ],
  },
  { type: 'heading', level: 1, text: 'Läget per enhet' },
  { type: 'table', ...perUnit },
  {
    type: 'chart',
    alt: 'Hemtjänst Öster har flest försenade åtgärder.',
    svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 60" width="400" height="60"><rect width="200" height="24" fill="#2f7d55"/><text x="8" y="50">Avslutad</text></svg>',
    data: perUnit,
  },
];
export const unitName = name;

// Retention: what is removed, what is kept.
export const retention = {
  'retention.title': 'Gallring',
  'retention.lead':
    'Tekniska uppgifter tas bort av sig själva. Allt annat bevaras tills ni har ett gallringsbeslut och skriver in det här. Varje gallring står i loggen.',
  'retention.kind': 'Vad',
  'retention.rule': 'Regel',
  'retention.now': 'Att ta bort i dag',
  'retention.by': 'Enligt',
  'retention.change': 'Ändra',
  'retention.kind.session': 'Avslutade inloggningar',
  'retention.kind.sign_in_failure': 'Misslyckade inloggningar',
  'retention.kind.job': 'Bakgrundsarbeten',
  'retention.kind.api_token': 'API-nycklar som gått ut',
  'retention.kind.import': 'Inlästa filer som aldrig sparades',
  'retention.kind.report_file': 'Rapportfiler (PDF, Word, Excel)',
  'retention.kind.log_read': 'Loggen: läsningar',
  'retention.kind.log_export': 'Loggen: exporter',
  'retention.kind.log_sign_in': 'Loggen: in- och utloggningar',
  'retention.from.session': 'Räknas från senaste användning. Adress och webbläsare.',
  'retention.from.sign_in_failure': 'Räknas från senaste försöket. Bara kontrollsummor.',
  'retention.from.job': 'Räknas från att arbetet blev klart.',
  'retention.from.api_token': 'Räknas från nyckelns sista dag.',
  'retention.from.import': 'Räknas från inläsningen. Rader som sparades behåller sin källa.',
  'retention.from.report_file':
    'Räknas från att filen skapades. Rapporten finns kvar och filen kan skapas igen.',
  'retention.from.log_read':
    'Räknas från läsningen, en hel månad i taget. Det som dragits till en loggranskning bevaras, och månaden väntar tills granskningen varit signerad i tre månader.',
  'retention.from.log_export':
    'Räknas från exporten, en hel månad i taget. Det som dragits till en loggranskning bevaras, och månaden väntar tills granskningen varit signerad i tre månader.',
  'retention.from.log_sign_in': 'Räknas från inloggningen, en hel månad i taget.',
  'retention.waiting': (count: string) => `${count} väntar på loggranskning`,
  'retention.log_how':
    'Bara uppgifterna tas bort. Postens nummer och kontrollsumma finns kvar, och gallringen signeras i loggen så att den inte kan förväxlas med en ändring.',
  'retention.lacks_key':
    'Loggen gallras inte: installationens signeringsnyckel (signing.key i datamappen) saknas eller går inte att läsa. Utan den går det inte att skilja en gallring från en ändring.',
  'retention.broken_at': (entry: string) =>
    `Loggen gallras inte: post ${entry} är ändrad. Utred det först, med rimlig audit verify.`,
  'retention.kept': 'Bevaras',
  'retention.kept_hint': 'Tas aldrig bort av programmet.',
  'retention.remove': 'Gallras',
  'retention.remove_hint': 'Tas bort varje dygn när tiden har gått, tidigast dagen efter att du sparar.',
  'retention.removed_after': (days: number) =>
    days === 1 ? 'Gallras efter 1 dag' : `Gallras efter ${days} dagar`,
  'retention.due': (count: string, oldest: string) => `${count}, äldst från ${oldest}`,
  'retention.nothing_due': 'Inget',
  'retention.no_decision': 'Utan hänvisning',
  'retention.own_rule': 'Programmets egen regel',
  'retention.undecided': 'Inget gallringsbeslut',
  'retention.days': 'Dagar',
  'retention.days_hint': (least: number) => (least === 1 ? 'Minst 1 dag.' : `Minst ${least} dagar.`),
  'retention.decision': 'Gallringsbeslut',
  'retention.decision_hint': 'Till exempel dokumenthanteringsplanen, med datum och paragraf.',
  'retention.decision_hint_technical': 'Behövs inte, eftersom uppgiften bara är teknisk.',
  'retention.would': (count: string, oldest: string) =>
    `Med den tiden tas ${count} bort vid nästa gallring, äldst från ${oldest}. Det går inte att ångra.`,
  'retention.would_nothing': 'Med den tiden finns inget att ta bort i dag.',
  'retention.always': 'Bevaras alltid',
  'retention.always_text': 'För det här finns ingen gallring i programmet.',
  'retention.always.work':
    'Åtgärder, kontroller, oönskade händelser och iakttagelser, med historik, kommentarer och underlag',
  'retention.always.report': 'Omgångar, svar och rapporter',
  'retention.always.log':
    'Loggens ändringar, beslut och gallringar, som är beviset för allt det andra, och varje posts nummer och kontrollsumma',
  'retention.always.review': 'Loggranskningar, med de läsningar och exporter som drogs',
  'retention.always.person': 'Organisationen, personer och uppdrag',
};

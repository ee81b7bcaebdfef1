export const access = {
  'access.restrict': 'Begränsa åtkomst',
  'access.restricted': 'Begränsad åtkomst',
  'access.badge': 'Begränsad',
  'access.change': 'Ändra vilka som får läsa',
  'access.lift': 'Häv begränsningen',
  'access.lift_text.action':
    'Alla som har behörighet till enheten får läsa åtgärden igen, med underlag, kommentarer och historik.',
  'access.lift_text.finding':
    'Alla som har behörighet till enheten får läsa iakttagelsen igen, med avstämningar och historik. Åtgärder som har begränsats hävs var för sig.',
  'access.lifted': 'Begränsningen är hävd',
  'access.saved': 'Åtkomsten är begränsad',
  'access.changed': 'Kretsen är ändrad',
  'access.what_happens.finding':
    'Bara de som väljs här får läsa iakttagelsen och dess avstämningar. Andra med behörighet till enheten ser att den finns, och vem som har bestämt. Revisorer läser, och varje läsning loggas.',
  'access.what_happens.action':
    'Bara de som väljs här får läsa åtgärden och det som hör till den. Andra med behörighet till enheten ser att den finns, och vem som har bestämt. Revisorer läser, och varje läsning loggas.',
  'access.reason': 'Varför',
  'access.reason_hint': 'Visas bara för dem som får läsa. Skriv inga namn på enskilda.',
  'access.reason_required': 'Skriv varför åtkomsten begränsas.',
  'access.members': 'Får läsa',
  'access.members_hint.finding':
    'Minst en måste få ändra iakttagelser, och minst en bestämma om åtkomsten. Tar du bort dig själv ser du inte iakttagelsen mer.',
  'access.members_hint.action':
    'Minst en måste få ändra åtgärder, och minst en bestämma om åtkomsten. Tar du bort dig själv ser du inte åtgärden mer.',
  'access.members_required': 'Välj minst en person som får läsa.',
  'access.add': 'Lägg till person',
  'access.remove': (name: string) => `Ta bort ${name}`,
  'access.remove_short': 'Ta bort',
  'access.substitutes': 'Ersättare för dem får också läsa',
  'access.substitutes_too': 'Deras ersättare får också läsa.',
  'access.read_by': (names: string) => `Läses av ${names}.`,
  'access.because': (reason: string) => `Skäl: ${reason}`,
  'access.decided': (who: string, when: string) => `Bestämt av ${who} ${when}`,
  'access.actions_too': (count: number) =>
    count === 1 ? 'Begränsa också dess åtgärd' : `Begränsa också dess ${count} åtgärder`,
  'access.actions_too_hint': (count: number) =>
    count === 1
      ? 'Den får samma krets, och hävs sedan för sig. Annars kan andra läsa den som förut, och ser att den hör till något begränsat.'
      : 'De får samma krets, och hävs sedan var för sig. Annars kan andra läsa dem som förut, och ser att de hör till något begränsat.',
  'access.same_circle': 'Begränsa åtgärden till samma krets som iakttagelsen',
  'access.same_circle_hint':
    'Annars kan alla med behörighet till enheten läsa åtgärden, och ser att den hör till något begränsat.',
  'access.exist.action': (count: number) =>
    count === 1 ? '1 åtgärd har begränsad åtkomst' : `${count} åtgärder har begränsad åtkomst`,
  'access.none_readable.action': 'Inga åtgärder som du får läsa',
  'access.none_readable.finding': 'Inga iakttagelser som du får läsa',
  'access.none_readable_text': 'Det som finns har begränsad åtkomst och läses bara av dem som är valda.',
  'access.exist.finding': (count: number) =>
    count === 1 ? '1 iakttagelse har begränsad åtkomst' : `${count} iakttagelser har begränsad åtkomst`,
  'access.ask': (who: string) => `Fråga ${who} om du behöver den.`,
  'access.not_in_round': (count: number) =>
    count === 1
      ? '1 åtgärd har begränsad åtkomst och rapporteras inte här.'
      : `${count} åtgärder har begränsad åtkomst och rapporteras inte här.`,
};

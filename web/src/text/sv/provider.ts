export const provider = {
  'provider.sign_in_with': (label: string) => `Logga in med ${label}`,
  'provider.or_password': 'eller med e-post och lösenord',
  'provider.again': 'Försök igen',
  'provider.again_with_level': (level: number) => `Logga in igen med tillitsnivå ${level}`,
  'provider.other_way': 'Logga in på annat sätt',
  'provider.signed_in_via': (label: string) => `Inloggad via ${label}`,
  'provider.gave_role': 'Enligt inloggningstjänsten',
  'provider.linked': (label: string, at: string) => `Kopplad till ${label} sedan ${at}.`,
  'provider.unlink': 'Ta bort koppling',
  'provider.unlinked': 'Kopplingen är borttagen',
  'provider.unlink_question': (name: string) => `Ta bort kopplingen för ${name}?`,
  'provider.unlink_text':
    'Gör det när personen har fått ett nytt konto hos inloggningstjänsten. Nästa som loggar in där med personens bekräftade e-postadress kopplas i stället.',
  'provider.level': 'Tillitsnivå vid inloggning',
  'provider.level_none': 'Inget krav',
  'provider.level_number': (level: number) => `Nivå ${level}`,
  'provider.level_demanded': (level: number) => `Kräver tillitsnivå ${level}`,
  'provider.levels_legend': 'Tillitsnivå som rollen kräver',
  'provider.levels_hint':
    'Den som har rollen, vid någon enhet, kan då bara logga in via en inloggningstjänst som intygar nivån. Ett lösenord räcker inte.',
  'provider.read_only': 'Inställningarna står i driftens fil och kan bara läsas här.',
  'provider.issuer': 'Utfärdare',
  'provider.client': 'Klient',
  'provider.email_claim': 'Uppgift med e-postadressen',
  'provider.levels': 'Tillitsnivåer',
  'provider.assignments': 'Roller som följer av inloggningen',
  'provider.assignment': (claim: string, value: string, role: string, unit: string) =>
    `${claim} = ${value}: ${role} vid ${unit}`,
  'provider.assignment_unknown': 'Rollen eller enheten finns inte här',
  'problem.sign_in_again': 'Inloggningen tog för lång tid eller avbröts. Börja om.',
  'problem.provider_down': 'Inloggningstjänsten svarar inte som den ska. Vänta en stund och försök igen.',
  'problem.provider_denied':
    'Inloggningen avbröts, eller så har du inte rätt att logga in i Rimlig därifrån. Fråga den som sköter inloggningen.',
  'problem.provider_unmet_level':
    'Inloggningstjänsten kunde inte logga in dig med den tillitsnivå som behövs. Välj ett annat sätt att logga in.',
  'problem.provider_error':
    'Inloggningstjänsten kunde inte logga in dig. Försök igen, eller fråga den som sköter inloggningen.',
  'problem.provider_token':
    'Svaret från inloggningstjänsten gick inte att lita på, så ingen loggades in. Säg till den som sköter inloggningen om det händer igen.',
  'problem.provider_no_email':
    'Inloggningstjänsten lämnade ingen e-postadress, så vi vet inte vem du är. Be en administratör om hjälp.',
  'problem.provider_unverified_email':
    'Inloggningstjänsten har inte bekräftat att e-postadressen är din. Be en administratör om hjälp.',
  'problem.provider_unknown_person':
    'Din e-postadress finns inte i Rimlig. Be en administratör lägga upp dig.',
  'problem.provider_other_account':
    'E-postadressen hör redan ihop med ett annat konto hos inloggningstjänsten. Be en administratör ta bort kopplingen om du har fått ett nytt.',
  'problem.level_2_needed':
    'Din roll kräver en inloggning med tillitsnivå 2. Logga in igen på ett sådant sätt.',
  'problem.level_3_needed':
    'Din roll kräver en inloggning med tillitsnivå 3. Logga in igen på ett sådant sätt.',
  'problem.level_4_needed':
    'Din roll kräver en inloggning med tillitsnivå 4. Logga in igen på ett sådant sätt.',
};

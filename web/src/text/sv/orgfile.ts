// Taking in an organisation from a file.
export const orgfile = {
  'orgfile.title': 'Läs in organisationen ur en fil',
  'orgfile.choose_short': 'Läs in fil',
  'orgfile.lead':
    'Filen jämförs med det som finns. Inget sparas förrän du har sett vad som är nytt, ändrat och borta.',
  'orgfile.columns': 'Första raden:',
  'orgfile.more': (columns: string) =>
    `Går att lägga till: ${columns}. Flera roller för samma person står på var sin rad, eller med | emellan. En tom ruta ändrar inget.`,
  'orgfile.choose': 'Välj fil',
  'orgfile.formats': 'CSV, XLSX eller ODS, högst 10 MB',
  'orgfile.end_missing': 'Avsluta roller som inte står i filen',
  'orgfile.reading': 'Filen läses',
  'orgfile.faults': (count: number) =>
    count === 1 ? 'Ett fel i filen. Inget är sparat.' : `${count} fel i filen. Inget är sparat.`,
  'orgfile.count.added': (count: number) => `${count} nya`,
  'orgfile.count.changed': (count: number) => `${count} ändrade`,
  'orgfile.count.gone': (count: number) => `${count} inte i filen`,
  'orgfile.is.added': 'Ny',
  'orgfile.is.changed': 'Ändras',
  'orgfile.is.gone': 'Inte i filen',
  'orgfile.row': (row: number) => `rad ${row}`,
  'orgfile.all': (count: number) => `Visa alla ${count}`,
  'orgfile.same': 'Filen säger det som redan finns.',
  'orgfile.gone_ends': 'Rollerna som inte står i filen avslutas. Enheter avslutas i en omorganisation.',
  'orgfile.gone_stays': 'Det som inte står i filen ändras inte.',
  'orgfile.store': 'Spara ändringarna',
  'orgfile.stored': 'Organisationen är inläst',
};

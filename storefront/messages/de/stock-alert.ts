import type { stockAlert as english } from '../en/stock-alert.ts';
import type { Translation } from '../text.ts';

export const stockAlert: Translation<typeof english> = {
  label: 'Wieder vorrätig',
  asked: 'Wir schreiben Ihnen, sobald es wieder vorrätig ist.',
  askedText: 'Eine einzige Nachricht; zurücklegen können wir es nicht.',
  tellMe: 'Benachrichtigen Sie mich, sobald es wieder vorrätig ist',
  email: 'E-Mail',
  submit: 'Benachrichtigen',
  kept: 'Eine einzige Nachricht. Ihre Adresse löschen wir 30 Tage danach, oder nach 180 Tagen, wenn es nicht wiederkommt.',
  problems: {
    invalid: { title: 'An diese Adresse können wir nicht schreiben.', text: 'Bitte prüfen Sie sie.' },
    unknown: {
      title: 'Das wird nicht mehr verkauft.',
      text: 'Wir können Ihnen nicht sagen, wann es wieder vorrätig ist.',
    },
    many: {
      title: 'Diese Adresse wartet schon auf 20 andere Artikel.',
      text: 'Der Link in jeder unserer Nachrichten zur Verfügbarkeit beendet sie alle.',
    },
    down: { title: 'Das ist gerade nicht möglich.', text: 'Bitte versuchen Sie es in einer Minute noch einmal.' },
  },
  end: {
    title: 'Nachrichten zur Verfügbarkeit',
    text: 'Sie haben uns gebeten, Ihnen zu schreiben, sobald etwas wieder vorrätig ist. Die Schaltfläche beendet das für alles, worauf Sie warten, und löscht hier Ihre Adresse.',
    submit: 'Keine Nachrichten mehr senden',
    ended: 'Keine weiteren Nachrichten',
    endedText: 'Ihre Adresse ist gelöscht; Sie warten auf nichts mehr.',
    problems: {
      wrong: { title: 'Dieser Link ist unvollständig.', text: 'Öffnen Sie ihn noch einmal aus der Nachricht.' },
      down: { title: 'Das ist gerade nicht möglich.', text: 'Bitte versuchen Sie es in einer Minute noch einmal.' },
    },
  },
};

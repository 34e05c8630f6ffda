import type { cart as english } from '../en/cart.ts';
import type { Translation } from '../text.ts';

export const cart: Translation<typeof english> = {
  title: 'Warenkorb',
  empty: 'Ihr Warenkorb ist leer',
  emptyText: 'Was Sie hineinlegen, bleibt dreißig Tage hier.',
  shipping: 'Die Versandkosten kommen an der Kasse hinzu, je nach Land.',
  tooMany: 'Das ist zu viel.',
  adjust: 'Einiges davon ist nicht mehr vorrätig. Passen Sie es oben an, dann geht es weiter.',
  openPayment: {
    title: 'Sie haben noch nicht bezahlt, und es wurde nichts abgebucht.',
    inCart:
      'Die Bestellung {number} wartet auf die Zahlung, und ihre Artikel sind für Sie reserviert. Wenn Sie den Warenkorb ändern und noch einmal zur Kasse gehen, ersetzt die neue Bestellung diese.',
    inCheckout:
      'Die Bestellung {number} wartet auf die Zahlung, und ihre Artikel sind für Sie reserviert. Wenn Sie unten etwas ändern und noch einmal bestellen, ersetzt die neue Bestellung diese.',
    pay: 'Weiter zur Zahlung',
    cancel: 'Bestellung {number} stornieren',
  },
};

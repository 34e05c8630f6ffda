import type { compare as english } from '../en/compare.ts';
import type { Translation } from '../text.ts';

export const compare: Translation<typeof english> = {
  title: 'Vergleich',
  empty: 'Noch nichts zu vergleichen',
  emptyText: '„Mit anderen vergleichen“ auf einer Produktseite legt das Produkt hierher, bis zu {most} nebeneinander.',
  browse: 'Alle Kategorien ansehen',
  more: '„Mit anderen vergleichen“ auf einer Produktseite fügt das Produkt hinzu, bis zu {most}.',
  full: 'Ein weiteres Produkt nimmt den Platz des ersten ein.',
  table: 'Vergleich',
  remove: 'Entfernen',
  removeTitle: '{title} entfernen',
  price: 'Preis',
  unitPrice: 'Grundpreis',
  stock: 'Bestand',
  inStock: 'Vorrätig',
  soldOut: 'Ausverkauft',
  brand: 'Marke',
  size: 'Inhalt',
  category: 'Kategorie',
};

const id = (index: number): string => `0190a6e0-7c1d-7000-8000-${String(index).padStart(12, '0')}`;

/** 1 KB as JSON. */
export const order = {
  email: 'ada.lovelace@example.com',
  channel: 'web',
  address: {
    name: 'Ada Lovelace',
    line1: '1 Analytical Way',
    line2: 'Flat 4',
    city: 'London',
    postalCode: 'N1 9GU',
    country: 'GB',
  },
  lines: Array.from({ length: 5 }, (_, index) => ({
    productId: id(index),
    quantity: index + 1,
    unitPrice: { amount: 1_999 + index, currency: 'GBP' },
    note: 'Wrapped as a present, please, and with the card that lies in the cart',
  })),
};

/** 25 KB as JSON. */
export const page = {
  items: Array.from({ length: 60 }, (_, index) => ({
    id: id(index),
    title: `Trail running shoe, model ${index}`,
    sku: `SHOE-${1_000 + index}`,
    description:
      'A light shoe with a sole that grips, and an upper that breathes, for long days on every kind of ground.',
    price: { amount: 8_999 + index, currency: 'GBP' },
    stock: index * 3,
    rating: 4.5,
    tags: ['running', 'trail', 'outdoor'],
    attributes: { colour: 'slate', size: '42' },
    createdAt: '2026-03-01T12:00:00.000Z',
  })),
  nextCursor: 'eyJvIjo2MH0',
};

export const placed = { id: id(9), status: 'pending' };

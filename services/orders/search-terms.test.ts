import { expect, test } from '@jest/globals';
import { orderTerms, parseOrderQuery } from './search-terms.ts';
import { newOrder } from './testing/orders.ts';

test('an order has the words and numbers by which people search', () => {
  const order = newOrder({ email: 'Ux.Ada@Example.com', phone: '+44 20 7946 0000' });
  const lines = order.lines.map(line => ({ ...line, sku: 'UX-Shirt-S', title: 'Crème brûlée' }));
  const terms = orderTerms({ ...order, lines }, '10042');
  expect(terms).toEqual(
    expect.arrayContaining(['ux', 'ada', 'example', '10042', 'n19gu', '9gu', 'london', 'uxshirts', 'creme', 'brulee']),
  );
  expect(terms).toEqual(expect.arrayContaining(['442079460000', '2079460000', '460000']));
  expect(terms).not.toContain('60000');
});

test.each([
  ['C-10042', [['10042']]],
  ['c10042', [['10042']]],
  ['C 10042', [['10042']]],
  ['#10042', [['10042']]],
  ['# C-10042', [['10042']]],
  ['10042', [['10042']]],
  ['020 7946-0000', [['02079460000'], ['2079460000']]],
  ['Dr. Hohenlohe', [['dr', 'hohenlohe']]],
  ['N1 9GU', [['n1', '9gu']]],
  ['東京', [['東京']]],
  ['!?', []],
])('%s is read as words', (typed, terms) => {
  const read = parseOrderQuery(typed).flatMap(query => (query.by === 'terms' ? [query.terms] : []));
  expect(read).toEqual(terms);
});

test('four digits may be those of a card, letters with digits a tracking number, and an @ is an address', () => {
  expect(parseOrderQuery('4242')).toContainEqual({ by: 'last4', digits: '4242' });
  expect(parseOrderQuery('LC0190A6')).toContainEqual({ by: 'tracking', start: 'lc0190a6' });
  expect(parseOrderQuery('UX.Ada@')).toEqual([{ by: 'email', start: 'ux.ada@' }]);
});

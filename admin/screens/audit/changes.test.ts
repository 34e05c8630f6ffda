import { expect, test } from '@jest/globals';
import { fieldLabel, plainText } from '../../kit/components/field-text.ts';
import { displayedChanges } from './changes.ts';

const kinds = (...changes: { field: string; before: unknown; after: unknown }[]) => displayedChanges(changes);

test('an amount and its currency are one price', () => {
  expect(
    kinds(
      { field: 'variants.7.price.amount', before: null, after: 500 },
      { field: 'variants.7.price.currency', before: null, after: 'USD' },
    ),
  ).toEqual([
    {
      field: 'variants.7.price.amount',
      label: 'Price of 7',
      kind: 'money',
      before: undefined,
      after: { amount: 500, currency: 'USD' },
    },
  ]);
  expect(
    kinds({ field: 'refunded', before: { amount: 0, currency: 'EUR' }, after: { amount: 5, currency: 'EUR' } })[0]
      ?.kind,
  ).toBe('money');
});

test('an amount whose currency stayed is an amount; a currency that changed alone is shown', () => {
  expect(kinds({ field: 'variants.7.price.amount', before: 555, after: 600 })[0]).toMatchObject({
    kind: 'amount',
    before: 555,
    after: 600,
  });
  expect(kinds({ field: 'price.currency', before: 'USD', after: 'EUR' })[0]).toMatchObject({
    kind: 'plain',
    before: 'USD',
    after: 'EUR',
  });
});

test('a list of words tells what came and what went', () => {
  expect(kinds({ field: 'tags', before: ['ripe', 'sale'], after: ['ripe', 'organic'] })[0]).toMatchObject({
    added: ['organic'],
    removed: ['sale'],
  });
  expect(kinds({ field: 'tags', before: null, after: ['ripe'] })[0]).toMatchObject({ added: ['ripe'], removed: [] });
});

test('statuses, times, long and short texts are distinguished', () => {
  expect(kinds({ field: 'status', before: 'draft', after: 'active' })[0]?.kind).toBe('state');
  expect(kinds({ field: 'publishAt', before: null, after: '2026-11-22T10:00:00Z' })[0]?.kind).toBe('time');
  expect(kinds({ field: 'title', before: 'Banana', after: 'Bananas' })[0]?.kind).toBe('plain');
  expect(kinds({ field: 'description', before: 'x'.repeat(50), after: 'y' })[0]?.kind).toBe('text');
  expect(kinds({ field: 'note', before: null, after: null })[0]?.kind).toBe('plain');
});

test('fields and values in words', () => {
  expect(fieldLabel('compareAtPrice.amount')).toBe('Compare-at price');
  expect(fieldLabel('east.onHand')).toBe('East › on hand');
  expect(fieldLabel('variants.tee-S.sku')).toBe('SKU of tee-S');
  expect(fieldLabel('seo.title')).toBe('Search engines › title');
  expect([null, '', true, 1234, 'text', { a: 1 }].map(plainText)).toEqual([
    'nothing',
    'nothing',
    'yes',
    (1234).toLocaleString(),
    'text',
    '{"a":1}',
  ]);
  const options = [
    { name: 'Flavour', values: ['Strawberry', 'Lemon'] },
    { name: 'Size', values: ['S'] },
  ];
  expect([options, ['a', 'b'], []].map(plainText)).toEqual(['Flavour: Strawberry, Lemon · Size: S', 'a, b', 'nothing']);
});

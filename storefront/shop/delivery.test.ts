import { expect, test } from '@jest/globals';
import { emptyDelivery, faultsOf, longest, readDelivery } from './delivery.ts';

const good = {
  ...emptyDelivery,
  email: 'ada@example.com',
  name: 'Ada',
  line1: '1 Way',
  city: 'London',
  postalCode: 'N1',
  country: 'GB',
  method: 'standard',
};

test('what is complete has no faults; phone, second line and region may be empty', () => {
  expect(faultsOf(good)).toEqual({});
});

test.each(['email', 'name', 'line1', 'city', 'postalCode', 'country', 'method'] as const)(
  'without %s that field says what to do',
  name => {
    expect(Object.keys(faultsOf({ ...good, [name]: '' }))).toEqual([name]);
  },
);

test.each([
  ['email', 'ada'],
  ['email', 'ada@example'],
  ['email', 'ada @example.com'],
  ['email', 'ada@example..com'],
  ['phone', 'call me'],
  ['phone', '123'],
  ['country', 'uk'],
] as const)('%s: %s is told beside the field', (name, value) => {
  expect(Object.keys(faultsOf({ ...good, [name]: value }))).toEqual([name]);
});

test('a form is read trimmed and cut to what the contract takes; what is no text is empty', () => {
  const form = new FormData();
  form.set('email', '  ada@example.com ');
  form.set('name', 'A'.repeat(999));
  form.set('city', new File(['x'], 'x.txt'));
  const read = readDelivery(form);
  expect([read.email, read.name.length, read.city]).toEqual(['ada@example.com', longest.name, '']);
});

import { expect, test } from '@jest/globals';
import { emptyDelivery, maxLengths, readDelivery } from './delivery.ts';
import { validateDelivery } from './delivery-faults.ts';

const good = {
  ...emptyDelivery,
  email: 'ada@example.com',
  name: 'Ada',
  line1: '1 Way',
  city: 'London',
  postalCode: 'N1 9GU',
  country: 'GB',
  method: 'standard',
};

test('a complete form is valid; phone, second line and region may be empty', () => {
  expect(validateDelivery(good)).toEqual({});
});

test.each(['email', 'name', 'line1', 'city', 'postalCode', 'country', 'method'] as const)(
  'without %s that field has an error',
  name => {
    expect(Object.keys(validateDelivery({ ...good, [name]: '' }))).toEqual([name]);
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
] as const)('%s: %s is invalid', (name, value) => {
  expect(Object.keys(validateDelivery({ ...good, [name]: value }))).toEqual([name]);
});

test('a form is trimmed and cut to the maximum lengths; a value that is no text is empty', () => {
  const form = new FormData();
  form.set('email', '  ada@example.com ');
  form.set('name', 'A'.repeat(999));
  form.set('city', new File(['x'], 'x.txt'));
  const read = readDelivery(form);
  expect([read.email, read.name.length, read.city]).toEqual(['ada@example.com', maxLengths.name, '']);
});

test('a postal code is needed only where the country has them', () => {
  const hongKong = { ...good, city: 'Kowloon', country: 'HK', postalCode: '' };
  expect(validateDelivery(hongKong)).toEqual({});
  expect(Object.keys(validateDelivery({ ...hongKong, country: 'GB' }))).toEqual(['postalCode']);
});

test('a state is needed where addresses have one', () => {
  const american = { ...good, city: 'Springfield', country: 'US', postalCode: '97477', region: '' };
  expect(validateDelivery(american)).toEqual({ region: 'Enter the state.' });
  expect(validateDelivery({ ...american, region: 'OR' })).toEqual({});
});

test('a postal code looks as those of its country', () => {
  expect(validateDelivery({ ...good, country: 'DE', postalCode: '5066' })).toEqual({
    postalCode: 'This is no postal code of the chosen country: those are 5 digits.',
  });
});

import { expect, test } from '@jest/globals';
import { addressLines } from './address.ts';

const address = { name: 'Ada Shopper', line1: '742 Evergreen Terrace', city: 'Springfield' };

test.each([
  ['US', { region: 'OR', postalCode: '97477' }, ['Ada Shopper', '742 Evergreen Terrace', 'Springfield, OR 97477']],
  ['US', { postalCode: '97477' }, ['Ada Shopper', '742 Evergreen Terrace', 'Springfield 97477']],
  ['DE', { postalCode: '10115' }, ['Ada Shopper', '742 Evergreen Terrace', '10115 Springfield']],
  ['GB', { postalCode: 'N1 9GU' }, ['Ada Shopper', '742 Evergreen Terrace', 'Springfield', 'N1 9GU']],
  ['HK', { line2: 'Flat 2' }, ['Springfield', '742 Evergreen Terrace', 'Flat 2', 'Ada Shopper']],
  [
    'JP',
    { region: '東京都', postalCode: '100-0001' },
    ['〒100-0001', '東京都Springfield', '742 Evergreen Terrace', 'Ada Shopper'],
  ],
])('in %s, with %j', (country, fields, lines) => {
  expect(addressLines({ ...address, ...fields, country }).slice(0, -1)).toEqual(lines);
});

test('the country is named, and an unknown code stays as it is', () => {
  expect(addressLines({ ...address, country: 'DE' }).at(-1)).toBe('Germany');
  expect(addressLines({ ...address, country: '??' }).at(-1)).toBe('??');
});

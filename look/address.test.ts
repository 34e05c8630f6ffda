import { describe, expect, test } from '@jest/globals';
import { addressLines, hasPostalCode } from './address.ts';

const address = { name: 'Ada', line1: '1 Way', line2: 'Flat 2', city: 'City', region: 'Region', postalCode: '123' };

describe('an address is written as its country writes it', () => {
  test.each([
    ['US', ['Ada', '1 Way', 'Flat 2', 'City, Region 123']],
    ['DE', ['Ada', '1 Way', 'Flat 2', 'Region', '123 City']],
    ['GB', ['Ada', '1 Way', 'Flat 2', 'Region', 'City', '123']],
    ['HK', ['Region', 'City', '1 Way', 'Flat 2', 'Ada']],
    ['JP', ['〒123', 'RegionCity', '1 Way', 'Flat 2', 'Ada']],
    ['MO', ['1 Way', 'Flat 2', 'City', 'Region', 'Ada']],
  ])('%s', (country, lines) => expect(addressLines({ ...address, country })).toEqual(lines));

  test('what is not there leaves no gap', () => {
    const { line2: _, region: __, ...short } = address;
    expect(addressLines({ ...short, postalCode: '', country: 'JP' })).toEqual(['City', '1 Way', 'Ada']);
    expect(addressLines({ ...short, country: 'US' })).toEqual(['Ada', '1 Way', 'City 123']);
  });

  test('city and region are on it everywhere', () => {
    for (const country of Array.from({ length: 676 }, (_, index) =>
      String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26)),
    )) {
      const text = addressLines({ ...address, country }).join(' ');
      for (const part of ['Ada', '1 Way', 'Flat 2', 'City', 'Region']) expect(`${country} ${text}`).toContain(part);
    }
  });
});

test.each([
  ['GB', true],
  ['US', true],
  ['IE', true],
  ['AE', false],
  ['HK', false],
  ['QA', false],
  ['PA', false],
  ['JM', false],
])('addresses in %s have a postal code: %s', (country, expected) => expect(hasPostalCode(country)).toBe(expected));

import { expect, test } from '@jest/globals';
import { postalCodeFault } from './postal-codes.ts';

test.each([
  ['US', '97477'],
  ['US', '97477-1234'],
  ['GB', 'n19gu'],
  ['GB', 'SW1A 1AA'],
  ['GB', 'BFPO 801'],
  ['DE', '50667'],
  ['DE', 'D-50667'],
  ['DK', 'DK-2100'],
  ['LV', 'LV-1010'],
  ['SE', '113 51'],
  ['PL', '00-950'],
  ['PT', '1000-260'],
  ['JP', '〒100‐0001'],
  ['JP', '１００－０００１'],
  ['CA', 'h2x1y4'],
  ['NL', '1012jl'],
  ['IE', 'Dublin 2'],
  ['BR', '01310-100'],
  ['IN', '560 001'],
  ['TW', '100'],
  ['IL', '6100000'],
  ['SA', '١١٥٦٤'],
  ['AR', 'C1425CLA'],
  ['MT', 'VLT 1117'],
  ['AE', ''],
  ['PE', 'anything, as nobody is sure'],
])('in %s %s is a postal code', (country, code) => expect(postalCodeFault(code, country)).toBeUndefined());

test.each([
  ['US', 'ABC', { example: '97477' }],
  ['US', '9747', { example: '97477' }],
  ['GB', '!!!', { example: 'N1 9GU' }],
  ['GB', '97477', { example: 'N1 9GU' }],
  ['DE', '5066', { digits: 5 }],
  ['DE', 'Köln', { digits: 5 }],
  ['CH', '80001', { digits: 4 }],
  ['CA', '12345', { example: 'K1A 0B1' }],
  ['NL', '1012', { example: '1012 JL' }],
  ['JP', '1000', { digits: 7 }],
])('in %s %s is none: %j', (country, code, fault) => expect(postalCodeFault(code, country)).toEqual(fault));

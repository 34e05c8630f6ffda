import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { de } from './de.ts';
import { en } from './en.ts';
import { attributeText, browserName, countryName, formatMoney, formatUnitPrice, numberText } from './format.ts';
import { language } from './language.ts';
import { counted, messages } from './messages.ts';
import { fill, fillNodes } from './text.ts';

/** Every text with its place: `cart.title`. */
function textsOf(value: unknown, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  return Object.entries(value ?? {}).flatMap(([name, member]) => textsOf(member, place ? `${place}.${name}` : name));
}
const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

let before: string | undefined;
beforeEach(() => {
  before = process.env.SHOP_LANGUAGE;
});
afterEach(() => {
  if (before === undefined) delete process.env.SHOP_LANGUAGE;
  else process.env.SHOP_LANGUAGE = before;
});

test('a German text has no value that the English one does not have', () => {
  const english = new Map(textsOf(en));
  // a plural form that English does not have has the values of `other`
  const original = (place: string) => english.get(place) ?? english.get(place.replace(/\.\w+$/, '.other')) ?? '';
  const unknown = textsOf(de).filter(
    ([place, text]) => !namesIn(text).every(name => namesIn(original(place)).includes(name)),
  );
  expect(unknown).toEqual([]);
});

test('no German text was left in English', () => {
  const german = new Map(textsOf(de));
  const same = textsOf(en).filter(([place, text]) => german.get(place) === text && namesIn(text).length === 0);
  expect(same.map(([, text]) => text).sort()).toEqual(['C-10042', 'Name', 'Name', 'Shop', 'optional']);
});

describe('the language of a shop', () => {
  test.each([
    [undefined, 'en', 'Cart'],
    ['', 'en', 'Cart'],
    ['de', 'de', 'Warenkorb'],
  ] as const)('SHOP_LANGUAGE=%s is %s', (given, expected, title) => {
    if (given === undefined) delete process.env.SHOP_LANGUAGE;
    else process.env.SHOP_LANGUAGE = given;
    expect(language()).toBe(expected);
    expect(messages().cart.title).toBe(title);
  });

  test.each(['fr', 'DE', 'constructor'])('%s is refused', given => {
    process.env.SHOP_LANGUAGE = given;
    expect(messages).toThrow('SHOP_LANGUAGE must be one of en, de');
  });

  test('decides how numbers, money and names are written', () => {
    process.env.SHOP_LANGUAGE = 'de';
    const written = [
      formatMoney({ amount: 123_450, currency: 'EUR' }),
      formatUnitPrice({ amount: 49.5, currency: 'USD', unit: 'each', order: 0 }),
      formatUnitPrice({ amount: 3.25, currency: 'USD', unit: 'oz', order: 0 }),
      numberText(1250.5, 'kcal'),
      attributeText({ boolean: true }),
      countryName('US'),
      browserName('Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36'),
      counted(messages().shop.products, 1),
      counted(messages().shop.products, 1_200),
    ];
    expect(written.map(text => text.replaceAll('\u00a0', ' '))).toEqual([
      '1.234,50 €',
      '0,50 $ je Stück',
      '0,033 $ / oz',
      '1.250,5 kcal',
      'Ja',
      'Vereinigte Staaten',
      'Chrome auf Windows',
      '1 Produkt',
      '1.200 Produkte',
    ]);
  });
});

test('values are put into texts as they are, also those that look like the name of another', () => {
  expect(fill('{title}: {count} left', { title: '{count} $& teas', count: 3 })).toBe('{count} $& teas: 3 left');
  const nodes = fillNodes('Removed {title}.', { title: createElement('b', null, 'Tea') });
  expect(renderToStaticMarkup(nodes)).toBe('Removed <b>Tea</b>.');
});

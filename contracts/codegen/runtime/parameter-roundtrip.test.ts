import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeForm, decodePercent, pairTaker, readAlone, readPairs } from './parameter-reader.ts';
import type { ParameterDefinition } from './parameter-style.ts';
import { type ParameterPlace, type ParameterStyle, styleProblem } from './parameter-style.ts';
import { ParameterValueError, writeParameter } from './parameter-writer.ts';

/** What a client writes, a server reads back unchanged; what could not be read back is not written. */

const styles: ParameterStyle[] = ['simple', 'label', 'matrix', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject'];
const places: ParameterPlace[] = ['path', 'query', 'header', 'cookie'];
const shapes = ['single', 'array', 'object'] as const;

const table = places.flatMap(place =>
  styles.flatMap(style =>
    [true, false].flatMap(explode =>
      shapes
        .filter(shape => styleProblem({ name: 'p', place, style, explode }, shape) === undefined)
        .map(shape => ({ place, style, explode, shape })),
    ),
  ),
);

const awkward = fc.constantFrom(
  '',
  'a',
  ',',
  'a,b',
  ' ',
  'a b',
  '|',
  '.',
  'a.b',
  ';',
  '=',
  '&',
  '+',
  '%',
  '%2C',
  '%zz',
  '#',
  '/',
  '?',
  '[x]',
  'é',
  '\u{1f370}',
  '"',
  "'",
);
const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 5 });
const text = fc.oneof(awkward, ascii, fc.string({ unit: 'grapheme', maxLength: 4 }));
const name = fc
  .oneof(fc.constantFrom('a', 'x-y', 'constructor', '__proto__', 'R', 'é'), ascii)
  .filter(key => key !== '');

const values = {
  single: text,
  array: fc.array(text, { maxLength: 4 }),
  object: fc.dictionary(name, text, { maxKeys: 4, noNullPrototype: false }),
};

/** The path as `fetch` sends it, and what the server's router cuts out of it. */
function read(parameter: ParameterDefinition, written: string): unknown {
  if (parameter.place === 'query') {
    const url = new URL(`http://localhost/?${written}`);
    return pairTaker(parameter, decodeForm)(readPairs(url.search.slice(1)));
  }
  if (parameter.place === 'path')
    return readAlone(parameter, new URL(`http://localhost/x${written}x`).pathname.slice(2, -1), decodePercent);
  if (parameter.place === 'header')
    return readAlone(parameter, new Headers({ p: written }).get('p') ?? '', part => part.trim());
  const at = written.indexOf('=');
  return pairTaker(parameter, decodePercent)(new Map([[written.slice(0, at), [written.slice(at + 1)]]]));
}

/** An exploded list or object that is empty is not there at all. */
const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

describe('what is written is read back', () => {
  test.each(table)('$shape in $place, $style, explode $explode', ({ place, style, explode, shape }) => {
    let sent = 0;
    fc.assert(
      fc.property(values[shape], value => {
        const parameter: ParameterDefinition = {
          name: 'p',
          place,
          style,
          explode,
          ...(shape !== 'single' && { type: shape }),
          ...(shape === 'object' && { open: true }),
          ...(shape === 'array' && style === 'deepObject' && { arrays: [''] }),
        };
        let written: string;
        try {
          written = writeParameter(parameter, value);
        } catch (error) {
          if (error instanceof ParameterValueError) return;
          if (error instanceof TypeError && place === 'header') return; // fetch refuses characters that no header has
          throw error;
        }
        if (place === 'header' && /[^\u0020-\u00ff]/.test(written)) return;
        if (place === 'path' && (written.includes('/') || written === '')) return;
        sent += 1;
        const back = read(parameter, written);
        if (isEmpty(value) && back === undefined) return;
        expect(typeof back === 'object' ? structuredClone(back) : back).toEqual(value);
        if (typeof back === 'object' && back !== null) expect(Object.entries(back)).toEqual(Object.entries(value));
      }),
      { seed: 20261129, numRuns: 400 },
    );
    expect(sent).toBeGreaterThan(60);
  });

  test('a deep object with lists, and objects in lists', () => {
    const parameter: ParameterDefinition = {
      name: 'filter',
      place: 'query',
      style: 'deepObject',
      type: 'object',
      arrays: ['tags', 'lines', 'lines[].tags'],
    };
    const value = { tags: ['a'], lines: [{ sku: 'x', tags: ['b', 'c'] }, { sku: 'y' }], owner: { name: 'é&=' } };
    const written = writeParameter(parameter, value);
    expect(pairTaker(parameter, decodeForm)(readPairs(written))).toEqual(value);
  });

  test('a value with reserved characters, left as they are', () => {
    const value = 'https://a.b/c?d=e&f=g+h#i, j';
    const written = writeParameter({ name: 'p', place: 'query', reserved: true }, value);
    expect(written).toContain('p=https://a.b/c?d%3De%26f');
    expect(decodeForm(written.slice(2))).toBe(value);
  });

  test.each([
    [
      'a path',
      { name: 'p', place: 'path', style: 'label', explode: true, type: 'array' },
      ['blue', 'black'],
      '.blue.black',
    ],
    ['a path', { name: 'p', place: 'path', style: 'label', type: 'array' }, ['blue', 'black'], '.blue,black'],
    ['a path', { name: 'p', place: 'path', style: 'matrix', type: 'array' }, ['blue', 'black'], ';p=blue,black'],
    [
      'a path',
      { name: 'p', place: 'path', style: 'matrix', explode: true, type: 'object', open: true },
      { R: '1', G: '2' },
      ';R=1;G=2',
    ],
    ['a path', { name: 'p', place: 'path', explode: true, type: 'object', open: true }, { R: '1', G: '2' }, 'R=1,G=2'],
    ['a query', { name: 'p', place: 'query', type: 'object', open: true }, { R: '1', G: '2' }, 'R=1&G=2'],
    ['a query', { name: 'p', place: 'query', explode: false, type: 'object' }, { R: '1', G: '2' }, 'p=R,1,G,2'],
    ['a query', { name: 'p', place: 'query', style: 'spaceDelimited', type: 'array' }, ['a', 'b'], 'p=a%20b'],
    ['a query', { name: 'p', place: 'query', style: 'pipeDelimited', type: 'array' }, ['a', 'b'], 'p=a%7Cb'],
  ] satisfies [string, ParameterDefinition, unknown, string][])(
    '%s as OpenAPI shows it: %j',
    (_place, parameter, value, written) => {
      expect(writeParameter(parameter, value)).toBe(written);
    },
  );
});

import type { Json } from '../document/json.ts';

/** A value to try in one place of a request. */
export interface Candidate {
  label: string;
  value: Json;
  /** The value as it stands in JSON, where no value of JavaScript is written so. */
  json?: string;
}

/** Texts that have broken other programs: storage, queries, templates, pages, headers, paths, terminals. */
export const hostileTexts: readonly Candidate[] = [
  { label: 'an empty text', value: '' },
  { label: 'blanks', value: '   ' },
  { label: 'quotes', value: `'";--` },
  { label: 'SQL', value: `1' OR '1'='1'); DROP TABLE orders;--` },
  { label: 'a wildcard of SQL', value: '%_\\%' },
  { label: 'a query string of Elasticsearch', value: '*:* AND (_exists_:id OR "' },
  { label: 'a regular expression without an end', value: '(a+)+$[\\' },
  { label: 'markup', value: '<script>alert(1)</script>' },
  { label: 'an attribute', value: `" onmouseover="alert(1)` },
  { label: 'a template', value: '{{7*7}}{% x %}#{7*7}' },
  {
    label: 'a template that calls',
    value: `{{#with "s" as |s|}}{{s.constructor}}{{/with}}\${jndi:ldap://localhost/a}`,
  },
  { label: 'a formula', value: `=HYPERLINK("http://localhost";"a")` },
  { label: 'an emoji of several code points', value: '👩‍👩‍👧‍👦' },
  { label: 'a character of four bytes', value: '𝒜𠜎' },
  { label: 'a combining character', value: 'é' },
  { label: 'a hundred combining characters', value: `a${'́'.repeat(100)}` },
  { label: 'right-to-left text', value: '‮مرحبا' },
  { label: 'marks without width', value: 'a\u200b\u2060\ufeffb' },
  { label: 'a zero character', value: 'a\u0000b' },
  { label: 'control characters', value: 'a\u0001\u0008\u001b[31m\u007f\u0085b' },
  { label: 'separators of lines', value: 'a\u2028\u2029b' },
  { label: 'a lone surrogate', value: 'a\ud800b' },
  { label: 'a character that is none', value: 'a\uffff\ufffeb' },
  { label: 'line ends', value: 'a\r\nx-injected: 1' },
  { label: 'a path', value: '../../etc/passwd' },
  { label: 'a name that objects inherit', value: 'constructor' },
  { label: 'the name of a prototype', value: '__proto__' },
  { label: 'a percent sign', value: '%' },
  { label: 'no number', value: 'NaN' },
  { label: 'infinity', value: '-Infinity' },
  { label: 'a number beyond all', value: '1e999' },
  { label: 'a negative zero as text', value: '-0' },
  { label: 'a hexadecimal number', value: '0x10' },
  { label: 'digits of another script', value: '١٢٣' },
];

/** Values of other types, and operators of databases. */
export const hostileShapes: readonly Candidate[] = [
  { label: 'null', value: null },
  { label: 'true', value: true },
  { label: 'the number 1', value: 1 },
  { label: 'an object', value: {} },
  { label: 'a list', value: [] },
  { label: 'a nested list', value: [[[]]] },
  { label: 'a text in a list', value: ['a'] },
  { label: 'an operator of MongoDB', value: { $ne: null } },
  { label: 'code of MongoDB', value: { $where: 'sleep(10000)' } },
  { label: 'an object that says how to write it', value: { toString: 'x', toJSON: 'x', valueOf: 'x', length: 9 } },
];

export const hostileNumbers: readonly Candidate[] = [
  ...[0, -1, 1, 0.5, 1e-7, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, -(2 ** 53), 1e21, 1e308].map(value => ({
    label: `the number ${value}`,
    value,
  })),
  { label: 'the number -0', value: 0, json: '-0' },
  { label: 'the number 1e999', value: 0, json: '1e999' },
  { label: 'an integer that no double holds', value: 0, json: '9007199254740993' },
  { label: 'the number 1.0', value: 1, json: '1.0' },
];

/** What stands for one value of a query or path, percent-encoded already. */
export const rawSegments: readonly { label: string; text: string }[] = [
  { label: 'a byte that is no UTF-8', text: 'a%ff' },
  { label: 'a surrogate in UTF-8', text: '%ed%a0%80' },
  { label: 'an overlong slash', text: '%c0%af' },
  { label: 'a percent sign alone', text: '%' },
  { label: 'an escape that is none', text: '%zz' },
  { label: 'an encoded slash', text: 'a%2fb' },
  { label: 'an escape of an escape', text: '%2525' },
];

/** How one name of a query may come in another way than once. */
export const rawQueries = (name: string): readonly { label: string; query: string }[] => {
  const key = encodeURIComponent(name);
  return [
    ...rawSegments.map(({ label, text }) => ({ label, query: `${key}=${text}` })),
    { label: 'twice', query: `${key}=1&${key}=2` },
    { label: 'without a value', query: key },
    { label: 'as a list', query: `${key}[]=1` },
    { label: 'with an operator', query: `${key}[$ne]=1` },
    { label: 'with a member of a prototype', query: `${key}[__proto__][a]=1&__proto__[a]=1&constructor=1` },
  ];
};

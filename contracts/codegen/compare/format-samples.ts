import { formats } from '../runtime/formats.ts';

/** Texts of each format, for the search of counterexamples. */
export const formatSamples: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2026-01-31T12:30:00Z', '1999-12-31T23:59:59.5+02:00'],
  date: ['2026-01-31', '1999-12-31'],
  time: ['12:30:00Z', '23:59:59+02:00'],
  'iso-time': ['12:30:00Z', '12:30:00'],
  'iso-date-time': ['2026-01-31T12:30:00Z', '2026-01-31T12:30:00'],
  duration: ['P1D', 'PT5M'],
  uuid: ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '018f4e9a-7b1c-7cc0-9d7e-2f1f3f4a5b6c'],
  email: ['ada@example.com', 'b@example.org'],
  'idn-email': ['ada@example.com'],
  hostname: ['example.com', 'a.example'],
  ipv4: ['192.0.2.1', '198.51.100.7'],
  ipv6: ['2001:db8::1', '::1'],
  uri: ['https://example.com/a', 'urn:isbn:0451450523'],
  url: ['https://example.com/a'],
  'uri-reference': ['/a/b', 'https://example.com/a'],
  iri: ['https://example.com/a'],
  'iri-reference': ['/a/b'],
  'uri-template': ['/a/{id}'],
  'json-pointer': ['/a/b', ''],
  'relative-json-pointer': ['0/a', '1'],
  regex: ['^a+$', 'x'],
  byte: ['aGVsbG8=', ''],
};

const wider: Readonly<Record<string, readonly string[]>> = {
  uri: ['uri-reference', 'iri', 'iri-reference'],
  url: ['uri', 'uri-reference', 'iri', 'iri-reference'],
  'uri-reference': ['iri-reference'],
  iri: ['iri-reference'],
  email: ['idn-email'],
  hostname: ['idn-hostname'],
  int32: ['int64', 'double'],
  float: ['double'],
};

/** Whether everything of one format is of the other, too. */
export function formatWithin(narrow: string, wide: string): boolean {
  return narrow === wide || (wider[narrow]?.includes(wide) ?? false);
}

/** Formats that say how to show or store a value and refuse none. */
export const annotatingFormats: ReadonlySet<string> = new Set(['password', 'double', 'binary']);

/** Whether a text or number is of a format, as the project's validators see it; undefined for one they do not know. */
export function inFormat(format: string, value: string | number): boolean | undefined {
  const definition: unknown = Reflect.get(formats, format);
  if (definition === undefined) return undefined;
  if (definition instanceof RegExp) return typeof value !== 'string' || definition.test(value);
  if (typeof definition === 'function') return typeof value !== 'string' || definition(value) === true;
  if (typeof definition !== 'object' || definition === null) return true;
  const type: unknown = Reflect.get(definition, 'type') ?? 'string';
  const validate: unknown = Reflect.get(definition, 'validate');
  if (type !== typeof value) return true;
  if (validate instanceof RegExp) return validate.test(String(value));
  return typeof validate === 'function' ? validate(value) === true : true;
}

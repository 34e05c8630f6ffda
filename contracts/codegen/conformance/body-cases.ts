import type { SchemaDocument } from '../compare/schema-document.ts';
import { type Json, valueAt } from '../document/json.ts';
import type { MediaType } from '../openapi/service.ts';
import { candidatesFor, placesOf, replaced } from './candidates.ts';
import { withEveryField } from './every-field.ts';
import { writeExactly } from './exact-json.ts';
import type { RequestBody, RequestCase, RequestValues } from './request-values.ts';

/** What the cases of a body are made with. */
export interface BodyContext {
  document: SchemaDocument;
  isValid(schema: Json, value: Json): boolean | undefined;
  /** A valid body; another one each time where its texts say so. */
  sample(): Json;
}

/** A request with one value of its body changed, in each place that the schema speaks of; and bodies that are none. */
export function bodyCases(
  base: RequestValues,
  { type, schema = true }: MediaType,
  context: BodyContext,
): RequestCase[] {
  const { document, isValid, sample } = context;
  const first = sample();
  const whole = (value: Json) => withEveryField(document, schema, value, other => isValid(schema, other) === true);
  const cases = placesOf(document, schema, whole(first)).flatMap(({ at, value, schemas }) => {
    const isShown = valueAt(first, at) !== undefined;
    return candidatesFor(schemas, value).map((candidate): RequestCase => {
      const own = isShown ? sample() : whole(sample());
      const changed = replaced(own, at, candidate.value);
      const { json } = candidate;
      const body: RequestBody =
        json === undefined ? { type, value: changed } : { type, raw: writeExactly(own, { at, json }) };
      const place = `body /${at.join('/')}`;
      return {
        label: `${place}: ${candidate.label}`,
        place,
        request: { ...base, body },
        valid: json === undefined ? isValid(schema, changed) : undefined,
        changed: at,
      };
    });
  });
  return [
    { label: 'body: every field', request: { ...base, body: { type, value: whole(first) } }, valid: true },
    ...brokenBodies(base, type, JSON.stringify(first)),
    ...cases,
  ];
}

function brokenBodies(base: RequestValues, type: string, sample: string): RequestCase[] {
  const raw = (label: string, body: string | Uint8Array, valid: false | undefined, as = type): RequestCase => ({
    label: `body: ${label}`,
    request: { ...base, body: { type: as, raw: body } },
    valid,
  });
  const encoded = (encoding: string): RequestCase => {
    const { request, ...rest } = raw(`encoded as ${encoding}`, sample, undefined);
    return { ...rest, request: { ...request, wire: { headers: [['content-encoding', encoding]] } } };
  };
  return [
    raw('broken JSON', '{"a":', false),
    raw('nothing', '', undefined),
    raw('deep nesting', '['.repeat(5_000) + ']'.repeat(5_000), undefined),
    raw('deeper objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, undefined),
    raw('a member twice', sample.replace(/^\{/, '{"__proto__":{"a":1},"__proto__":{"a":2},'), undefined),
    raw(
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff, 0xfe, 0xc0), Buffer.from('"}')]),
      undefined,
    ),
    raw('a byte order mark', `\ufeff${sample}`, undefined),
    raw('UTF-16', Buffer.from(sample, 'utf16le'), undefined, `${type}; charset=utf-16`),
    raw('a list of everything', `[${sample}]`, undefined),
    raw('no JSON', 'NaN', undefined),
    raw('another media type', sample, undefined, 'text/x-unknown'),
    raw('a form', 'a=1&__proto__[b]=2', undefined, 'application/x-www-form-urlencoded'),
    raw('a media type that is none', sample, undefined, 'a;b,c'),
    encoded('gzip'),
    encoded('x-unknown'),
  ];
}

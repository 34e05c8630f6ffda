import type { SchemaDocument } from '../compare/schema-document.ts';
import { isObject, type Json } from '../document/json.ts';
import type { Parameter } from '../openapi/service.ts';
import { candidatesFor, placesOf } from './candidates.ts';
import { rawQueries, rawSegments } from './hostile-values.ts';
import type { RequestCase, RequestValues, Wire } from './request-values.ts';

/** What the cases of a parameter are made with. */
export interface ParameterContext {
  document: SchemaDocument;
  isValid(schema: Json, value: Json): boolean | undefined;
}

/**
 * A request with one parameter at and beyond each limit, hostile, missing, twice, and as nobody writes it.
 * @param current a valid value of the parameter
 */
export function parameterCases(
  base: RequestValues,
  parameter: Parameter,
  current: Json,
  context: ParameterContext,
): RequestCase[] {
  const { name, place, required } = parameter;
  const without = new Map([...base.parameters].filter(([other]) => other !== parameter));
  const dropped: RequestCase = {
    label: `${place} ${name}: missing`,
    request: { ...base, parameters: without },
    valid: false,
  };
  const raw = wires(parameter, current).map(({ label, wire }): RequestCase => {
    const parameters = wire.segment === undefined && !wire.headers ? without : base.parameters;
    return { label: `${place} ${name}: ${label}`, request: { ...base, parameters, wire }, valid: undefined };
  });
  // Each request has an Idempotency-Key of its own.
  const isSingle = parameter.content === undefined && parameter.type === undefined;
  const isKey = name.toLowerCase() === 'idempotency-key';
  const cases = [
    ...(isSingle && !isKey ? valueCases(base, parameter, current, context) : []),
    ...(required && place !== 'path' ? [dropped] : []),
    ...raw,
  ];
  return cases.map(item => ({ ...item, place: `${place} ${name}` }));
}

function valueCases(
  base: RequestValues,
  parameter: Parameter,
  current: Json,
  { document, isValid }: ParameterContext,
): RequestCase[] {
  const { schema, name, place } = parameter;
  const [whole] = placesOf(document, schema, current);
  return candidatesFor(whole?.schemas ?? [], current)
    .filter(
      ({ value, json }) =>
        json === undefined &&
        // An empty segment would make another path.
        ((typeof value === 'string' && (place !== 'path' || value !== '')) ||
          typeof value === 'number' ||
          typeof value === 'boolean'),
    )
    .map(({ label, value }): RequestCase => {
      const travels = travelsAsItIs(document, parameter, value);
      return {
        label: `${place} ${name}: ${label}`,
        request: { ...base, parameters: new Map([...base.parameters, [parameter, value]]) },
        valid: travels ? isValid(schema, value) : undefined,
      };
    });
}

/**
 * A text may be read as a number, an empty one as none, and blanks at the ends of a header are dropped; a number is a
 * text where a text is expected. Characters beyond ASCII are bytes in a header, and a cookie ends where its syntax says.
 */
function travelsAsItIs(document: SchemaDocument, { schema, place }: Parameter, value: Json): boolean {
  const target = document.deref(schema);
  const isText = isObject(target) && target.type === 'string';
  if (typeof value !== 'string') return !isText;
  const isPlain = place === 'path' || place === 'query' || /^[!-~]+$/.test(value);
  return isText && isPlain && value !== '' && value.trim() === value;
}

function wires({ name, place }: Parameter, current: Json): { label: string; wire: Wire }[] {
  if (place === 'query') return rawQueries(name).map(({ label, query }) => ({ label, wire: { query } }));
  if (place === 'path') return rawSegments.map(({ label, text }) => ({ label, wire: { segment: { name, text } } }));
  if (place === 'header' && typeof current === 'string')
    return [
      { label: 'twice', wire: { headers: [[name, current] as const, [name, `${current}x`] as const] } },
      { label: 'bytes that are no UTF-8', wire: { headers: [[name, 'a\u00ff\u00feb'] as const] } },
    ];
  return [];
}

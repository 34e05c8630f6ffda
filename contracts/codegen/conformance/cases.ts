import { SchemaDocument } from '../compare/schema-document.ts';
import { isObject, type Json, objectIn, valueAt } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { MediaType, Operation, Parameter, Service } from '../openapi/service.ts';
import { validatorOf } from '../openapi/validator-of.ts';
import { candidatesFor, placesOf, replaced } from './candidates.ts';
import { sampleOf } from './samples.ts';

/** A request as values; a parameter that is text in `raw` travels as it is. */
export interface RequestValues {
  parameters: ReadonlyMap<Parameter, Json>;
  body: { type: string; value: Json } | { type: string; raw: string } | undefined;
}

/** A request to send, and what the contract says of it. */
export interface RequestCase {
  label: string;
  request: RequestValues;
  /** Whether the contract allows it; undefined where the contract leaves it open. */
  valid: boolean | undefined;
}

/** The cases of one operation; `missing` says why there are none. */
export type OperationCases = { cases: RequestCase[] } | { missing: string };

/** Values that were seen before for a parameter, such as the ids of a list. */
export type KnownValues = (operation: Operation, parameter: Parameter) => Json | undefined;

/** Makes requests of the contract of one service: valid ones, and each with one value at or beyond a limit. */
export class CaseFactory {
  readonly #service: Service;
  readonly #document: SchemaDocument;

  constructor(service: Service) {
    this.#service = service;
    this.#document = new SchemaDocument(service.document, '2020-12');
  }

  /** @param limit how many cases at most; they are taken evenly from all */
  casesOf(operation: Operation, known: KnownValues, limit: number): OperationCases {
    const parameters = new Map<Parameter, Json>();
    for (const parameter of operation.parameters) {
      const value = known(operation, parameter) ?? this.#sample(parameter.at, parameter.schema);
      if (value !== undefined) parameters.set(parameter, value);
      else if (parameter.required) return { missing: `no value is known for the parameter ${parameter.name}` };
    }
    const required = new Map([...parameters].filter(([parameter]) => parameter.required));
    const media = operation.body?.media.find(({ isJson }) => isJson);
    if (operation.body?.required && !media)
      return { missing: `its body is ${operation.body.media.map(({ type }) => type).join(' or ')}` };
    const sample = media && this.#sampleBody(operation, media);
    if (media && sample === undefined) return { missing: 'no valid body was found' };
    const body = media && sample !== undefined ? { type: media.type, value: sample } : undefined;
    const base = { parameters: required, body };
    const rest = [
      { label: 'all parameters', request: { parameters, body }, valid: undefined },
      ...this.#parameterCases(base, operation),
      ...(media && body ? this.#bodyCases(base, media, body.value) : []),
    ];
    return { cases: [{ label: 'as the contract shows it', request: base, valid: true }, ...evenly(rest, limit - 1)] };
  }

  #sample(at: readonly string[], schema: Json): Json | undefined {
    const holder = deref(this.#service.document, valueAt(this.#service.document, at));
    return sampleOf(this.#document, isObject(holder) ? holder : {}, schema);
  }

  #sampleBody(operation: Operation, { type, schema }: MediaType): Json | undefined {
    const body = deref(this.#service.document, valueAt(this.#service.document, [...operation.at, 'requestBody']));
    const content = Object.entries(objectIn(body, 'content')).find(([name]) => name.toLowerCase() === type)?.[1];
    return sampleOf(this.#document, isObject(content) ? content : {}, schema ?? true);
  }

  #parameterCases(base: RequestValues, operation: Operation): RequestCase[] {
    return operation.parameters.flatMap(parameter => {
      const { schema, name, place, type } = parameter;
      // Each request has an Idempotency-Key of its own.
      const isKey = name.toLowerCase() === 'idempotency-key';
      if (parameter.content !== undefined || type !== undefined || isKey) return [];
      const current = base.parameters.get(parameter) ?? this.#sample(parameter.at, schema) ?? 'a';
      const [whole] = placesOf(this.#document, schema, current);
      const values = candidatesFor(whole?.schemas ?? [], current).filter(
        ({ value }) =>
          // An empty segment would make another path.
          (typeof value === 'string' && (place !== 'path' || value !== '')) ||
          typeof value === 'number' ||
          typeof value === 'boolean',
      );
      const tried = values.map(({ label, value }): RequestCase => {
        return {
          label: `${place} ${name}: ${label}`,
          request: { ...base, parameters: new Map([...base.parameters, [parameter, value]]) },
          valid: this.#travelsAsItIs(schema, value) ? this.#isValid(schema, value) : undefined,
        };
      });
      const without = new Map([...base.parameters].filter(([other]) => other !== parameter));
      const dropped = { label: `${place} ${name}: missing`, request: { ...base, parameters: without }, valid: false };
      return parameter.required && place !== 'path' ? [...tried, dropped] : tried;
    });
  }

  /**
   * A text may be read as a number, an empty one as none, and blanks at the ends of a header are dropped; a number is a
   * text where a text is expected.
   */
  #travelsAsItIs(schema: Json, value: Json): boolean {
    const target = this.#document.deref(schema);
    const isText = isObject(target) && target.type === 'string';
    return typeof value === 'string' ? isText && value !== '' && value.trim() === value : !isText;
  }

  #bodyCases(base: RequestValues, { type, schema = true }: MediaType, sample: Json): RequestCase[] {
    const cases = placesOf(this.#document, schema, sample).flatMap(({ at, value, schemas }) =>
      candidatesFor(schemas, value).map((candidate): RequestCase => {
        const body = replaced(sample, at, candidate.value);
        return {
          label: `body ${at.length === 0 ? '' : `/${at.join('/')}`}: ${candidate.label}`,
          request: { ...base, body: { type, value: body } },
          valid: this.#isValid(schema, body),
        };
      }),
    );
    const raw = (label: string, text: string, valid: false | undefined, as = type): RequestCase => ({
      label: `body: ${label}`,
      request: { ...base, body: { type: as, raw: text } },
      valid,
    });
    return [
      raw('broken JSON', '{"a":', false),
      raw('nothing', '', undefined),
      raw('deep nesting', '['.repeat(5_000) + ']'.repeat(5_000), undefined),
      raw('another media type', JSON.stringify(sample), undefined, 'text/x-unknown'),
      ...cases,
    ];
  }

  /** Whether a value is valid; undefined where the schema cannot be compiled, which the linter says. */
  #isValid(schema: Json, value: Json): boolean | undefined {
    try {
      return validatorOf(this.#service.document, schema)(value);
    } catch {
      return undefined;
    }
  }
}

/** At most so many of a list, spread over the whole of it. */
export function evenly<T>(items: readonly T[], limit: number): T[] {
  if (items.length <= limit) return [...items];
  return Array.from({ length: limit }, (_, index) => items[Math.floor((index * items.length) / limit)]).filter(
    item => item !== undefined,
  );
}

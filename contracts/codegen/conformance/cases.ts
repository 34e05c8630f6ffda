import { SchemaDocument } from '../compare/schema-document.ts';
import { isObject, type Json, objectIn, valueAt } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { MediaType, Operation, Parameter, Service } from '../openapi/service.ts';
import { validatorOf } from '../openapi/validator-of.ts';
import { bodyCases } from './body-cases.ts';
import { type Choice, chosen } from './choice.ts';
import type { KnownValues } from './known-values.ts';
import { parameterCases } from './parameter-cases.ts';
import type { RequestBody, RequestCase, RequestValues } from './request-values.ts';
import { sampleOf } from './samples.ts';

/** The cases of one operation; `missing` says why there are none. */
export type OperationCases = { cases: RequestCase[] } | { missing: string };

/** A valid request of one operation; `missing` says why there is none. */
type ValidRequest =
  | { all: ReadonlyMap<Parameter, Json>; request: RequestValues; media?: MediaType }
  | { missing: string };

/** Makes requests of the contract of one service: valid ones, and each with one value at or beyond a limit. */
export class CaseFactory {
  readonly #service: Service;
  readonly #document: SchemaDocument;

  constructor(service: Service) {
    this.#service = service;
    this.#document = new SchemaDocument(service.document, '2020-12');
  }

  casesOf(operation: Operation, known: KnownValues, { limit, isThorough }: Choice): OperationCases {
    const valid = this.validRequest(operation, known);
    if ('missing' in valid) return valid;
    const { all, request, media } = valid;
    const isValid = (schema: Json, value: Json) => this.#isValid(schema, value);
    const context = { document: this.#document, isValid };
    const parameters = operation.parameters.flatMap(parameter => {
      const current = all.get(parameter) ?? this.#sample(parameter.at, parameter.schema) ?? 'a';
      return parameterCases(request, parameter, current, context);
    });
    const bodies = media
      ? bodyCases(request, media, { ...context, sample: () => this.#body(operation, media, known) ?? null })
      : [];
    const rest: RequestCase[] = [
      { label: 'all parameters', request: { ...request, parameters: all }, valid: undefined },
      ...parameters,
      ...bodies,
    ];
    return {
      cases: [
        { label: 'as the contract shows it', request, valid: true },
        ...chosen(rest, limit(operation) - 1, isThorough),
      ],
    };
  }

  /** The request that the contract shows, with what is known of the system. */
  validRequest(operation: Operation, known: KnownValues): ValidRequest {
    const all = new Map<Parameter, Json>();
    for (const parameter of operation.parameters) {
      const value = known.parameter(operation, parameter) ?? this.#sample(parameter.at, parameter.schema);
      if (value !== undefined) all.set(parameter, value);
      else if (parameter.required) return { missing: `no value is known for the parameter ${parameter.name}` };
    }
    const parameters = new Map([...all].filter(([parameter]) => parameter.required));
    const media = operation.body?.media.find(({ isJson }) => isJson) ?? operation.body?.media[0];
    if (!media) return { all, request: { parameters, body: undefined } };
    const sample = this.#body(operation, media, known);
    if (media.isJson) {
      if (sample === undefined) return { missing: 'no valid body was found' };
      return { all, request: { parameters, body: { type: media.type, value: sample } }, media };
    }
    if (typeof sample !== 'string') return { missing: `its body is ${media.type}` };
    const body: RequestBody = { type: media.type, raw: sample };
    return { all, request: { parameters, body } };
  }

  #sample(at: readonly string[], schema: Json): Json | undefined {
    const holder = deref(this.#service.document, valueAt(this.#service.document, at));
    return sampleOf(this.#document, isObject(holder) ? holder : {}, schema);
  }

  #body(operation: Operation, { type, schema }: MediaType, known: KnownValues): Json | undefined {
    const own = known.body(operation);
    if (own !== undefined) return own;
    const body = deref(this.#service.document, valueAt(this.#service.document, [...operation.at, 'requestBody']));
    const content = Object.entries(objectIn(body, 'content')).find(([name]) => name.toLowerCase() === type)?.[1];
    return sampleOf(this.#document, isObject(content) ? content : {}, schema ?? true);
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

import { isObject, type Json, type JsonObject, jsonOrText, objectIn, valueAt } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { Operation, Service } from '../openapi/service.ts';
import { validatorOf } from '../openapi/validator-of.ts';
import { coveringType, isJsonType } from '../runtime/media-type.ts';
import { declaredFor } from '../runtime/status.ts';
import type { RequestCase } from './request-values.ts';

/** An answer of the system that is tested; `failure` where none came. */
export type Answer =
  | { status: number; contentType: string | undefined; headers: Headers; text: string }
  | { failure: string };

/** What is wrong with an answer. */
export interface Fault {
  rule:
    | 'no-answer'
    | 'server-error'
    | 'undeclared-status'
    | 'undeclared-media-type'
    | 'invalid-body'
    | 'missing-header'
    | 'accepted-invalid'
    | 'altered-value';
  message: string;
}

/** What a server may say before it looks which operation is asked for. RFC 9110, 15.5.14 and 15.5.15; RFC 6585, 5. */
const tooLarge: ReadonlySet<number> = new Set([413, 414, 431]);

/** Holds answers against the responses that the contract of a service declares. */
export class Judge {
  readonly #document: JsonObject;

  constructor({ document }: Service) {
    this.#document = document;
  }

  faultsOf(operation: Operation, sent: Pick<RequestCase, 'valid' | 'changed' | 'request'>, answer: Answer): Fault[] {
    if ('failure' in answer) return [{ rule: 'no-answer', message: answer.failure }];
    const { status, contentType, headers, text } = answer;
    const responses = objectIn(valueAt(this.#document, operation.at), 'responses');
    const declared = deref(this.#document, declaredFor(responses, status));
    if (status === 500 || (status > 500 && declared === undefined))
      return [{ rule: 'server-error', message: `${status}: ${text.slice(0, 200)}` }];
    if (tooLarge.has(status) && declared === undefined) return [];
    const faults: Fault[] = [];
    if (sent.valid === false && status < 400)
      faults.push({ rule: 'accepted-invalid', message: `${status} for a request that the contract forbids` });
    if (!isObject(declared)) {
      faults.push({ rule: 'undeclared-status', message: `${status} is not declared: ${text.slice(0, 200)}` });
      return faults;
    }
    for (const [name, written] of Object.entries(objectIn(declared, 'headers'))) {
      const header = deref(this.#document, written);
      if (isObject(header) && header.required === true && !headers.has(name))
        faults.push({ rule: 'missing-header', message: `${status} without the header ${name}` });
    }
    if (status < 300) faults.push(...alteredValue(sent, text));
    return text === '' ? faults : [...faults, ...this.#bodyFaults(declared, status, contentType, text)];
  }

  #bodyFaults(declared: JsonObject, status: number, contentType: string | undefined, text: string): Fault[] {
    const content = objectIn(declared, 'content');
    const covering = contentType === undefined ? undefined : coveringType(Object.keys(content), contentType);
    const media = covering === undefined ? undefined : content[covering];
    if (media === undefined) {
      const types = Object.keys(content).join(', ') || 'no body';
      return [{ rule: 'undeclared-media-type', message: `${status} with ${contentType ?? 'no type'}, not ${types}` }];
    }
    if (contentType === undefined || !isJsonType(contentType)) return [];
    const schema = objectIn({ media: deref(this.#document, media) ?? null }, 'media').schema;
    let body: Json;
    try {
      body = JSON.parse(text);
    } catch {
      return [{ rule: 'invalid-body', message: `${status} with a body that is no JSON: ${text.slice(0, 100)}` }];
    }
    if (schema === undefined) return [];
    const validate = validatorOf(this.#document, schema);
    if (validate(body)) return [];
    const [error] = validate.errors ?? [];
    return [{ rule: 'invalid-body', message: `${status}: ${error?.instancePath || '/'} ${error?.message ?? ''}` }];
  }
}

/** A text that was taken must be what was sent, where the answer has the same field; blanks at its ends may go. */
function alteredValue({ changed, request: { body } }: Pick<RequestCase, 'changed' | 'request'>, text: string): Fault[] {
  if (!changed || !body || 'raw' in body) return [];
  const sent = valueAt(body.value, changed);
  const found = valueAt(jsonOrText(text), changed);
  if (typeof sent !== 'string' || typeof found !== 'string' || found.trim() === sent.trim()) return [];
  const message = `${JSON.stringify(sent).slice(0, 80)} came back as ${JSON.stringify(found).slice(0, 80)}`;
  return [{ rule: 'altered-value', message }];
}

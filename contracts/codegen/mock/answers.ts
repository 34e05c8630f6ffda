import { isObject, type Json, objectIn, valueAt } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { MediaType, Operation, Reply, Service } from '../openapi/service.ts';
import type { AnyResponse } from '../runtime/operation.ts';
import { ValueGenerator } from './generate-value.ts';
import { Random } from './random.ts';

/** Makes answers of what a contract declares: its examples, else values of its schemas. */
export class Answers {
  readonly #service: Service;
  readonly #values: ValueGenerator;
  readonly #seed: string;

  constructor(service: Service, seed: string) {
    this.#service = service;
    this.#values = new ValueGenerator(service.document);
    this.#seed = seed;
  }

  random(...about: string[]): Random {
    return new Random([this.#seed, this.#service.name, ...about].join('\n'));
  }

  value(schema: Json, random: Random): Json {
    return this.#values.value(schema, random);
  }

  /** The reply that an operation declares for a status: the status itself, its range, else `default`. */
  declared({ replies }: Operation, status: number): Reply | undefined {
    const keys = [status, `${Math.floor(status / 100)}XX`, 'default'];
    return keys.flatMap(key => replies.find(reply => reply.status === key) ?? [])[0];
  }

  /** Whether an operation declares an answer for whatever it does not name: a problem, which is in no reply. */
  hasDefault({ at }: Operation): boolean {
    return valueAt(this.#service.document, [...at, 'responses', 'default']) !== undefined;
  }

  /** The reply of an operation that goes well, and its status. */
  success({ replies }: Operation): { reply: Reply; status: number } | undefined {
    const good = replies.flatMap(reply => {
      const status = reply.status === '2XX' ? 200 : reply.status;
      return typeof status === 'number' && status >= 200 && status < 400 ? [{ reply, status }] : [];
    });
    const best = good.sort((a, b) => a.status - b.status)[0];
    const fallback = replies.find(({ status }) => status === 'default');
    return best ?? (fallback && { reply: fallback, status: 200 });
  }

  /** The names of the examples that a reply has. */
  exampleNames(operation: Operation, reply: Reply): string[] {
    return reply.media.flatMap(media => Object.keys(this.#examples(operation, reply, media)));
  }

  /** An answer with the example of this name, the first example, or a value of the schema. */
  answer(operation: Operation, reply: Reply, status: number, random: Random, example?: string): AnyResponse {
    const media = this.#mediaOf(operation, reply, example);
    const headers = this.#headers(operation, reply, random);
    const shared = { status, ...(Object.keys(headers).length > 0 && { headers }) };
    if (!media || status === 204 || operation.method === 'head') return shared;
    const given = this.#given(operation, reply, media, example);
    const contentType = concreteType(media.type);
    if (!media.isJson) return { ...shared, contentType, body: typeof given === 'string' ? given : 'mock' };
    const body = given ?? this.value(media.schema ?? true, random);
    return { ...shared, contentType, body };
  }

  /** The JSON of a reply, where it has any. */
  json(operation: Operation, reply: Reply, random: Random): Json | undefined {
    const media = reply.media.find(({ isJson }) => isJson);
    return media && (this.#given(operation, reply, media) ?? this.value(media.schema ?? true, random));
  }

  #mediaOf(operation: Operation, reply: Reply, example?: string): MediaType | undefined {
    const named = reply.media.find(media => Object.hasOwn(this.#examples(operation, reply, media), example ?? ''));
    return named ?? reply.media.find(({ isJson }) => isJson) ?? reply.media[0];
  }

  #mediaObject({ at }: Operation, { status }: Reply, { type }: MediaType): Json | undefined {
    const { document } = this.#service;
    const response = deref(document, valueAt(document, [...at, 'responses', String(status)]));
    return objectIn(response, 'content')[type];
  }

  #examples(operation: Operation, reply: Reply, media: MediaType): Record<string, Json> {
    return objectIn(this.#mediaObject(operation, reply, media), 'examples');
  }

  #given(operation: Operation, reply: Reply, media: MediaType, name?: string): Json | undefined {
    const holder = this.#mediaObject(operation, reply, media);
    const examples = this.#examples(operation, reply, media);
    const chosen = name === undefined ? Object.values(examples)[0] : examples[name];
    const example = deref(this.#service.document, chosen);
    const value = isObject(example) ? example.value : undefined;
    return structuredClone(value ?? (isObject(holder) ? holder.example : undefined));
  }

  #headers({ at }: Operation, { status, requiredHeaders }: Reply, random: Random): Record<string, string> {
    const { document } = this.#service;
    const response = deref(document, valueAt(document, [...at, 'responses', String(status)]));
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(objectIn(response, 'headers'))) {
      const lower = name.toLowerCase();
      const header = deref(document, value);
      if (!requiredHeaders.includes(lower) || !isObject(header)) continue;
      const sample = header.example ?? this.value(header.schema ?? { type: 'string' }, random);
      headers[lower] = typeof sample === 'object' ? JSON.stringify(sample) : String(sample);
    }
    return headers;
  }
}

/** What is sent of a range of media types. */
function concreteType(type: string): string {
  if (!type.includes('*')) return type;
  return type.startsWith('text/') ? 'text/plain' : type === '*/*' ? 'application/json' : 'application/octet-stream';
}

import { randomUUID } from 'node:crypto';
import { isObject, type Json, jsonOrText, put } from '../document/json.ts';
import type { Operation, Parameter } from '../openapi/service.ts';

/** What is known of the system that is tested, for the requests that are sent to it. */
export interface KnownValues {
  parameter(operation: Operation, parameter: Parameter): Json | undefined;
  /** A body in place of the contract's example. */
  body(operation: Operation): Json | undefined;
}

/** What one operation is called with. `{{$guid}}` in a text becomes another UUID for each value that is tried. */
export interface OperationSample {
  /** By the names of parameters. */
  parameters?: Readonly<Record<string, Json>>;
  body?: Json;
}

/**
 * Values that a system answered, for the parameters of later requests: the parameter `orderId` of `/orders/{orderId}`
 * takes the `orderId`, else the `id`, of what `/orders` answered. What was given goes before what was seen.
 */
export class SeenValues implements KnownValues {
  readonly #given: Readonly<Record<string, Json>>;
  readonly #samples: Readonly<Record<string, OperationSample>>;
  /** By the path that answered, the fields of the first object in its answer. */
  readonly #seen = new Map<string, Record<string, Json>>();

  /**
   * @param given values by the name of a parameter
   * @param samples what operations are called with, by operationId
   */
  constructor(given: Readonly<Record<string, Json>>, samples: Readonly<Record<string, OperationSample>> = {}) {
    this.#given = given;
    this.#samples = samples;
  }

  learn({ path }: Operation, text: string): void {
    const first = firstObject(jsonOrText(text));
    if (first && !this.#seen.has(path)) this.#seen.set(path, first);
  }

  parameter({ id, path }: Operation, { name, place }: Parameter): Json | undefined {
    const own = this.#sampleOf(id).parameters ?? {};
    for (const given of [own, this.#given]) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (value !== undefined) return withNewIds(value);
    }
    if (place !== 'path') return undefined;
    const collection = path.slice(0, path.indexOf(`/{${name}}`));
    const item = this.#seen.get(collection) ?? this.#seen.get(`${collection}/{${name}}`);
    const value = item?.[name] ?? item?.id;
    return typeof value === 'string' || typeof value === 'number' ? value : undefined;
  }

  body({ id }: Operation): Json | undefined {
    const { body } = this.#sampleOf(id);
    return body === undefined ? undefined : withNewIds(body);
  }

  #sampleOf(id: string): OperationSample {
    return (Object.hasOwn(this.#samples, id) ? this.#samples[id] : undefined) ?? {};
  }
}

/** A copy with a new UUID wherever a text has `{{$guid}}`. */
function withNewIds(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('{{$guid}}', () => randomUUID());
  if (Array.isArray(value)) return value.map(withNewIds);
  if (!isObject(value)) return value;
  const copy = {};
  for (const [name, item] of Object.entries(value)) put(copy, name, withNewIds(item));
  return copy;
}

/** The answer itself, or the first item of the list that it is or holds. */
function firstObject(body: Json): Record<string, Json> | undefined {
  if (Array.isArray(body)) return isObject(body[0]) ? body[0] : undefined;
  if (!isObject(body)) return undefined;
  const list = Object.values(body).find(value => Array.isArray(value) && isObject(value[0]));
  return Array.isArray(list) && isObject(list[0]) ? list[0] : body;
}

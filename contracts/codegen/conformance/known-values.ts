import { isObject, type Json, jsonOrText } from '../document/json.ts';
import type { Operation, Parameter } from '../openapi/service.ts';
import type { KnownValues } from './cases.ts';

/**
 * Values that a system answered, for the parameters of later requests: the parameter `orderId` of `/orders/{orderId}`
 * takes the `orderId`, else the `id`, of what `/orders` answered.
 */
export class SeenValues {
  readonly #given: Readonly<Record<string, Json>>;
  /** By the path that answered, the fields of the first object in its answer. */
  readonly #seen = new Map<string, Record<string, Json>>();

  /** @param given values by the name of a parameter; they go before what was seen */
  constructor(given: Readonly<Record<string, Json>>) {
    this.#given = given;
  }

  learn({ path }: Operation, text: string): void {
    const first = firstObject(jsonOrText(text));
    if (first && !this.#seen.has(path)) this.#seen.set(path, first);
  }

  readonly of: KnownValues = ({ path }: Operation, { name, place }: Parameter) => {
    if (Object.hasOwn(this.#given, name)) return this.#given[name];
    if (place !== 'path') return undefined;
    const collection = path.slice(0, path.indexOf(`/{${name}}`));
    const item = this.#seen.get(collection) ?? this.#seen.get(`${collection}/{${name}}`);
    const value = item?.[name] ?? item?.id;
    return typeof value === 'string' || typeof value === 'number' ? value : undefined;
  };
}

/** The answer itself, or the first item of the list that it is or holds. */
function firstObject(body: Json): Record<string, Json> | undefined {
  if (Array.isArray(body)) return isObject(body[0]) ? body[0] : undefined;
  if (!isObject(body)) return undefined;
  const list = Object.values(body).find(value => Array.isArray(value) && isObject(value[0]));
  return Array.isArray(list) && isObject(list[0]) ? list[0] : body;
}

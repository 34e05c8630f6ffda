import { isObject, type Json, type JsonObject } from '../document/json.ts';
import type { Operation, Service } from '../openapi/service.ts';
import { validatorOf } from '../openapi/validator-of.ts';
import type { AnyResponse } from '../runtime/operation.ts';
import { ProblemError } from '../runtime/problem.ts';
import { Answers } from './answers.ts';
import { Collections, mergePatch } from './collections.ts';
import { concretePath, type Input, inputOf, isJson } from './input.ts';
import { freshText, listIn, nextNumber } from './items.ts';
import type { Preference } from './prefer.ts';
import type { Random } from './random.ts';
import { collectMembers, type ResourceRole, resourcesOf } from './resources.ts';

/** Answers requests of a service from its contract, and remembers what was created, changed and deleted. */
export class Responder {
  readonly #service: Service;
  readonly #answers: Answers;
  readonly #collections = new Collections();
  readonly #roles: ReadonlyMap<string, ResourceRole>;
  #created = 0;

  constructor(service: Service, seed: string) {
    this.#service = service;
    this.#answers = new Answers(service, seed);
    this.#roles = resourcesOf(service);
  }

  /** The answer of an operation. Throws `ProblemError` for what the contract does not declare, or is not there. */
  answer(operation: Operation, given: unknown, { status, example }: Preference): AnyResponse {
    const input = inputOf(given);
    const random = this.#answers.random(operation.id, JSON.stringify(input.path));
    if (status !== undefined || example !== undefined) return this.#preferred(operation, random, status, example);
    const role = this.#roles.get(operation.id);
    const stateful = role && this.#ofResource(operation, role, input, random);
    return stateful ?? this.#plain(operation, input, random);
  }

  #preferred(operation: Operation, random: Random, wanted?: number, example?: string): AnyResponse {
    const good = this.#answers.success(operation);
    const status = wanted ?? good?.status ?? 200;
    const reply = wanted === undefined ? good?.reply : this.#answers.declared(operation, wanted);
    if (!reply && status >= 400 && this.#answers.hasDefault(operation)) throw new ProblemError({ status });
    if (!reply) {
      const declared = operation.replies.map(item => item.status).join(', ');
      throw wrongPreference(`${operation.id} does not declare ${status}; it declares ${declared}`);
    }
    const names = this.#answers.exampleNames(operation, reply);
    if (example !== undefined && !names.includes(example))
      throw wrongPreference(
        `${operation.id} has no example ${example} of ${status}; it has ${names.join(', ') || 'none'}`,
      );
    return this.#answers.answer(operation, reply, status, random, example);
  }

  /** Without a collection: what is declared, under the names that the path has. */
  #plain(operation: Operation, { path }: Input, random: Random): AnyResponse {
    const good = this.#answers.success(operation);
    if (!good) return this.#preferred(operation, random, Number(operation.replies[0]?.status) || 204);
    const answer = this.#answers.answer(operation, good.reply, good.status, random);
    if (!isObject(answer.body)) return answer;
    const named = { ...answer.body };
    for (const [name, value] of Object.entries(path))
      if (isJson(value) && Object.hasOwn(named, name) && typeof named[name] === typeof value) named[name] = value;
    return { ...answer, body: named };
  }

  #ofResource(operation: Operation, role: ResourceRole, input: Input, random: Random): AnyResponse | undefined {
    const { key, parameter } = role;
    const path = concretePath(role.collection, input.path);
    const items = this.#collections.of(path, key, () => this.#firstItems(role));
    if (role.kind === 'list') return this.#list(operation, [...items.values()], input, random);
    if (role.kind === 'create') return this.#create(operation, role, items, path, input);
    const id = String(input.path[parameter]);
    const known = items.get(id);
    if (role.kind === 'replace') return this.#store(operation, role, items, input, random, known ? 'known' : 'new');
    if (!known && (role.isOwned || role.kind === 'delete')) return this.#missing(operation, random, id);
    if (role.kind === 'delete') {
      items.delete(id);
      return this.#with(operation, known, random);
    }
    const item = known ?? this.#withKey(this.#jsonOf(operation, random), role, input.path[parameter]);
    if (role.kind === 'update') return this.#store(operation, role, items, input, random, 'patch');
    return this.#with(operation, item, random);
  }

  /** What a collection holds at first: the items of the example of its list, else two that are made. */
  #firstItems(role: ResourceRole): readonly Json[] {
    const find = (kind: ResourceRole['kind']) =>
      this.#service.operations.find(({ id }) => {
        const own = this.#roles.get(id);
        return own?.kind === kind && own.collection === role.collection && own.parameter === role.parameter;
      });
    const list = find('list');
    const read = find('read');
    const listed = list ? listIn(this.#jsonOf(list, this.#answers.random(list.id, 'items')))?.items : undefined;
    if (!read) return listed ?? [];
    return (listed ?? []).map((item, index) => {
      const whole = this.#jsonOf(read, this.#answers.random(read.id, String(index)));
      const joined = isObject(item) && isObject(whole) ? { ...whole, ...item } : item;
      return this.#fits(read, joined) ? joined : item;
    });
  }

  #list(operation: Operation, items: readonly JsonObject[], { query }: Input, random: Random): AnyResponse | undefined {
    const good = this.#answers.success(operation);
    if (!good) return undefined;
    const answer = this.#answers.answer(operation, good.reply, good.status, random);
    const found = listIn(answer.body);
    if (!found) return undefined;
    const limits = [query.limit, query.per_page, query.pageSize, query.page_size, query.first];
    const limit = limits.find(value => typeof value === 'number') ?? Infinity;
    const from = typeof query.cursor === 'string' ? Number(/^m(\d+)$/.exec(query.cursor)?.[1] ?? 0) : 0;
    const page = items.slice(from, from + limit);
    const end = from + page.length;
    if (found.key === undefined) return { ...answer, body: page };
    const body: JsonObject = { ...found.whole, [found.key]: page };
    if (Object.hasOwn(body, 'nextCursor')) body.nextCursor = end < items.length ? `m${end}` : null;
    for (const name of ['total', 'count', 'totalCount', 'total_count'])
      if (typeof body[name] === 'number') body[name] = items.length;
    return { ...answer, body };
  }

  #create(operation: Operation, role: ResourceRole, items: Map<string, JsonObject>, path: string, input: Input) {
    this.#created += 1;
    const random = this.#answers.random(operation.id, path, String(this.#created));
    const made = this.#jsonOf(operation, random);
    if (!isObject(made)) return undefined;
    const own = made[role.key];
    const id =
      typeof own === 'number' ? nextNumber(items) : typeof own === 'string' ? freshText(own, items, random) : own;
    const item = this.#joined(operation, { ...made, ...(id === undefined ? {} : { [role.key]: id }) }, input.body);
    const key = item[role.key];
    if (typeof key === 'string' || typeof key === 'number') items.set(String(key), item);
    const answer = this.#with(operation, item, random);
    if (!answer?.headers?.location) return answer;
    return { ...answer, headers: { ...answer.headers, location: `${path}/${encodeURIComponent(String(key))}` } };
  }

  /** `PUT` and `PATCH`: the item as it is afterwards. */
  #store(
    operation: Operation,
    role: ResourceRole,
    items: Map<string, JsonObject>,
    { path, body }: Input,
    random: Random,
    how: 'known' | 'new' | 'patch',
  ): AnyResponse | undefined {
    const id = String(path[role.parameter]);
    if (how === 'new' && role.isOwned && !this.#answers.declared(operation, 201))
      return this.#missing(operation, random, id);
    const base = items.get(id) ?? this.#withKey(this.#jsonOf(operation, random), role, path[role.parameter]);
    const item = isObject(base) && isObject(body) ? this.#after(operation, base, body, how === 'patch') : base;
    if (isObject(item)) items.set(id, { ...item, ...(isObject(base) && { [role.key]: base[role.key] ?? id }) });
    return this.#with(operation, items.get(id), random, how === 'new' ? 201 : 200);
  }

  /** An item after `PUT` or `PATCH`: what requests have no say in stays as it was. */
  #after(operation: Operation, base: JsonObject, body: JsonObject, isPatch: boolean): JsonObject {
    const names = new Set<string>();
    for (const { schema } of operation.body?.media ?? []) collectMembers(this.#service.document, schema, names);
    const kept = Object.fromEntries(Object.entries(base).filter(([name]) => !names.has(name)));
    const whole = isPatch ? mergePatch(base, body) : { ...kept, ...body };
    return this.#fits(operation, whole) ? whole : this.#joined(operation, base, body);
  }

  /** An item with what a request says of it, as far as what is answered may have it. */
  #joined(operation: Operation, item: JsonObject, body: Json | undefined): JsonObject {
    if (!isObject(body)) return item;
    const whole = { ...item, ...body };
    if (this.#fits(operation, whole)) return whole;
    let joined = item;
    for (const [name, value] of Object.entries(body)) {
      const next = { ...joined, [name]: value };
      if (this.#fits(operation, next)) joined = next;
    }
    return joined;
  }

  #fits(operation: Operation, value: Json): boolean {
    const schema = this.#answers.success(operation)?.reply.media.find(({ isJson }) => isJson)?.schema;
    if (schema === undefined) return true;
    try {
      return validatorOf(this.#service.document, schema)(structuredClone(value));
    } catch {
      return true;
    }
  }

  #withKey(item: Json | undefined, { key }: ResourceRole, id: unknown): JsonObject | undefined {
    if (!isObject(item)) return undefined;
    return typeof id === 'string' || typeof id === 'number' ? { ...item, [key]: id } : item;
  }

  #jsonOf(operation: Operation, random: Random): Json | undefined {
    const good = this.#answers.success(operation);
    return good && this.#answers.json(operation, good.reply, random);
  }

  /** The answer of an operation with this body, where it has one. */
  #with(operation: Operation, body: JsonObject | undefined, random: Random, wanted = 200): AnyResponse | undefined {
    const exact = operation.replies.find(({ status }) => status === wanted);
    const good = exact ? { reply: exact, status: wanted } : this.#answers.success(operation);
    if (!good) return undefined;
    const answer = this.#answers.answer(operation, good.reply, good.status, random);
    return answer.body === undefined || body === undefined ? answer : { ...answer, body };
  }

  #missing(operation: Operation, random: Random, id: string): AnyResponse {
    const reply = this.#answers.declared(operation, 404);
    const answer = reply && this.#answers.answer(operation, reply, 404, random);
    if (answer && reply.status === 404) return answer;
    throw new ProblemError({ status: 404, detail: `Nothing here is called ${id}.` });
  }
}

function wrongPreference(detail: string): ProblemError {
  return new ProblemError({ status: 400, title: 'Preference cannot be met', detail });
}

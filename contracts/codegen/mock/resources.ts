import { isObject, type Json, type JsonObject, objectIn } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { Operation, Service } from '../openapi/service.ts';

/** What an operation does to a collection: `/pets` and `/pets/{petId}`. */
export interface ResourceRole {
  kind: 'list' | 'create' | 'read' | 'replace' | 'update' | 'delete';
  /** The path of the collection, with the parameters of what it is in. */
  collection: string;
  /** The parameter that names an item. */
  parameter: string;
  /** The member of an item that the parameter is the value of. */
  key: string;
  /** Whether items are created here: then one that nobody created is not there. */
  isOwned: boolean;
}

const roles: Readonly<Record<string, ResourceRole['kind']>> = {
  get: 'read',
  put: 'replace',
  patch: 'update',
  delete: 'delete',
};

/** By operation id: the operations of paths that make a collection, a path and one below it that ends with a name. */
export function resourcesOf(service: Service): Map<string, ResourceRole> {
  const found = new Map<string, ResourceRole>();
  const byPath = new Map<string, Operation[]>();
  for (const operation of service.operations)
    byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation]);
  for (const [path, items] of byPath) {
    const [, collection = '', parameter] = /^(.+)\/\{([^{}/]+)\}$/.exec(path) ?? [];
    const whole = parameter === undefined ? undefined : byPath.get(collection);
    if (parameter === undefined || !whole) continue;
    const properties = propertiesOf(service, items);
    const key = keyOf(parameter, properties);
    if (key === undefined) continue;
    const isOwned = whole.some(({ method }) => method === 'post');
    const shared = { collection, parameter, key, isOwned };
    for (const { id, method } of items) {
      const kind = roles[method];
      if (kind) found.set(id, { ...shared, kind });
    }
    for (const operation of whole) {
      if (operation.method === 'post') found.set(operation.id, { ...shared, kind: 'create' });
      if (operation.method === 'get') found.set(operation.id, { ...shared, kind: 'list' });
    }
  }
  return found;
}

/** The members that items have, as what reads one answers. */
function propertiesOf(service: Service, operations: readonly Operation[]): Set<string> {
  const names = new Set<string>();
  for (const { replies } of operations)
    for (const { status, media } of replies)
      if (typeof status === 'number' && status < 300)
        for (const { schema } of media) collectMembers(service.document, schema, names);
  return names;
}

/** The members that a schema and the parts of it declare. */
export function collectMembers(document: JsonObject, schema: Json | undefined, names: Set<string>, depth = 0): void {
  const target = deref(document, schema);
  if (!isObject(target) || depth > 6) return;
  for (const name of Object.keys(objectIn(target, 'properties'))) names.add(name);
  for (const key of ['allOf', 'oneOf', 'anyOf'])
    for (const part of Array.isArray(target[key]) ? target[key] : []) collectMembers(document, part, names, depth + 1);
}

/** `petId` is the `petId` of a pet, else its `id`; `orderNumber` its `number`. */
function keyOf(parameter: string, properties: ReadonlySet<string>): string | undefined {
  const last = /([A-Z]?[a-z\d]+|[A-Z]+)$/.exec(parameter.replace(/[-_]/g, ''))?.[1]?.toLowerCase();
  const candidates = [parameter, ...(last === undefined ? [] : [last]), 'id'];
  return candidates.find(name => properties.has(name));
}

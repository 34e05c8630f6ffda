import { isObject, type Json, refOf } from '../document/json.ts';
import { readCallbacks } from './read-callbacks.ts';
import type { Operation, Service } from './service.ts';

/** What a service calls, as a service of its own: `orders-callbacks`; undefined where it calls nothing. */
export function callbackService(service: Service): Service | undefined {
  const operations = readCallbacks(service.document);
  if (operations.length === 0) return undefined;
  const used = reachable(service, operations);
  return {
    ...service,
    name: `${service.name}-callbacks`,
    title: `the addresses that users of ${service.title} gave`,
    schemas: Object.fromEntries(Object.entries(service.schemas).filter(([name]) => used.has(name))),
    securitySchemes: [],
    operations,
  };
}

/** The names of the schemas that operations lead to. */
function reachable({ schemas }: Service, operations: readonly Operation[]): Set<string> {
  const used = new Set<string>();
  const visit = (value: Json | undefined): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isObject(value)) return;
    const name = /^#\/components\/schemas\/([^/]+)$/.exec(refOf(value) ?? '')?.[1];
    if (name !== undefined && !used.has(name)) {
      used.add(name);
      visit(schemas[name]);
    }
    Object.values(value).forEach(visit);
  };
  for (const { parameters, body, replies } of operations) {
    for (const { schema } of parameters) visit(schema);
    for (const { media } of [...(body ? [body] : []), ...replies]) for (const { schema } of media) visit(schema);
  }
  return used;
}

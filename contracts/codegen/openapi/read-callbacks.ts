import { isObject, type Json, type JsonObject, objectIn, stringIn } from '../document/json.ts';
import { deref } from './deref.ts';
import { methods, readOperation } from './read-operation.ts';
import type { Operation } from './service.ts';

/**
 * The requests that a service sends to addresses which it is given: webhooks, and callbacks of its operations (OpenAPI
 * 3.1.1, Callback Object). Their path is empty. One that several operations refer to is there once.
 */
export function readCallbacks(document: JsonObject): Operation[] {
  const found = new Map<string, Operation>();
  const read = (name: string, item: Json | undefined, at: string[]): void => {
    const pathItem = deref(document, item);
    if (!isObject(pathItem)) return;
    const own = methods.filter(method => isObject(pathItem[method]));
    for (const method of own) {
      const value = objectIn(pathItem, method);
      const id = stringIn(value, 'operationId') ?? (own.length === 1 ? name : `${method} ${name}`);
      const key = `${id} ${method} ${JSON.stringify(value)}`;
      if (!found.has(key)) found.set(key, readOperation(document, { path: '', method, value, pathItem, at, id }));
    }
  };
  for (const [name, item] of Object.entries(objectIn(document, 'webhooks'))) read(name, item, ['webhooks', name]);
  for (const [path, item] of Object.entries(objectIn(document, 'paths'))) {
    for (const method of methods) {
      const callbacks = objectIn(objectIn({ item: deref(document, item) ?? {} }, 'item'), method).callbacks;
      for (const [name, value] of Object.entries(objectIn({ callbacks: callbacks ?? {} }, 'callbacks'))) {
        const at = ['paths', path, method, 'callbacks', name];
        for (const [expression, pathItem] of Object.entries(objectIn({ value: deref(document, value) ?? {} }, 'value')))
          if (!expression.startsWith('x-')) read(name, pathItem, [...at, expression]);
      }
    }
  }
  return [...found.values()];
}

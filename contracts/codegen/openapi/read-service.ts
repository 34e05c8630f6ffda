import { isObject, type JsonObject, objectIn, stringIn } from '../document/json.ts';
import { pascalCase } from '../names.ts';
import { deref } from './deref.ts';
import { methods, readOperation } from './read-operation.ts';
import type { Operation, SecurityScheme, Service } from './service.ts';

/**
 * Reads a bundled OpenAPI document in the words of 3.1. What is missing gets the meaning that the specification gives
 * it; the linter is what complains.
 */
export function readService(name: string, document: JsonObject): Service {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(objectIn(document, 'paths'))) {
    const pathItem = deref(document, item);
    if (!isObject(pathItem)) continue;
    for (const method of methods) {
      const value = pathItem[method];
      if (!isObject(value)) continue;
      const id = stringIn(value, 'operationId') ?? `${method} ${path}`;
      operations.push(readOperation(document, { path, method, value, pathItem, at: ['paths', path], id }));
    }
  }
  return {
    name,
    title: stringIn(objectIn(document, 'info'), 'title') ?? name,
    document,
    schemas: objectIn(objectIn(document, 'components'), 'schemas'),
    securitySchemes: readSchemes(document),
    operations,
  };
}

function readSchemes(document: JsonObject): SecurityScheme[] {
  return Object.entries(objectIn(objectIn(document, 'components'), 'securitySchemes')).map(([name, value]) => {
    const scheme = deref(document, value);
    const http = stringIn(scheme, 'scheme');
    const challenge = http
      ? pascalCase(http)
      : stringIn(scheme, 'type') === 'apiKey'
        ? `ApiKey name="${stringIn(scheme, 'name')}"`
        : 'Bearer';
    const queryParameter = stringIn(scheme, 'in') === 'query' ? stringIn(scheme, 'name') : undefined;
    return { name, description: stringIn(scheme, 'description'), challenge, queryParameter };
  });
}

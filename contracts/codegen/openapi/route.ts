import { encodePathText } from '../runtime/path.ts';
import { compareTemplates, isAmbiguous, pathParts } from './path-template.ts';
import type { Operation } from './service.ts';

/**
 * An OpenAPI path as Express writes it: `/orders/{orderId}` → `/orders/:orderId`. Literal text is percent-encoded, as
 * requests bring it (RFC 3986, 2.1).
 */
export function expressPath(path: string): string {
  const parts = pathParts(path).template.split(/\{([^{}]+)\}/);
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return encodePathText(part).replace(/[{}()[\]+?!:*\\]/g, '\\$&');
      const isPlain = /^[A-Za-z_$][\w$]*$/.test(part) && !/^[\w$]/.test(parts[index + 1] ?? '');
      return isPlain ? `:${part}` : `:"${part.replace(/["\\]/g, '\\$&')}"`;
    })
    .join('');
}

/** Orders operations so that what is more specific is matched first, then by path and method. */
export function byPath(left: Pick<Operation, 'path' | 'method'>, right: Pick<Operation, 'path' | 'method'>): number {
  return compareTemplates(left.path, right.path) || (left.method < right.method ? -1 : 1);
}

/**
 * The operation whose requests look like those of this one, whose path differs by its fragment alone; undefined for one
 * that a server can tell from the others.
 */
export function servedInstead(operation: Operation, operations: readonly Operation[]): Operation | undefined {
  const { path, method } = operation;
  if (pathParts(path).fragment === undefined) return undefined;
  const alike = operations.filter(other => other.method === method && isAmbiguous(other.path, path));
  const plain = alike.find(other => pathParts(other.path).fragment === undefined) ?? alike[0];
  return plain === operation ? undefined : plain;
}

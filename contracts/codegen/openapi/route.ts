import type { Operation } from './service.ts';

/** An OpenAPI path as Express writes it: `/orders/{orderId}` → `/orders/:orderId`. */
export function expressPath(path: string): string {
  return path
    .split(/(\{[^{}]+\})/)
    .map(part => {
      const name = /^\{([^{}]+)\}$/.exec(part)?.[1];
      if (name === undefined) return part.replace(/[{}()[\]+?!:*\\]/g, '\\$&');
      return /^[A-Za-z_$][\w$]*$/.test(name) ? `:${name}` : `:${JSON.stringify(name)}`;
    })
    .join('');
}

/**
 * Orders operations so that a concrete path is matched before a templated one (OpenAPI 3.1, Paths Object), then by
 * name.
 */
export function byPath(left: Pick<Operation, 'path' | 'method'>, right: Pick<Operation, 'path' | 'method'>): number {
  const key = ({ path, method }: Pick<Operation, 'path' | 'method'>) =>
    `${path.replaceAll('{', '\u{10ffff}')} ${method}`;
  const [a, b] = [key(left), key(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Deprecations } from '../../../generated/registry/types.ts';
import { member } from '../contract.ts';

/** An operation of a document that is deprecated. */
export type Deprecated = Omit<Deprecations['items'][number], 'name' | 'consumers'>;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The day of a text such as `2027-05-31`; undefined for anything else. */
function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : undefined;
}

/** The deprecated operations of an OpenAPI document, with their days (`x-deprecated`, `x-sunset`). */
export function deprecatedOperations(document: unknown): Deprecated[] {
  const paths = member(document, 'paths');
  if (typeof paths !== 'object' || paths === null) return [];
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap(method => {
      const operation = member(item, method);
      if (member(operation, 'deprecated') !== true) return [];
      const summary = member(operation, 'summary');
      const deprecated = dayOf(member(operation, 'x-deprecated'));
      const sunset = dayOf(member(operation, 'x-sunset'));
      return [
        {
          operation: `${method.toUpperCase()} ${path}`,
          summary: typeof summary === 'string' ? summary : '',
          ...(deprecated !== undefined && { deprecated }),
          ...(sunset !== undefined && { sunset }),
        },
      ];
    }),
  );
}

/** What ends first comes first, what has no day last. */
export function bySunset(one: Pick<Deprecated, 'sunset'>, other: Pick<Deprecated, 'sunset'>): number {
  return (one.sunset ?? '9999').localeCompare(other.sunset ?? '9999');
}

import { isObject } from '../api/request-body.ts';

/** An export of the API: its path, and the filters of the list that it takes. */
export interface Export {
  path: string;
  filters: readonly string[];
}

/**
 * The URL of the export of what matches a list's filter, or of the records with these `ids`. An encoded comma is part
 * of a value (OpenAPI, `style: form`), so those between ids stay as they are.
 */
export function exportUrl({ path, filters }: Export, filter: unknown, ids: readonly string[] = []): string {
  const query = filters.flatMap(name => {
    const value = isObject(filter) ? filter[name] : undefined;
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.flatMap(one => (typeof one === 'string' && one !== '' ? [`${name}=${encodeURIComponent(one)}`] : []));
  });
  if (ids.length > 0) query.push(`ids=${ids.map(encodeURIComponent).join(',')}`);
  return `/api${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

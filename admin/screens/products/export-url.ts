import { isObject } from '../../kit/api/request-body.ts';

/**
 * The URL of the export of the products that match a list's filter, or of those with these `ids`. An encoded comma is
 * part of a value (OpenAPI, `style: form`), so those between ids stay as they are.
 */
export function exportUrl(filter: unknown, ids: readonly string[] = []): string {
  const query = ['q', 'status', 'category', 'import'].flatMap(name => {
    const value = isObject(filter) ? filter[name] : undefined;
    return typeof value === 'string' && value !== '' ? [`${name}=${encodeURIComponent(value)}`] : [];
  });
  if (ids.length > 0) query.push(`ids=${ids.map(encodeURIComponent).join(',')}`);
  return `/api/admin/product-export${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

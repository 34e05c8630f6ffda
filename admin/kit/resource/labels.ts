import type { AdminField, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { isObject } from '../api/request-body.ts';

/** The value at a path (`totals.total`). */
export function valueAt(record: unknown, path: string): unknown {
  let value = record;
  for (const name of path.split('.')) {
    if (Array.isArray(value)) value = value[Number(name)];
    else if (isObject(value)) value = value[name];
    else return undefined;
  }
  return value;
}

/** The label of a record. */
export function labelOf(resource: AdminResource, record: unknown): string {
  const value = valueAt(record, resource.label) ?? valueAt(record, resource.key[0] ?? 'id');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : resource.title;
}

/** What a record is told apart by from others of its label: the first text in its list that is not the label. */
export function detailOf({ label, list }: AdminResource, record: unknown): string | undefined {
  const column = list.columns.find(({ name, kind }) => kind === 'text' && name !== label);
  const value = column && valueAt(record, column.name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One of them: `Orders` → `order`. */
export function singular(title: string): string {
  const lower = title.toLowerCase();
  if (lower.endsWith('ies')) return `${lower.slice(0, -3)}y`;
  return lower.endsWith('s') && !lower.endsWith('ss') ? lower.slice(0, -1) : lower;
}

/** A UUID shortened to its last characters; other ids unchanged. */
export function shortId(id: string): string {
  return /^[0-9a-f]{8}-/.test(id) ? `…${id.slice(-6)}` : id;
}

/** The field of an object that serves as its label. */
export function nameField(fields: readonly AdminField[]): AdminField | undefined {
  return ['name', 'title', 'label', 'email', 'number', 'sku', 'id']
    .map(name => fields.find(field => field.name === name))
    .find(field => field !== undefined);
}

import type { RaRecord } from 'react-admin';
import type { AdminCalls, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { ApiError } from './api-error.ts';
import { isObject } from './request-body.ts';
import { fieldReads } from './usage.ts';

const mostPages = 20;

/** A row as a react-admin record: its `id` is made of the resource's key fields. */
export function recordOf(resource: AdminResource, row: object): RaRecord {
  const values = isObject(row) ? row : {};
  const id = resource.key.map(field => String(values[field])).join('~');
  const cached = fieldReads.cached(values);
  return fieldReads.copied(cached, { ...cached, id });
}

/** One record: by its own operation, else searched for in the list. */
export async function readOne(
  resource: AdminResource,
  call: AdminCalls,
  id: string,
  signal?: AbortSignal,
): Promise<RaRecord> {
  const options = signal ? { signal } : {};
  if (call.get) return recordOf(resource, await call.get(id, options));
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const query = resource.list.paged
      ? { limit: resource.list.maxLimit ?? 100, ...(cursor !== undefined && { cursor }) }
      : {};
    const { items, nextCursor } = await call.list(query, options);
    const found = items.map(row => recordOf(resource, row)).find(record => record.id === id);
    if (found) return found;
    if (typeof nextCursor !== 'string') break;
    cursor = nextCursor;
  }
  throw new ApiError('It is not there any more.', 404, undefined);
}

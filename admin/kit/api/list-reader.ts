import type { GetListParams, GetListResult } from 'react-admin';
import type { AdminCalls, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import type { CursorHistory } from './cursor-history.ts';
import { listTotal } from './list-total.ts';
import { recordOf } from './records.ts';
import { isObject } from './request-body.ts';

/** Reads lists page by page through their cursors. */
export class ListReader {
  readonly #trails: CursorHistory;

  constructor(trails: CursorHistory) {
    this.#trails = trails;
  }

  /** A page of a list. Pages without a known cursor are reached from the last known one. */
  async read(resource: AdminResource, call: AdminCalls, parameters: GetListParams): Promise<GetListResult> {
    const { page, perPage } = parameters.pagination ?? { page: 1, perPage: 25 };
    const options = parameters.signal ? { signal: parameters.signal } : {};
    const query = queryOf(resource, parameters);
    const total = parameters.meta?.withTotal === true ? { withTotal: true } : {};
    if (!resource.list.paged) {
      const { items } = await call.list(query, options);
      return { data: items.map(row => recordOf(resource, row)), total: items.length };
    }
    const limit = Math.min(perPage, resource.list.maxLimit ?? perPage);
    const list = JSON.stringify([resource.name, query, limit]);
    let at = Math.min(page, this.#trails.lastKnownPage(list));
    for (;;) {
      const cursor = this.#trails.cursor(list, at)?.cursor;
      const answer = await call.list({ ...query, ...total, limit, ...(cursor !== undefined && { cursor }) }, options);
      const next = typeof answer.nextCursor === 'string' ? answer.nextCursor : undefined;
      if (next !== undefined) this.#trails.setNext(list, at, next);
      if (at < page && next !== undefined) at += 1;
      else
        return {
          data: answer.items.map(row => recordOf(resource, row)),
          pageInfo: { hasNextPage: next !== undefined, hasPreviousPage: at > 1 },
          meta: { total: listTotal(answer) },
        };
    }
  }
}

/** The query of a list: non-empty filters, and the sort order where the operation supports one. */
export function queryOf(resource: AdminResource, { filter, sort }: GetListParams): Record<string, unknown> {
  const filters = Object.entries(isObject(filter) ? filter : {})
    .filter(
      ([, value]) =>
        value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    )
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const { sorts, sort: usual } = resource.list;
  const wanted = sort && (sort.order === 'DESC' ? `-${sort.field}` : sort.field);
  const order = wanted !== undefined && sorts?.includes(wanted) ? wanted : usual;
  return { ...Object.fromEntries(filters), ...(order !== undefined && sorts && { sort: order }) };
}

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { FaultSettings } from './faults.ts';
import { newId } from './ids.ts';

/** The API version whose shapes the sandbox speaks: the one the SDK pins (https://docs.stripe.com/api/versioning). */
export const API_VERSION = '2026-10-28.endive';

export interface Cause {
  requestId: string | null;
  idempotencyKey: string | null;
}

export interface StoredEvent {
  id: string;
  type: string;
  created: number;
  /** The event as it is delivered. */
  body: Record<string, unknown>;
  pendingWebhooks: number;
}

export interface EventPage {
  limit: number;
  startingAfter: string | undefined;
  endingBefore: string | undefined;
  types: readonly string[];
  createdFrom: number | undefined;
  createdTo: number | undefined;
}

/**
 * The log of events (https://docs.stripe.com/api/events), each written with its deliveries in the transaction that
 * caused it.
 */
export class EventLog {
  readonly #database: DatabaseSync;
  readonly #endpoints: readonly string[];
  readonly #chosen: ReadonlySet<string>;
  readonly #faults: FaultSettings;
  readonly #insertEvent: StatementSync;
  readonly #insertDelivery: StatementSync;
  /** The request whose events were written last, and when it ran, ms. */
  #latest: { requestId: string | null; ms: number } = { requestId: null, ms: 0 };

  /** `chosen` are the types of events that the endpoints want; all when there are none. */
  constructor(
    database: DatabaseSync,
    { endpoints, chosen }: { endpoints: readonly string[]; chosen: readonly string[] },
    faults: FaultSettings,
  ) {
    this.#database = database;
    this.#endpoints = endpoints;
    this.#chosen = new Set(chosen);
    this.#faults = faults;
    this.#insertEvent = database.prepare('INSERT INTO events (id, type, created, body) VALUES (?, ?, ?, ?)');
    this.#insertDelivery = database.prepare(
      'INSERT INTO deliveries (event_id, url, created_ms, due_ms) VALUES (?, ?, ?, ?)',
    );
  }

  /**
   * Writes an event about `object` as it is now; `before` is the same object earlier, for `previous_attributes`.
   * Returns the event's id.
   */
  emit(type: string, object: object, before: object | undefined, cause: Cause, now: number): string {
    const id = newId.event();
    const endpoints = this.#chosen.size === 0 || this.#chosen.has(type) ? this.#endpoints : [];
    const body = {
      id,
      object: 'event',
      api_version: API_VERSION,
      created: now,
      data: { object, ...(before ? { previous_attributes: changedMembers(before, object) } : {}) },
      livemode: false,
      pending_webhooks: endpoints.length,
      request: { id: cause.requestId, idempotency_key: cause.idempotencyKey },
      type,
    };
    this.#insertEvent.run(id, type, now, JSON.stringify(body));
    const { copies, delayMs, reverseWithinMs } = this.#faults.current().webhooks;
    const nowMs = this.#momentOf(cause);
    for (const url of endpoints) {
      for (let copy = 0; copy < copies; copy++)
        this.#insertDelivery.run(id, url, nowMs, dueAt(nowMs, delayMs, reverseWithinMs));
    }
    return id;
  }

  /** One moment for all events of a request: else some of them may be due in the next window that is reversed. */
  #momentOf({ requestId }: Cause): number {
    if (requestId === null || requestId !== this.#latest.requestId) this.#latest = { requestId, ms: Date.now() };
    return this.#latest.ms;
  }

  get(id: string): StoredEvent | undefined {
    const row = this.#database.prepare(`${selectEvents} WHERE id = ?`).get(id);
    return row && readEvent(row);
  }

  list(page: EventPage): { items: StoredEvent[]; hasMore: boolean } {
    const conditions = ['1 = 1'];
    const values: SQLInputValue[] = [];
    if (page.types.length > 0) {
      conditions.push(`(${page.types.map(() => 'type GLOB ?').join(' OR ')})`);
      values.push(...page.types);
    }
    if (page.createdFrom !== undefined) {
      conditions.push('created >= ?');
      values.push(page.createdFrom);
    }
    if (page.createdTo !== undefined) {
      conditions.push('created <= ?');
      values.push(page.createdTo);
    }
    const backwards = page.endingBefore !== undefined;
    const cursor = page.endingBefore ?? page.startingAfter;
    if (cursor !== undefined) {
      conditions.push(`seq ${backwards ? '>' : '<'} (SELECT seq FROM events WHERE id = ?)`);
      values.push(cursor);
    }
    const rows = this.#database
      .prepare(`${selectEvents} WHERE ${conditions.join(' AND ')} ORDER BY seq ${backwards ? 'ASC' : 'DESC'} LIMIT ?`)
      .all(...values, page.limit + 1);
    const items = rows.slice(0, page.limit).map(readEvent);
    return { items: backwards ? items.reverse() : items, hasMore: rows.length > page.limit };
  }
}

const selectEvents = `SELECT id, type, created, body,
  (SELECT count(DISTINCT url) FROM deliveries WHERE event_id = events.id AND status = 'waiting') AS pending FROM events`;

const readEvent = (row: Record<string, unknown>): StoredEvent => ({
  id: String(row.id),
  type: String(row.type),
  created: Number(row.created),
  body: JSON.parse(String(row.body)) as Record<string, unknown>,
  pendingWebhooks: Number(row.pending),
});

/** When to deliver. Within a window that is reversed, what came first is due last. */
function dueAt(nowMs: number, delayMs: number, reverseWithinMs: number): number {
  if (reverseWithinMs === 0) return nowMs + delayMs;
  const end = (Math.floor(nowMs / reverseWithinMs) + 1) * reverseWithinMs;
  return end + (end - nowMs) + delayMs;
}

/**
 * The members of `before` that are different in `after`
 * (https://docs.stripe.com/api/events/object#event_object-data-previous_attributes).
 */
function changedMembers(before: object, after: object): Record<string, unknown> {
  const now = new Map(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(([name, value]) => JSON.stringify(now.get(name)) !== JSON.stringify(value)),
  );
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { BalanceTransaction, Charge, Decline, Intent, PaymentMethod, Refund, Session } from './state/records.ts';

/** What was stored for a page's pay button, so that pressing it twice pays once. */
export interface Attempt {
  id: string;
  created: number;
  sessionId: string;
  /** Why it was declined; null when it was paid or the bank asked. */
  declined: Decline | null;
  /** The event to wait for before the shopper leaves. */
  eventId: string | null;
}

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS records_by_kind ON records (kind, seq);
  CREATE INDEX IF NOT EXISTS records_by_intent ON records (json_extract(body, '$.intentId'), kind);
  CREATE INDEX IF NOT EXISTS records_by_charge ON records (json_extract(body, '$.chargeId'), kind);
  CREATE INDEX IF NOT EXISTS open_sessions ON records (json_extract(body, '$.expiresAt')) WHERE kind = 'session' AND json_extract(body, '$.status') = 'open';
  CREATE INDEX IF NOT EXISTS open_holds ON records (json_extract(body, '$.captureBefore')) WHERE kind = 'intent' AND json_extract(body, '$.status') = 'requires_capture';
  CREATE INDEX IF NOT EXISTS open_refunds ON records (json_extract(body, '$.settlesAt')) WHERE kind = 'refund' AND json_extract(body, '$.settlesAt') IS NOT NULL;
  CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    url TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_ms INTEGER NOT NULL,
    due_ms INTEGER,
    status TEXT NOT NULL DEFAULT 'waiting'
  );
  CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_ms) WHERE status = 'waiting';
  CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event_id);
  CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, body TEXT NOT NULL);
`;

/** The records the sandbox keeps, in a file that survives `kill -9`: every change is one committed SQLite transaction. */
export class Store {
  readonly database: DatabaseSync;
  readonly methods: Records<PaymentMethod>;
  readonly intents: Records<Intent>;
  readonly charges: Records<Charge>;
  readonly refunds: Records<Refund>;
  readonly balances: Records<BalanceTransaction>;
  readonly sessions: Records<Session>;
  readonly attempts: Records<Attempt>;

  /** `folder` is created when missing; without one everything is kept in memory. */
  constructor(folder: string | undefined) {
    if (folder) mkdirSync(folder, { recursive: true });
    this.database = new DatabaseSync(folder ? join(folder, 'stripe-sandbox.sqlite') : ':memory:');
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
    this.database.exec(schema);
    this.methods = new Records(this.database, 'method');
    this.intents = new Records(this.database, 'intent');
    this.charges = new Records(this.database, 'charge');
    this.refunds = new Records(this.database, 'refund');
    this.balances = new Records(this.database, 'balance');
    this.sessions = new Records(this.database, 'session');
    this.attempts = new Records(this.database, 'attempt');
  }

  /** Runs `work` in one transaction; whatever it throws undoes it. */
  transaction<Result>(work: () => Result): Result {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  setting(name: string): unknown {
    const row = this.database.prepare('SELECT body FROM settings WHERE name = ?').get(name);
    return row ? JSON.parse(String(row.body)) : undefined;
  }

  saveSetting(name: string, value: unknown): void {
    this.database
      .prepare('INSERT INTO settings (name, body) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body')
      .run(name, JSON.stringify(value));
  }

  close(): void {
    this.database.close();
  }
}

/** A page of a list, newest first (https://docs.stripe.com/api/pagination). */
export interface Page {
  limit: number;
  startingAfter: string | undefined;
  endingBefore: string | undefined;
  /** Members of the record that must have these values. */
  where: Readonly<Record<string, string | undefined>>;
  created: { readonly gt?: number; readonly gte?: number; readonly lt?: number; readonly lte?: number };
}

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** The records of one kind. */
export class Records<Item extends { id: string }> {
  readonly #database: DatabaseSync;
  readonly #kind: string;

  constructor(database: DatabaseSync, kind: string) {
    this.#database = database;
    this.#kind = kind;
  }

  get(id: string): Item | undefined {
    const row = this.#database.prepare('SELECT body FROM records WHERE id = ? AND kind = ?').get(id, this.#kind);
    return row && this.#read(row);
  }

  put(item: Item): void {
    this.#database
      .prepare('INSERT INTO records (id, kind, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body')
      .run(item.id, this.#kind, JSON.stringify(item));
  }

  list(page: Page): { items: Item[]; hasMore: boolean } {
    const conditions = ['kind = ?'];
    const values: SQLInputValue[] = [this.#kind];
    for (const [member, value] of Object.entries(page.where)) {
      if (value === undefined) continue;
      conditions.push(`json_extract(body, '$.${member}') = ?`);
      values.push(value);
    }
    for (const name of ['gt', 'gte', 'lt', 'lte'] as const) {
      const bound = page.created[name];
      if (bound === undefined) continue;
      conditions.push(`json_extract(body, '$.created') ${comparisons[name]} ?`);
      values.push(bound);
    }
    const backwards = page.endingBefore !== undefined;
    const cursor = page.endingBefore ?? page.startingAfter;
    if (cursor !== undefined) {
      conditions.push(`seq ${backwards ? '>' : '<'} (SELECT seq FROM records WHERE id = ?)`);
      values.push(cursor);
    }
    const rows = this.#database
      .prepare(`SELECT body FROM records WHERE ${conditions.join(' AND ')} ORDER BY seq ${backwards ? 'ASC' : 'DESC'} LIMIT ?`)
      .all(...values, page.limit + 1);
    const items = rows.slice(0, page.limit).map(row => this.#read(row));
    return { items: backwards ? items.reverse() : items, hasMore: rows.length > page.limit };
  }

  /** The ids whose time has come: `member` is not after `now`, and the record is still in this state. */
  due(member: 'expiresAt' | 'captureBefore' | 'settlesAt', status: string | undefined, now: number): string[] {
    const still = status === undefined ? `json_extract(body, '$.${member}') IS NOT NULL` : `json_extract(body, '$.status') = '${status}'`;
    return this.#database
      .prepare(
        `SELECT id FROM records WHERE kind = '${this.#kind}' AND ${still} AND json_extract(body, '$.${member}') <= ? ORDER BY seq LIMIT 100`,
      )
      .all(now)
      .map(row => String(row.id));
  }

  #read(row: Record<string, unknown>): Item {
    return JSON.parse(String(row.body)) as Item;
  }
}

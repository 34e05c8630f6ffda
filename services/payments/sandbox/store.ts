import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Records } from './recordTable.ts';
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
    intent_id TEXT,
    charge_id TEXT,
    due_at INTEGER,
    body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS records_by_kind ON records (kind, seq);
  CREATE INDEX IF NOT EXISTS records_by_intent ON records (intent_id, kind, seq) WHERE intent_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS records_by_charge ON records (charge_id, kind, seq) WHERE charge_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS records_due ON records (due_at) WHERE due_at IS NOT NULL;
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
  readonly #due: StatementSync;

  /** `folder` is created when missing; without one everything is kept in memory. */
  constructor(folder: string | undefined) {
    if (folder) mkdirSync(folder, { recursive: true });
    this.database = new DatabaseSync(folder ? join(folder, 'stripe-sandbox.sqlite') : ':memory:');
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
    this.database.exec(schema);
    this.#due = this.database.prepare('SELECT id, kind FROM records WHERE due_at <= ? ORDER BY due_at LIMIT 100');
    this.methods = new Records(this.database, 'method', () => ({}));
    this.intents = new Records(this.database, 'intent', intent => ({ dueAt: intent.captureBefore }));
    this.charges = new Records(this.database, 'charge', charge => ({ intentId: charge.intentId }));
    this.refunds = new Records(this.database, 'refund', refund => ({
      intentId: refund.intentId,
      chargeId: refund.chargeId,
      dueAt: refund.settlesAt,
    }));
    this.balances = new Records(this.database, 'balance', () => ({}));
    this.sessions = new Records(this.database, 'session', session => ({
      intentId: session.intentId,
      dueAt: session.status === 'open' ? session.expiresAt : null,
    }));
    this.attempts = new Records(this.database, 'attempt', () => ({}));
  }

  /** The records whose time has come: sessions to expire, holds to lapse, refunds to settle. */
  due(now: number): { id: string; kind: string }[] {
    return this.#due.all(now).map(row => ({ id: String(row.id), kind: String(row.kind) }));
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

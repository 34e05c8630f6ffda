import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { Records } from './record-table.ts';
import type {
  BalanceTransaction,
  Charge,
  Decline,
  Dispute,
  Intent,
  PaymentMethod,
  Refund,
  Session,
} from './state/records.ts';
import { openState } from './state-file.ts';

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

/**
 * The records the sandbox keeps, in a file that survives `kill -9`: every change is one committed SQLite transaction.
 */
export class Store {
  readonly database: DatabaseSync;
  readonly methods: Records<PaymentMethod>;
  readonly intents: Records<Intent>;
  readonly charges: Records<Charge>;
  readonly refunds: Records<Refund>;
  readonly disputes: Records<Dispute>;
  readonly balances: Records<BalanceTransaction>;
  readonly sessions: Records<Session>;
  readonly attempts: Records<Attempt>;
  readonly #due: StatementSync;

  /** `folder` is created when missing; without one everything is kept in memory. */
  constructor(folder: string | undefined, log: Logger) {
    this.database = openState(folder, log);
    this.#due = this.database.prepare('SELECT id, kind FROM records WHERE due_at <= ? ORDER BY due_at LIMIT 100');
    this.methods = new Records(this.database, 'method', () => ({}));
    this.intents = new Records(this.database, 'intent', intent => ({ dueAt: intent.captureBefore }));
    this.charges = new Records(this.database, 'charge', charge => ({
      intentId: charge.intentId,
      dueAt: charge.disputesAt ?? null,
    }));
    this.refunds = new Records(this.database, 'refund', refund => ({
      intentId: refund.intentId,
      chargeId: refund.chargeId,
      dueAt: refund.settlesAt,
    }));
    this.disputes = new Records(this.database, 'dispute', dispute => ({
      intentId: dispute.intentId,
      chargeId: dispute.chargeId,
    }));
    this.balances = new Records(this.database, 'balance', () => ({}));
    this.sessions = new Records(this.database, 'session', session => ({
      intentId: session.intentId,
      dueAt: session.status === 'open' ? session.expiresAt : null,
    }));
    this.attempts = new Records(this.database, 'attempt', () => ({}));
  }

  /** The records whose time has come: sessions to expire, holds to lapse, refunds to settle, charges to be disputed. */
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

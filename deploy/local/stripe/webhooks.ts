import type { StatementSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { FaultSettings } from './faults.ts';
import { signature } from './signature.ts';
import type { Store } from './store.ts';

/** A delivery is tried for three days, as in Stripe's live mode (https://docs.stripe.com/webhooks#retries). */
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60 * 1000;
const TIMEOUT_MS = 20_000;
const MAX_IN_FLIGHT = 16;

interface Delivery {
  seq: number;
  eventId: string;
  url: string;
  attempts: number;
  createdMs: number;
  payload: string;
}

const selectDue = `
  SELECT d.seq, d.event_id, d.url, d.attempts, d.created_ms, e.body FROM deliveries d JOIN events e ON e.id = d.event_id
  WHERE d.status = 'waiting' AND d.due_ms <= ? AND d.seq NOT IN (SELECT value FROM json_each(?))
  ORDER BY d.due_ms, CASE WHEN ? THEN -d.seq ELSE d.seq END LIMIT ?`;
const selectNext = `SELECT min(due_ms) AS due FROM deliveries WHERE status = 'waiting' AND seq NOT IN (SELECT value FROM json_each(?))`;

/**
 * How long to wait after so many failed attempts: half a second, doubled each time, at most a minute (Stripe waits
 * hours; here nobody would). Without the jitter of the platform's `backoff`: there is one sender, and whoever tests
 * knows when a delivery comes again.
 */
const backoffMs = (attempts: number): number => Math.min(500 * 2 ** (attempts - 1), 60_000);

/**
 * Delivers events to the endpoints, each at least once: a delivery is done only when the endpoint answered 2xx and that
 * is stored, so what a kill interrupts is sent again after the restart. Order is not promised
 * (https://docs.stripe.com/webhooks#event-ordering).
 */
export class WebhookSender {
  readonly #store: Store;
  readonly #secret: string;
  readonly #faults: FaultSettings;
  readonly #log: Logger;
  readonly #selectDue: StatementSync;
  readonly #selectNext: StatementSync;
  readonly #inFlight = new Map<number, Promise<void>>();
  readonly #waiting = new Set<() => void>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { store: Store; secret: string; faults: FaultSettings; log: Logger }) {
    this.#store = options.store;
    this.#secret = options.secret;
    this.#faults = options.faults;
    this.#log = options.log;
    this.#selectDue = options.store.database.prepare(selectDue);
    this.#selectNext = options.store.database.prepare(selectNext);
  }

  /** Sends what is due now and sets the timer for the rest. Call it after every commit that may have written events. */
  poke(): void {
    if (this.#stop.signal.aborted) return;
    for (const delivery of this.#due()) {
      const attempt = this.#attempt(delivery).finally(() => {
        this.#inFlight.delete(delivery.seq);
        for (const check of this.#waiting) check();
        this.poke();
      });
      this.#inFlight.set(delivery.seq, attempt);
    }
    clearTimeout(this.#timer);
    const next = this.#nextDueMs();
    if (next !== undefined) this.#timer = setTimeout(() => this.poke(), Math.max(next - Date.now(), 5));
  }

  /**
   * Resolves when the event's deliveries that are due have been tried once, or after `limitMs`. Stripe holds the
   * shopper up to ten seconds for `checkout.session.completed`
   * (https://docs.stripe.com/checkout/fulfillment#redirect-hosted-checkout).
   */
  async tried(eventId: string, limitMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = () => {
      if (!this.#isUntried(eventId)) resolve();
    };
    this.#waiting.add(check);
    const limit = setTimeout(resolve, limitMs);
    check();
    await promise;
    clearTimeout(limit);
    this.#waiting.delete(check);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#inFlight.values());
  }

  #due(): Delivery[] {
    const room = this.#room();
    if (room <= 0) return [];
    const rows = this.#selectDue.all(Date.now(), this.#sending(), this.#reversed() ? 1 : 0, room);
    return rows.map(row => ({
      seq: Number(row.seq),
      eventId: String(row.event_id),
      url: String(row.url),
      attempts: Number(row.attempts),
      createdMs: Number(row.created_ms),
      payload: String(row.body),
    }));
  }

  #nextDueMs(): number | undefined {
    if (this.#room() <= 0) return undefined;
    const due = this.#selectNext.get(this.#sending())?.due;
    return typeof due === 'number' ? due : undefined;
  }

  /** How many more may be sent at once; one at a time where the order matters. */
  #room(): number {
    return (this.#reversed() ? 1 : MAX_IN_FLIGHT) - this.#inFlight.size;
  }

  #reversed(): boolean {
    return this.#faults.current().webhooks.reverseWithinMs > 0;
  }

  #sending(): string {
    return JSON.stringify([...this.#inFlight.keys()]);
  }

  #isUntried(eventId: string): boolean {
    const row = this.#store.database
      .prepare(
        `SELECT count(*) AS n FROM deliveries WHERE event_id = ? AND status = 'waiting' AND attempts = 0 AND due_ms <= ?`,
      )
      .get(eventId, Date.now());
    return Number(row?.n) > 0;
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const refusal = await this.#post(delivery);
    if (refusal === undefined) {
      this.#store.database
        .prepare(`UPDATE deliveries SET status = 'delivered', attempts = attempts + 1 WHERE seq = ?`)
        .run(delivery.seq);
      return;
    }
    if (this.#stop.signal.aborted) return;
    const attempts = delivery.attempts + 1;
    const givenUp = Date.now() - delivery.createdMs > GIVE_UP_AFTER_MS;
    this.#log.warn({ event: delivery.eventId, url: delivery.url, attempts, refusal, givenUp }, 'webhook not accepted');
    this.#store.database
      .prepare('UPDATE deliveries SET attempts = ?, due_ms = ?, status = ? WHERE seq = ?')
      .run(attempts, Date.now() + backoffMs(attempts), givenUp ? 'given_up' : 'waiting', delivery.seq);
  }

  /** Undefined when the endpoint accepted it, otherwise why not. */
  async #post(delivery: Delivery): Promise<string | undefined> {
    if (Math.random() < this.#faults.current().webhooks.failRate) return 'fault injected';
    try {
      const response = await fetch(delivery.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': signature(delivery.payload, this.#secret, Math.floor(Date.now() / 1000)),
        },
        body: delivery.payload,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `HTTP ${response.status}`;
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }
}

import type { Clock } from '../clock.ts';
import { ApiError, missing } from '../errors.ts';
import type { EventLog } from '../events.ts';
import type { FaultSettings } from '../faults.ts';
import type { Ledger } from '../ledger.ts';
import type { Change } from '../state/change.ts';
import { closeDispute, dispute } from '../state/disputes.ts';
import { cancel } from '../state/holds.ts';
import { failRefund } from '../state/refunds.ts';

export interface ControlParts {
  ledger: Ledger;
  events: EventLog;
  faults: FaultSettings;
  clock: Clock;
}

export interface ControlResponse {
  status: number;
  body: object;
}

type Action = (parts: ControlParts, body: Members) => object;

const noCause = { requestId: null, idempotencyKey: null };

/** The sandbox's own settings, no part of Stripe's API; the README lists them. Bodies are JSON. */
const actions: Readonly<Record<string, Action>> = {
  'GET /sandbox/health': () => ({ ok: true }),
  'GET /sandbox/faults': ({ faults }) => faults.current(),
  'POST /sandbox/faults': ({ faults }, body) => faults.change(body.all),
  'DELETE /sandbox/faults': ({ faults }) => faults.clear(),
  'GET /sandbox/clock': ({ clock }) => ({ now: clock.now() }),
  'POST /sandbox/clock': ({ clock }, body) => {
    clock.advance(body.count('advanceSeconds'));
    return { now: clock.now() };
  },
  'POST /sandbox/holds/lapse': (parts, body) => {
    const { intent, charge } = intentOf(parts.ledger, body);
    return apply(parts, cancel(intent, charge, 'automatic', parts.clock.now()));
  },
  'POST /sandbox/refunds/fail': (parts, body) => {
    const { store } = parts.ledger;
    const refund = store.refunds.get(body.text('refund'));
    const charge = refund && store.charges.get(refund.chargeId);
    if (!charge) throw missing('refund', body.text('refund'), 'refund');
    const reason = body.has('reason') ? body.text('reason') : 'lost_or_stolen_card';
    return apply(parts, failRefund(refund, charge, reason, parts.clock.now()));
  },
  'POST /sandbox/disputes': (parts, body) => {
    const { charge } = intentOf(parts.ledger, body);
    if (!charge) throw missing('charge', body.text('payment_intent'), 'payment_intent');
    return apply(parts, dispute(charge, 'fraudulent', parts.clock.now()));
  },
  'POST /sandbox/disputes/close': (parts, body) => {
    const one = parts.ledger.store.disputes.get(body.text('dispute'));
    if (!one) throw missing('dispute', body.text('dispute'), 'dispute');
    const outcome = body.text('outcome') === 'won' ? 'won' : 'lost';
    return apply(parts, closeDispute(one, outcome, parts.clock.now()));
  },
  /** An event of any type about any object: what another program on the same account brings about. */
  'POST /sandbox/events': ({ ledger, events, clock }, body) => ({
    id: ledger.store.transaction(() =>
      events.emit(body.text('type'), body.object('object'), undefined, noCause, clock.now()),
    ),
  }),
};

/** Carries out a request to the sandbox itself; undefined when the path is another's. */
export function control(parts: ControlParts, method: string, path: string, body: string): ControlResponse | undefined {
  const action = actions[`${method} ${path}`];
  if (!action) return undefined;
  try {
    return { status: 200, body: action(parts, new Members(method === 'POST' ? JSON.parse(body) : {})) };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: { error: error.message } };
    if (error instanceof TypeError || error instanceof SyntaxError)
      return { status: 400, body: { error: error.message } };
    throw error;
  }
}

function intentOf({ store }: Ledger, body: Members) {
  const id = body.text('payment_intent');
  const intent = store.intents.get(id);
  if (!intent) throw missing('payment_intent', id, 'payment_intent');
  return { intent, charge: intent.latestChargeId === null ? undefined : store.charges.get(intent.latestChargeId) };
}

function apply({ ledger }: ControlParts, change: Change): object {
  ledger.store.transaction(() => ledger.apply(change, noCause));
  return { events: change.events, ...(change.dispute ? { dispute: change.dispute.id } : {}) };
}

/** The members of a JSON body; each reader throws `TypeError` for a value of the wrong kind. */
class Members {
  readonly all: unknown;
  readonly #members: ReadonlyMap<string, unknown>;

  constructor(body: unknown) {
    if (typeof body !== 'object' || body === null) throw new TypeError('The body must be an object');
    this.all = body;
    this.#members = new Map(Object.entries(body));
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  text(name: string): string {
    const value = this.#members.get(name);
    if (typeof value !== 'string') throw new TypeError(`${name} must be a string`);
    return value;
  }

  object(name: string): object {
    const value = this.#members.get(name);
    if (typeof value !== 'object' || value === null) throw new TypeError(`${name} must be an object`);
    return value;
  }

  /** A whole number, not negative. */
  count(name: string): number {
    const value = this.#members.get(name);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
      throw new TypeError(`${name} must be a whole number, not negative`);
    return value;
  }
}

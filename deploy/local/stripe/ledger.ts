import type { Clock } from './clock.ts';
import type { Cause, EventLog } from './events.ts';
import type { Change, EventType } from './state/change.ts';
import type { Charge, Dispute, Intent, Refund, Session } from './state/records.ts';
import type { Store } from './store.ts';
import { chargeObject } from './wire/charge.ts';
import { checkoutSessionObject } from './wire/checkout-session.ts';
import { disputeObject } from './wire/dispute.ts';
import { paymentIntentObject } from './wire/payment-intent.ts';
import { refundObject } from './wire/refund.ts';

/** Writes what was decided, with the events that tell of it, and shows records as Stripe's objects. */
export class Ledger {
  readonly store: Store;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly #events: EventLog;

  constructor(options: { store: Store; clock: Clock; publicUrl: string; events: EventLog }) {
    this.store = options.store;
    this.clock = options.clock;
    this.publicUrl = options.publicUrl;
    this.#events = options.events;
  }

  /** Must run inside a transaction. Returns the ids of the events by type. */
  apply(change: Change, cause: Cause): Map<EventType, string> {
    const chargeBefore = change.charge && this.store.charges.get(change.charge.id);
    const before = chargeBefore && this.charge(chargeBefore);
    if (change.method) this.store.methods.put(change.method);
    if (change.intent) this.store.intents.put(change.intent);
    if (change.balance) this.store.balances.put(change.balance);
    if (change.charge) this.store.charges.put(change.charge);
    if (change.refund) this.store.refunds.put(change.refund);
    if (change.dispute) this.store.disputes.put(change.dispute);
    if (change.session) this.store.sessions.put(change.session);
    const emitted = new Map<EventType, string>();
    for (const type of change.events) {
      const object = this.#subject(type, change);
      const changes = type === 'charge.refunded' || type === 'charge.captured' ? before : undefined;
      emitted.set(type, this.#events.emit(type, object, changes, cause, this.clock.now()));
    }
    return emitted;
  }

  intent(intent: Intent) {
    return paymentIntentObject(intent, { publicUrl: this.publicUrl, method: id => this.store.methods.get(id) });
  }

  charge(charge: Charge) {
    return chargeObject(charge, { method: id => this.store.methods.get(id) });
  }

  refund(refund: Refund) {
    return refundObject(refund);
  }

  dispute(dispute: Dispute) {
    const balances = dispute.balanceTransactionIds.flatMap(id => this.store.balances.get(id) ?? []);
    return disputeObject(dispute, balances, this.clock.now());
  }

  session(session: Session) {
    const intent = session.intentId === null ? undefined : this.store.intents.get(session.intentId);
    return checkoutSessionObject(session, intent, this.publicUrl);
  }

  #subject(type: EventType, change: Change): object {
    if (type.startsWith('checkout.session.') && change.session) return this.session(change.session);
    if ((type.startsWith('refund.') || type.startsWith('charge.refund.')) && change.refund)
      return this.refund(change.refund);
    if (type.startsWith('charge.dispute.') && change.dispute) return this.dispute(change.dispute);
    if (type.startsWith('charge.') && change.charge) return this.charge(change.charge);
    if (type.startsWith('payment_intent.') && change.intent) return this.intent(change.intent);
    throw new Error(`The change has no object for ${type}`);
  }
}

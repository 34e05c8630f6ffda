import type { Ledger } from './ledger.ts';
import { cardByNumber } from './state/cards.ts';
import type { Change } from './state/change.ts';
import { dispute } from './state/disputes.ts';
import { cancel } from './state/holds.ts';
import { settle } from './state/refunds.ts';
import { expire } from './state/sessions.ts';

/**
 * Does what time brings: sessions expire, holds lapse, refunds settle, charges are disputed. Returns whether anything
 * happened.
 */
export function runDue(ledger: Ledger): boolean {
  const due = ledger.store.due(ledger.clock.now());
  for (const { id, kind } of due) {
    ledger.store.transaction(() => {
      const change = changeOf(ledger, id, kind);
      if (change) ledger.apply(change, { requestId: null, idempotencyKey: null });
    });
  }
  return due.length > 0;
}

function changeOf({ store, clock }: Ledger, id: string, kind: string): Change | undefined {
  const now = clock.now();
  if (kind === 'session') {
    const session = store.sessions.get(id);
    const intent = session && session.intentId !== null ? store.intents.get(session.intentId) : undefined;
    return session && expire(session, intent, now);
  }
  if (kind === 'intent') {
    const intent = store.intents.get(id);
    const charge = intent && intent.latestChargeId !== null ? store.charges.get(intent.latestChargeId) : undefined;
    return intent && cancel(intent, charge, 'automatic', now);
  }
  if (kind === 'charge') {
    const charge = store.charges.get(id);
    const method = charge && store.methods.get(charge.methodId);
    return charge && dispute(charge, cardByNumber(method?.cardNumber ?? '')?.dispute ?? 'fraudulent', now);
  }
  const refund = store.refunds.get(id);
  const charge = refund && store.charges.get(refund.chargeId);
  return charge && settle(refund, charge, now);
}

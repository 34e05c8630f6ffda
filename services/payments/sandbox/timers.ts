import type { Ledger } from './ledger.ts';
import { cancel } from './state/holds.ts';
import { settle } from './state/refunds.ts';
import { expire } from './state/sessions.ts';

const bySandbox = { requestId: null, idempotencyKey: null };

/** Does what time brings: sessions expire, holds lapse, refunds settle. Returns whether anything happened. */
export function runDue(ledger: Ledger): boolean {
  const { store, clock } = ledger;
  const now = clock.now();
  const sessions = store.sessions.due('expiresAt', 'open', now);
  const holds = store.intents.due('captureBefore', 'requires_capture', now);
  const refunds = store.refunds.due('settlesAt', undefined, now);
  for (const id of sessions) {
    store.transaction(() => {
      const session = store.sessions.get(id);
      if (session?.status !== 'open') return;
      const intent = session.intentId === null ? undefined : store.intents.get(session.intentId);
      ledger.apply(expire(session, intent, now), bySandbox);
    });
  }
  for (const id of holds) {
    store.transaction(() => {
      const intent = store.intents.get(id);
      if (intent?.status !== 'requires_capture') return;
      const charge = intent.latestChargeId === null ? undefined : store.charges.get(intent.latestChargeId);
      ledger.apply(cancel(intent, charge, 'automatic', now), bySandbox);
    });
  }
  for (const id of refunds) {
    store.transaction(() => {
      const refund = store.refunds.get(id);
      const charge = refund && store.charges.get(refund.chargeId);
      if (refund && charge) ledger.apply(settle(refund, charge, now), bySandbox);
    });
  }
  return sessions.length + holds.length + refunds.length > 0;
}

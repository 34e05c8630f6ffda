import type { Ledger } from './ledger.ts';
import type { Change } from './state/change.ts';
import { cancel } from './state/holds.ts';
import { settle } from './state/refunds.ts';
import { expire } from './state/sessions.ts';

/** Does what time brings: sessions expire, holds lapse, refunds settle. Returns whether anything happened. */
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
  const refund = store.refunds.get(id);
  const charge = refund && store.charges.get(refund.chargeId);
  return charge && settle(refund, charge, now);
}

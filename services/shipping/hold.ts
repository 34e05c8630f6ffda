import type { Hold, ShipmentStatus } from '../../generated/shipping/types.ts';

/** A dispute of the payment of an order, as payments reported it; `at` is RFC 3339. */
export interface Dispute {
  id: string;
  state: 'open' | 'won' | 'lost';
  at: string;
  /** Staff let the parcel go despite it. */
  released?: true;
}

/** Disputes with a further report of one: a decision is final, and repeated reports change nothing. */
export function withDispute(disputes: readonly Dispute[], reported: Dispute): readonly Dispute[] {
  const known = disputes.find(({ id }) => id === reported.id);
  if (!known) return [...disputes, reported];
  if (known.state !== 'open' || reported.state === 'open') return disputes;
  return disputes.map(dispute => (dispute === known ? { ...dispute, state: reported.state } : dispute));
}

/** Disputes after staff let the parcel go despite all of them. */
export function releasedDisputes(disputes: readonly Dispute[]): readonly Dispute[] {
  return disputes.map(dispute => (dispute.state === 'won' ? dispute : { ...dispute, released: true }));
}

/**
 * Why a parcel of this status stays; undefined if nothing holds it, or it has left. A lost dispute says more than an
 * open one: the money is gone.
 */
export function holdOf(status: ShipmentStatus, disputes: readonly Dispute[]): Hold | undefined {
  if (status !== 'waiting' && status !== 'ready') return undefined;
  const holding = disputes.filter(({ state, released }) => state !== 'won' && !released);
  const [first] = holding.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  if (!first) return undefined;
  const isLost = holding.some(({ state }) => state === 'lost');
  return { reason: isLost ? 'dispute_lost' : 'payment_disputed', since: first.at };
}

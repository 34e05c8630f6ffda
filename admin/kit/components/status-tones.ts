export type Tone = 'positive' | 'caution' | 'critical' | 'info' | 'neutral';

/** Tones of the statuses of all resources: succeeded, waiting for somebody, failed, in progress, at rest. */
const statusesByTone: Record<Tone, readonly string[]> = {
  positive: [
    'active',
    'paid',
    'captured',
    'delivered',
    'done',
    'sent',
    'sold',
    'compatible',
    'yes',
    'allocated',
    'succeeded',
    'given',
  ],
  caution: [
    'pending',
    'waiting',
    'invited',
    'ready',
    'requires_action',
    'queued',
    'held',
    'draft',
    'authorized',
    'low',
    'overdue',
    'partly_refunded',
  ],
  critical: [
    'payment_disputed',
    'dispute_lost',
    'failed',
    'declined',
    'payment_failed',
    'stock_missing',
    'incompatible',
    'dead',
    'breaking',
    'refused',
  ],
  info: ['running', 'shipped', 'in_transit', 'created', 'processing', 'placed'],
  neutral: ['archived', 'deactivated', 'cancelled', 'refunded', 'released', 'expired', 'unchanged', 'no'],
};

const tones = new Map(
  Object.entries(statusesByTone).flatMap(([tone, statuses]) => statuses.map(word => [word, tone as Tone] as const)),
);

export function toneOf(state: string): Tone {
  return tones.get(state) ?? 'neutral';
}

/** `requires_action` → `Requires action`. */
export function humanize(state: string): string {
  const text = state.replaceAll(/[_-]+/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

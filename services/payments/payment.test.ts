import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  abandon,
  applyProviderState,
  nextStep,
  type Payment,
  type PaymentEvent,
  type RefundStatus,
  refundableAmount,
} from './payment.ts';
import type { ProviderPayment, ProviderRefund } from './provider.ts';

const fresh: Payment = {
  status: 'pending',
  amount: 700,
  captured: 0,
  refunded: 0,
  requested: true,
  hasReference: false,
  cancelRequested: false,
  captureRequested: false,
  remainderFailed: false,
  createdAt: new Date(),
  expiresAt: undefined,
};
const found = (status: ProviderPayment['status'], more: Partial<ProviderPayment> = {}): ProviderPayment => ({
  reference: 'pi_1',
  intent: 'pi_1',
  status,
  captured: status === 'captured' ? 700 : 0,
  refunds: [],
  disputes: [],
  redirectUrl: undefined,
  declineCode: undefined,
  card: undefined,
  ...more,
});
const refund = (reference: string, amount: number): ProviderRefund => ({
  reference,
  id: undefined,
  amount,
  reason: undefined,
  status: 'succeeded',
  failureCode: undefined,
});

const refunded = (state: ProviderPayment): number =>
  state.refunds.filter(({ status }) => status === 'succeeded').reduce((sum, { amount }) => sum + amount, 0);

/**
 * A provider that keeps its own books: its state is always consistent, and it may be retrieved late or twice. Money
 * that left may come back, and an authorization may lapse.
 */
function playThrough(moves: readonly string[]): { payment: Payment; events: PaymentEvent[]; truth: ProviderPayment } {
  let truth = found('open');
  let payment = fresh;
  const earlier: ProviderPayment[] = [truth];
  const events: PaymentEvent[] = [];
  const known = new Map<string, RefundStatus>();
  const record = (state: ProviderPayment) => {
    const applied = applyProviderState(payment, state, known);
    payment = applied.payment;
    events.push(...applied.events);
    if (payment.status !== 'captured' && payment.status !== 'refunded') return;
    for (const { reference, status } of state.refunds)
      if (known.get(reference) !== 'failed') known.set(reference, status);
    const remainderFailed = [...known].some(([name, status]) => name.startsWith('re_rest') && status === 'failed');
    payment = { ...payment, remainderFailed };
  };
  const act = (step: ReturnType<typeof nextStep>) => {
    if (step === 'close' && truth.status === 'open') truth = found('expired');
    if (step === 'cancel_authorization' && truth.status !== 'captured') truth = found('cancelled');
    if (step === 'capture' && truth.status === 'authorized') truth = found('captured');
    if (step === 'refund')
      truth = {
        ...truth,
        refunds: [...truth.refunds, refund(`re_rest_${truth.refunds.length}`, 700 - refunded(truth))],
      };
    earlier.push(truth);
    record(truth);
  };
  for (const move of moves) {
    if (move === 'pay' && truth.status === 'open') truth = found('authorized');
    if (move === 'decline' && truth.status === 'open') truth = found('declined', { declineCode: 'card_declined' });
    if (move === 'lapse' && truth.status === 'authorized') truth = found('cancelled');
    if (move === 'cancel order') payment = { ...payment, cancelRequested: true };
    if (move === 'ship') payment = { ...payment, captureRequested: true };
    if (move === 'refund a part' && truth.status === 'captured' && truth.refunds.length === 0)
      truth = { ...truth, refunds: [refund('re_part', 200)] };
    if (move === 'refund fails') {
      const refunds = truth.refunds.map(one => ({ ...one, status: 'failed', failureCode: 'declined' }) as const);
      truth = { ...truth, refunds };
    }
    if (move === 'retrieve') record(truth);
    if (move === 'retrieve late' && truth.status === earlier.at(-1)?.status) record(earlier.at(-1) ?? truth);
    if (move === 'step') act(nextStep(payment, new Date()));
    earlier.push(truth);
  }
  for (let rest = 0; rest < 10; rest += 1) {
    record(truth);
    act(nextStep(payment, new Date()));
  }
  return { payment, events, truth };
}

const moves = fc.array(
  fc.constantFrom(
    'pay',
    'decline',
    'lapse',
    'cancel order',
    'ship',
    'refund a part',
    'refund fails',
    'retrieve',
    'retrieve late',
    'step',
  ),
  { maxLength: 25 },
);

describe('events in any order', () => {
  test('everything is published once, and a cancelled order keeps no money', () => {
    fc.assert(
      fc.property(moves, played => {
        const { payment, events, truth } = playThrough(played);
        const count = (type: PaymentEvent['type']) => events.filter(item => item.type === type).length;
        for (const type of ['PaymentAuthorized', 'PaymentFailed', 'PaymentCaptured', 'PaymentCancelled'] as const)
          expect(count(type)).toBeLessThanOrEqual(1);
        const { cancelRequested, remainderFailed } = payment;
        if (cancelRequested && truth.status !== 'open' && !remainderFailed)
          expect(truth.captured - refunded(truth)).toBe(0);
        if (cancelRequested && !remainderFailed)
          expect(['refunded', 'cancelled', 'declined']).toContain(payment.status);
        expect([payment.captured, payment.refunded]).toEqual([truth.captured, refunded(truth)]);
        expect(count('PaymentFailed') + count('PaymentAuthorized')).toBeLessThanOrEqual(1);
        if (count('PaymentCancelled') === 1 && count('PaymentAuthorized') === 0)
          expect(payment.cancelRequested).toBe(true);
        const issued = events.filter(event => event.type === 'RefundIssued').map(event => event.refund.reference);
        const failed = events.filter(event => event.type === 'RefundFailed').map(event => event.refund.reference);
        expect(new Set(issued).size).toBe(issued.length);
        expect(new Set(failed).size).toBe(failed.length);
        for (const reference of failed) expect(issued).toContain(reference);
      }),
      { seed: 20261122, numRuns: 2_000 },
    );
  });

  test('no step is left in the end', () => {
    fc.assert(
      fc.property(moves, played => ['nothing', 'retrieve'].includes(nextStep(playThrough(played).payment, new Date()))),
      { seed: 20261122 },
    );
  });
});

describe('a refund that failed', () => {
  test('never counts again, also after late retrievals', () => {
    const captured: Payment = { ...fresh, status: 'captured', captured: 700, hasReference: true };
    const known = new Map<string, RefundStatus>([['re_1', 'failed']]);
    const late = applyProviderState(captured, found('captured', { refunds: [refund('re_1', 700)] }), known);
    expect(late).toMatchObject({ payment: { status: 'captured', refunded: 0 }, events: [] });
  });

  test('leaves what it was refundable, and counts neither as done nor as pending', () => {
    const payment = { captured: 700, refunded: 100 };
    const refunds = [
      { amount: 100, status: 'succeeded' },
      { amount: 600, status: 'failed' },
      { amount: 50, status: 'pending' },
    ] as const;
    expect(refundableAmount(payment, refunds)).toBe(550);
  });
});

describe('a request without a response', () => {
  test('is repeated while the provider keeps its key, and not later: it would be a second one', () => {
    const day = 24 * 60 * 60_000;
    expect(nextStep({ ...fresh, createdAt: new Date(Date.now() - day / 2) }, new Date())).toBe('create');
    const late = { ...fresh, createdAt: new Date(Date.now() - day) };
    expect(nextStep(late, new Date())).toBe('abandon');
    expect(abandon(late).events).toEqual([{ type: 'PaymentFailed', reason: 'expired', declineCode: undefined }]);
  });
});

describe('an authorization that comes too late', () => {
  test.each(['declined', 'cancelled'] as const)('after it was %s is cancelled and published to nobody', status => {
    const learned = applyProviderState({ ...fresh, status }, found('authorized'), new Map());
    expect(learned.events).toEqual([]);
    expect(nextStep(learned.payment, new Date())).toBe('cancel_authorization');
  });
});

describe('a payment that was never requested', () => {
  test('ends without the provider', () => {
    const abandoned = { ...fresh, requested: false, cancelRequested: true };
    expect(nextStep(abandoned, new Date())).toBe('abandon');
    expect(abandon(abandoned).events).toEqual([{ type: 'PaymentFailed', reason: 'abandoned', declineCode: undefined }]);
  });

  test('may have been requested by a process that died: it is requested again', () => {
    expect(nextStep({ ...fresh, cancelRequested: true }, new Date())).toBe('create');
  });
});

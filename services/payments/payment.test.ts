import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { abandon, applyProviderState, nextStep, type Payment, type PaymentEvent } from './payment.ts';
import type { ProviderPayment } from './provider.ts';

const fresh: Payment = {
  ...{
    status: 'pending',
    amount: 700,
    captured: 0,
    refunded: 0,
    requested: true,
    hasReference: false,
    cancelRequested: false,
    captureRequested: false,
  },
  expiresAt: undefined,
};
const found = (status: ProviderPayment['status'], more: Partial<ProviderPayment> = {}): ProviderPayment => ({
  ...{ reference: 'pi_1', intent: 'pi_1', status, captured: status === 'captured' ? 700 : 0, refunds: [] },
  ...{ redirectUrl: undefined, declineCode: undefined, card: undefined },
  ...more,
});
const refund = (reference: string, amount: number) => ({ reference, id: undefined, amount, reason: undefined });

/**
 * A provider that keeps its own books: what it says is always consistent, whatever is asked of it, and it may say it
 * late or twice.
 */
function playThrough(moves: readonly string[]): { payment: Payment; events: PaymentEvent[]; truth: ProviderPayment } {
  let truth = found('open');
  let payment = fresh;
  const told: ProviderPayment[] = [truth];
  const events: PaymentEvent[] = [];
  const known = new Set<string>();
  const hear = (heard: ProviderPayment) => {
    const learned = applyProviderState(payment, heard, known);
    for (const item of heard.refunds)
      if (learned.payment.status === 'captured' || learned.payment.status === 'refunded') known.add(item.reference);
    payment = learned.payment;
    events.push(...learned.events);
  };
  const act = (step: ReturnType<typeof nextStep>) => {
    if (step === 'cancel_authorization' && truth.status !== 'captured') truth = found('cancelled');
    if (step === 'capture' && truth.status === 'authorized') truth = found('captured');
    if (step === 'refund')
      truth = {
        ...truth,
        refunds: [...truth.refunds, refund('re_rest', 700 - truth.refunds.reduce((sum, item) => sum + item.amount, 0))],
      };
    told.push(truth);
    hear(truth);
  };
  for (const move of moves) {
    if (move === 'pay' && truth.status === 'open') truth = found('authorized');
    if (move === 'decline' && truth.status === 'open') truth = found('declined', { declineCode: 'card_declined' });
    if (move === 'cancel order') payment = { ...payment, cancelRequested: true };
    if (move === 'ship') payment = { ...payment, captureRequested: true };
    if (move === 'refund a part' && truth.status === 'captured' && truth.refunds.length === 0)
      truth = { ...truth, refunds: [refund('re_part', 200)] };
    if (move === 'hear') hear(truth);
    if (move === 'hear again' && truth.status === told.at(-1)?.status) hear(told.at(-1) ?? truth);
    if (move === 'step') act(nextStep(payment, new Date()));
    told.push(truth);
  }
  for (let rest = 0; rest < 10; rest += 1) {
    hear(truth);
    act(nextStep(payment, new Date()));
  }
  return { payment, events, truth };
}

const moves = fc.array(
  fc.constantFrom('pay', 'decline', 'cancel order', 'ship', 'refund a part', 'hear', 'hear again', 'step'),
  {
    maxLength: 25,
  },
);

describe('whatever happens in whatever order', () => {
  test('everything is told once, and a cancelled order keeps nobody’s money', () => {
    fc.assert(
      fc.property(moves, played => {
        const { payment, events, truth } = playThrough(played);
        const count = (type: PaymentEvent['type']) => events.filter(item => item.type === type).length;
        for (const type of ['PaymentAuthorized', 'PaymentFailed', 'PaymentCaptured', 'PaymentCancelled'] as const)
          expect(count(type)).toBeLessThanOrEqual(1);
        const given = truth.refunds.reduce((sum, item) => sum + item.amount, 0);
        if (payment.cancelRequested && truth.status !== 'open') expect(truth.captured - given).toBe(0);
        if (payment.cancelRequested) expect(['refunded', 'cancelled', 'declined']).toContain(payment.status);
        expect([payment.captured, payment.refunded]).toEqual([truth.captured, given]);
        expect(count('PaymentFailed') + count('PaymentAuthorized')).toBeLessThanOrEqual(1);
        if (count('PaymentCancelled') === 1 && count('PaymentAuthorized') === 0)
          expect(payment.cancelRequested).toBe(true);
      }),
      { seed: 20261122, numRuns: 2_000 },
    );
  });

  test('nothing is left to do in the end', () => {
    fc.assert(
      fc.property(moves, played => ['nothing', 'retrieve'].includes(nextStep(playThrough(played).payment, new Date()))),
      { seed: 20261122 },
    );
  });
});

describe('an authorization that comes too late', () => {
  test.each(['declined', 'cancelled'] as const)('after it was %s is let go and told to nobody', status => {
    const learned = applyProviderState({ ...fresh, status }, found('authorized'), new Set());
    expect(learned.events).toEqual([]);
    expect(nextStep(learned.payment, new Date())).toBe('cancel_authorization');
  });
});

describe('what nobody was asked for', () => {
  test('ends without the provider', () => {
    const abandoned = { ...fresh, requested: false, cancelRequested: true };
    expect(nextStep(abandoned, new Date())).toBe('abandon');
    expect(abandon(abandoned).events).toEqual([{ type: 'PaymentFailed', reason: 'abandoned', declineCode: undefined }]);
  });

  test('may have been asked for by a process that died: the provider is asked again', () => {
    expect(nextStep({ ...fresh, cancelRequested: true }, new Date())).toBe('create');
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ApiError } from './errors.ts';
import { formatMoney } from './money.ts';
import { cardByToken } from './state/cards.ts';
import type { Change } from './state/change.ts';
import { cancel, capture } from './state/holds.ts';
import { confirm } from './state/intents.ts';
import { newIntent } from './state/new-intent.ts';
import type { BalanceTransaction, Charge, Intent, PaymentMethod, Refund } from './state/records.ts';
import { refund, settle } from './state/refunds.ts';

test.each([
  [1250, 'usd', 'en-US', '$12.50'],
  [500, 'jpy', 'en-US', '¥500'],
  [12345, 'kwd', 'en-US', 'KWD 12.345'],
  [123456, 'eur', 'de', '1.234,56 €'],
  [100, 'usd', 'not a locale', '$1.00'],
])('%d %s in %s is %s', (amount, currency, locale, text) => {
  expect(formatMoney(amount, currency, locale).replaceAll(/\s/g, ' ')).toBe(text);
});

const methodFor = (token: string): PaymentMethod => ({
  id: token,
  created: 0,
  cardNumber: cardByToken(token)?.number ?? '',
  expMonth: 12,
  expYear: 2040,
  cvcGiven: true,
  billing: { name: null, email: null, country: null, postalCode: null },
  metadata: {},
});

const intentOf = (amount: number, captureMethod: Intent['captureMethod']): Intent =>
  newIntent(
    {
      amount,
      currency: 'usd',
      captureMethod,
      automatic: 'always',
      allowedTypes: null,
      requestThreeDSecure: 'automatic',
      description: null,
      receiptEmail: null,
      statementDescriptor: null,
      statementDescriptorSuffix: null,
      transferGroup: null,
      shipping: null,
      metadata: {},
      sessionId: null,
    },
    0,
  );

type Step =
  | { kind: 'pay'; card: string }
  | { kind: 'capture' | 'refund'; amount: number | undefined }
  | { kind: 'cancel' }
  | { kind: 'settle' };

const amounts = fc.option(fc.integer({ min: 1, max: 1500 }), { nil: undefined });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('pay' as const),
    card: fc.constantFrom('pm_card_visa', 'pm_card_refundFail', 'pm_card_visa_chargeDeclined'),
  }),
  fc.record({ kind: fc.constantFrom('capture' as const, 'refund' as const), amount: amounts }),
  fc.constant({ kind: 'cancel' as const }),
  fc.constant({ kind: 'settle' as const }),
);

describe('whatever is done to a payment, in whatever order', () => {
  test('no more is taken than was held, and no more is given back than was taken', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('manual' as const, 'automatic_async' as const),
        fc.array(steps, { maxLength: 12 }),
        (method, todo) => {
          let intent = intentOf(1000, method);
          const charges = new Map<string, Charge>();
          const refunds = new Map<string, Refund>();
          const balances: BalanceTransaction[] = [];
          for (const step of todo) {
            const change = attempt(() => run(step, intent, charges.get(intent.latestChargeId ?? ''), refunds));
            if (!change) continue;
            intent = change.intent ?? intent;
            if (change.charge) charges.set(change.charge.id, change.charge);
            if (change.refund) refunds.set(change.refund.id, change.refund);
            if (change.balance) balances.push(change.balance);
          }
          const paid = [...charges.values()].filter(charge => charge.status === 'succeeded');
          expect(paid.length).toBeLessThanOrEqual(1);
          const [charge] = paid;
          const given = [...refunds.values()]
            .filter(one => one.status !== 'failed')
            .reduce((sum, one) => sum + one.amount, 0);
          expect(given).toBe(charge?.amountRefunded ?? 0);
          expect(given).toBeLessThanOrEqual(charge?.amount ?? 0);
          expect(intent.amountReceived).toBe(charge?.amountCaptured ?? 0);
          const real = [...refunds.values()].filter(one => one.kind === 'refund' && one.status !== 'failed');
          const balance = balances.reduce((sum, one) => sum + one.amount, 0);
          expect(balance).toBe((charge?.amountCaptured ?? 0) - real.reduce((sum, one) => sum + one.amount, 0));
          expect(balance).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Undefined when the step is refused, as it would be by the API. */
function attempt(step: () => Change | undefined): Change | undefined {
  try {
    return step();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

function run(step: Step, intent: Intent, charge: Charge | undefined, refunds: Map<string, Refund>): Change | undefined {
  switch (step.kind) {
    case 'pay':
      return confirm(
        intent,
        methodFor(step.card),
        { returnUrl: null, offSession: false, errorOnRequiresAction: false },
        1,
      );
    case 'capture':
      return charge && capture(intent, charge, methodFor(charge.methodId), step.amount, 2);
    case 'refund':
      return (
        charge && refund(charge, methodFor(charge.methodId), { amount: step.amount, reason: null, metadata: {} }, 3)
      );
    case 'cancel':
      return cancel(intent, charge, null, 4);
    case 'settle': {
      const waiting = [...refunds.values()].find(one => one.settlesAt !== null);
      return waiting && charge && settle(waiting, charge, 5);
    }
  }
}

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { draftMessages, MAX_ATTEMPTS, nextState } from './message.ts';

fc.configureGlobal({ seed: 20261122 });

describe('an attempt', () => {
  const attempts = fc.integer({ min: 1, max: 50 });

  test('that did not reach the provider never counts', () => {
    fc.assert(
      fc.property(attempts, attempt =>
        expect(nextState(attempt, { state: 'unreachable', error: 'x' })).toMatchObject({
          status: 'queued',
          counts: false,
        }),
      ),
    );
  });

  test('that was deferred is retried with growing delays, and finally fails permanently', () => {
    const waits = Array.from({ length: MAX_ATTEMPTS }, (_, index) =>
      nextState(index + 1, { state: 'deferred', error: 'later' }),
    );
    expect(waits.at(-1)).toEqual({ status: 'failed', error: 'later' });
    const pauses = waits.slice(0, -1).map(next => (next.status === 'queued' ? next.waitMs : Number.NaN));
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses.every(pause => pause >= 10_000 && pause <= 3_600_000)).toBe(true);
  });

  test('that was refused is not retried', () =>
    expect(nextState(1, { state: 'refused', error: 'no such mailbox' })).toMatchObject({ status: 'failed' }));
});

test('customers with a phone number get an SMS as well', () => {
  const reach = { orderId: 'o', email: 'ada@example.com' };
  expect(draftMessages('order-paid', reach, {}).map(draft => draft.channel)).toEqual(['email']);
  expect(
    draftMessages('order-paid', { ...reach, phone: '+44' }, {}).map(draft => [draft.channel, draft.recipient]),
  ).toEqual([
    ['email', 'ada@example.com'],
    ['sms', '+44'],
  ]);
});

import { expect, test } from '@jest/globals';
import { knownPaymentStatus } from './known-payment-status.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const recently = '2026-11-22T09:59:58Z';
const redirectUrl = 'https://pay.example/1';

test.each([
  ['the provider said a moment ago that it is open', { status: 'pending', redirectUrl, checkedAt: recently }, 'unpaid'],
  ['3D Secure is not answered yet', { status: 'requires_action', redirectUrl, checkedAt: recently }, 'unpaid'],
  ['it is authorized', { status: 'authorized' }, 'authorized'],
  ['the provider did not answer', { status: 'pending', redirectUrl }, 'unknown'],
  ['it said so long ago', { status: 'pending', redirectUrl, checkedAt: '2026-11-22T09:50:00Z' }, 'unknown'],
  ['the checkout is still being worked on', { status: 'pending' }, 'unknown'],
  ['the checkout cannot be read', undefined, 'unknown'],
] as const)('%s: %s', (_what, payment, known) => {
  expect(knownPaymentStatus(payment, now)).toBe(known);
});

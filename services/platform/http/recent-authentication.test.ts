import { describe, expect, test } from '@jest/globals';
import { requireRecentAuthentication } from './recent-authentication.ts';

const now = new Date('2026-11-22T10:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const operation = { maxAuthenticationAge: 900 };

describe('an operation that needs a recent authentication', () => {
  test('is open to who gave their password within its time', () => {
    for (const seconds of [0, 899, 900])
      requireRecentAuthentication(operation, { kind: 'staff', authenticatedAt: ago(seconds) }, now);
  });

  test.each([
    ['longer ago', { kind: 'staff' as const, authenticatedAt: ago(901) }],
    ['at a time that nobody knows', { kind: 'staff' as const }],
    ['longer ago, as a shopper', { kind: 'shopper' as const, authenticatedAt: ago(901) }],
  ])('is refused to who gave it %s, in a way that programs know', (_name, principal) => {
    const refusal = { status: 403, extra: { code: 'reauthentication_required' } };
    expect(() => requireRecentAuthentication(operation, principal, now)).toThrow(expect.objectContaining(refusal));
  });

  test('asks no service', () => {
    requireRecentAuthentication(operation, { kind: 'service' }, now);
  });
});

test('other operations ask nobody', () => {
  requireRecentAuthentication({}, { kind: 'staff', authenticatedAt: ago(1e9) }, now);
});

import { describe, expect, test } from '@jest/globals';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import { ApiError, toMutationError } from './api-error.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';

function memory(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: index => [...items.keys()][index] ?? null,
    getItem: name => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: name => void items.delete(name),
  };
}

const lost = new TypeError('Failed to fetch');
const intent = ['refund', 'payment-1', { amount: 500 }];

/** Runs the intention once with this outcome. @returns the key that was sent */
async function attempt(keys: IdempotencyKeys, outcome: unknown, content: readonly unknown[] = intent): Promise<string> {
  let sent = '';
  await keys
    .run(content, async key => {
      sent = key;
      if (outcome !== undefined) throw outcome;
    })
    .catch(() => undefined);
  return sent;
}

describe('one intention has one key until its outcome is known', () => {
  test.each([
    ['no response', lost],
    ['a gateway timeout', new ProblemError({ status: 504 })],
    ['an internal error', new ProblemError({ status: 500 })],
    ['a request that still runs', new ProblemError({ status: 409, headers: { 'retry-after': '1' } })],
  ])('after %s it is sent again under the same key', async (_what, outcome) => {
    const keys = new IdempotencyKeys();
    const first = await attempt(keys, outcome);
    expect(await attempt(keys, undefined)).toBe(first);
    expect(await attempt(keys, undefined)).not.toBe(first);
  });

  test.each([
    ['a refusal', new ProblemError({ status: 422 })],
    ['a conflict', new ProblemError({ status: 409 })],
  ])('after %s the next attempt is a new intention', async (_what, outcome) => {
    const keys = new IdempotencyKeys();
    expect(await attempt(keys, outcome)).not.toBe(await attempt(keys, undefined));
  });

  test('another content is another intention', async () => {
    const keys = new IdempotencyKeys();
    const first = await attempt(keys, lost);
    expect(await attempt(keys, undefined, ['refund', 'payment-1', { amount: 501 }])).not.toBe(first);
  });

  test('a reload of the page keeps the key, and the intention can be offered again', async () => {
    const storage = memory();
    const first = await attempt(new IdempotencyKeys('mutations', storage), lost);
    const reloaded = new IdempotencyKeys('mutations', storage);
    expect(reloaded.unresolved('refund', 'payment-1')).toEqual(intent);
    expect(reloaded.unresolved('refund', 'payment')).toBeUndefined();
    expect(await attempt(reloaded, undefined)).toBe(first);
    expect(reloaded.unresolved('refund', 'payment-1')).toBeUndefined();
  });
});

describe('a mutation without a conclusive response', () => {
  test.each([lost, new ProblemError({ status: 502 }), new ProblemError({ status: 500 })])(
    'is not known to have failed: %s',
    error => {
      const apiError = toMutationError(error);
      expect(apiError).toBeInstanceOf(ApiError);
      expect(apiError).toMatchObject({ isOutcomeUnknown: true, message: expect.stringMatching(/not known whether/) });
    },
  );

  test('differs from a refusal, which says why', () => {
    const apiError = toMutationError(new ProblemError({ status: 422, detail: 'More than was captured.' }));
    expect(apiError).toMatchObject({ isOutcomeUnknown: false, message: 'More than was captured.' });
  });
});

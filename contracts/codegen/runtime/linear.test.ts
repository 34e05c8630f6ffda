import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { planPartyBody } from '../fixtures/library/generated/parties/validators/requests.js';
import { violations } from './check.ts';
import { hasDuplicates } from './schema/equality.ts';

/** Guests that count how often a validator looks at them. */
function watched(count: number): { guests: unknown[]; looks: () => number } {
  let looks = 0;
  const guest = () =>
    new Proxy(
      {},
      {
        getOwnPropertyDescriptor: (target, name) => {
          looks += 1;
          return Reflect.getOwnPropertyDescriptor(target, name);
        },
        get: (target, name) => {
          looks += 1;
          return Reflect.get(target, name);
        },
      },
    );
  return { guests: Array.from({ length: count }, guest), looks: () => looks };
}

describe('a request that is wrong in very many places', () => {
  test('is looked at no further than its first errors', () => {
    const small = watched(100);
    const large = watched(100_000);
    const host = { name: 'Ada' };
    expect(planPartyBody({ host, guests: small.guests })).toBe(false);
    expect(planPartyBody({ host, guests: large.guests })).toBe(false);
    expect(small.looks()).toBeGreaterThan(0);
    expect(large.looks()).toBe(small.looks());
  });

  test('gets twenty errors at most, in members and in items', () => {
    const unknown = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`x${index}`, 1]));
    planPartyBody({ host: { name: 'Ada', ...unknown }, guests: [] });
    expect(violations(planPartyBody, '/body')).toHaveLength(20);
    planPartyBody({ host: { name: 'Ada' }, guests: Array.from({ length: 60_000 }, () => ({})) });
    const found = violations(planPartyBody, '/body');
    expect(found).toHaveLength(20);
    expect(found[0]).toEqual({ path: '/body/guests', message: 'must NOT have more than 3 items' });
  });

  test('is still distinguished from one that is right in another branch', () => {
    const tags = Object.fromEntries(Array.from({ length: 2 }, (_, index) => [`x${index}`, 'sweet']));
    const food = Array.from({ length: 500 }, () => ({ kind: 'soup', hot: true }));
    expect(planPartyBody({ host: { name: 'Ada' }, guests: [], food, tags, budget: null })).toBe(true);
  });
});

describe('unique items', () => {
  const reference = new Ajv2020().compile({ type: 'array', uniqueItems: true });

  test('are judged as ajv judges them', () => {
    const item = fc.oneof(fc.constantFrom(1, '1', true, null, 'o{}'), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), items => {
        const parsed: unknown[] = JSON.parse(JSON.stringify(items));
        expect(hasDuplicates(parsed)).toBe(!reference(parsed));
      }),
      { seed: 20261129, numRuns: 500 },
    );
  });

  test('do not depend on the order of members, and strings are no other values', () => {
    expect(
      hasDuplicates([
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ]),
    ).toBe(true);
    expect(hasDuplicates([1, '1', 's1', [1], ['1'], { 1: 1 }, null, 'null'])).toBe(false);
  });
});

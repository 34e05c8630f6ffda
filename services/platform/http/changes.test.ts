import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretFields } from '../../../generated/platform/secrets.ts';
import { inTrace, startTrace } from '../observability/trace.ts';
import { changeMade, changesBetween } from './changes.ts';

const seed = 20261122;
const leaf = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.constant(null));
const name = fc.stringMatching(/^[a-m]{1,6}$/);
const { fields } = fc.letrec<{ fields: Record<string, unknown>; value: unknown }>(tie => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, tie('fields'), fc.array(leaf, { maxLength: 4 })),
  fields: fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));

/** A log of changes does not distinguish undefined, an empty object and an empty list. */
function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const rest = bare(item);
    const empty = rest === undefined || rest === null || (typeof rest === 'object' && Object.keys(rest).length === 0);
    return empty ? [] : [[key, rest]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path;
  const inner = target[first];
  if (rest.length === 0) target[first] = value;
  else {
    const next = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...inner } : {};
    put(next, rest, value);
    target[first] = next;
  }
}

describe('changesBetween', () => {
  test('finds nothing between a value and itself', () => {
    fc.assert(
      fc.property(fields, value => {
        expect(changesBetween(value, structuredClone(value))).toEqual([]);
      }),
      { seed },
    );
  });

  test('contains all that is needed to derive one value from the other', () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const rebuilt = structuredClone(before);
        for (const change of changesBetween(before, after)) put(rebuilt, change.field.split('.'), change.after);
        expect(bare(rebuilt)).toEqual(bare(after));
      }),
      { seed },
    );
  });

  test('backwards it is the same with before and after exchanged', () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const forth = changesBetween(before, after).map(({ field, before, after }) => ({
          field,
          before: after,
          after: before,
        }));
        const byField = (a: { field: string }, b: { field: string }) => (a.field < b.field ? -1 : 1);
        expect(changesBetween(after, before).sort(byField)).toEqual(forth.sort(byField));
      }),
      { seed },
    );
  });

  test('never contains a field that a contract calls secret, at any depth', () => {
    const secret = fc.constantFrom(...secretFields);
    fc.assert(
      fc.property(secret, fc.array(name, { maxLength: 3 }), (hidden, path) => {
        const at = (text: string) => {
          const target: Record<string, unknown> = {};
          put(target, [...path, hidden], text);
          return { ...target, list: [{ [hidden]: text }], keyed: [{ id: '1', [hidden]: text }] };
        };
        expect(JSON.stringify(changesBetween(at('before-7f3a'), at('after-7f3a')))).not.toContain('7f3a');
        expect(JSON.stringify(changesBetween(undefined, at('fresh-7f3a')))).not.toContain('7f3a');
      }),
      { seed },
    );
  });

  test('says that a secret changed, and not to what', () => {
    expect(changesBetween({ options: { token: 'a' } }, { options: { token: 'b' } })).toEqual([
      { field: 'options.token', before: '[hidden]', after: '[hidden]' },
    ]);
    expect(changesBetween({ password: 'a' }, {})).toEqual([{ field: 'password', before: '[hidden]', after: null }]);
  });

  test.each(['hash-browns', 'arcade-token', 'cookie-jar', 'constructor', 'toString', '__proto__', 'valueOf'])(
    'shows what became of the item %s and of an option of that name',
    name => {
      const product = (amount: number) => ({ variants: [variant(name, amount)] });
      expect(changesBetween(product(10_000), product(12))).toEqual([
        { field: `variants.${name}.price.amount`, before: 10_000, after: 12 },
      ]);
      const was = Object.fromEntries([[name, 'a']]);
      expect(changesBetween({}, { options: was })).toEqual([{ field: `options.${name}`, before: null, after: 'a' }]);
      expect(changesBetween({ options: was }, {})).toEqual([{ field: `options.${name}`, before: 'a', after: null }]);
    },
  );

  test('compares items of a list by their key, whatever their order', () => {
    const before = { variants: [variant('a', 100), variant('b', 200)] };
    const after = { variants: [variant('b', 250), variant('a', 100), variant('c', 300)] };
    expect(changesBetween(before, after)).toEqual([
      { field: 'variants.b.price.amount', before: 200, after: 250 },
      { field: 'variants.c.sku', before: null, after: 'c' },
      { field: 'variants.c.price.amount', before: null, after: 300 },
    ]);
  });

  test('reports money as a whole, so that no amount is without its currency', () => {
    const usd = (amount: number) => ({ amount, currency: 'USD' });
    const before = { variants: [{ sku: 'a', price: usd(200) }] };
    const after = { variants: [{ sku: 'a', price: usd(250), compareAtPrice: usd(300) }] };
    expect(changesBetween(before, after)).toEqual([
      { field: 'variants.a.price', before: usd(200), after: usd(250) },
      { field: 'variants.a.compareAtPrice', before: null, after: usd(300) },
    ]);
  });

  test('reports a list without keys as a whole', () => {
    expect(changesBetween({ roles: ['orders'] }, { roles: ['orders', 'support'] })).toEqual([
      { field: 'roles', before: ['orders'], after: ['orders', 'support'] },
    ]);
  });

  test('reports of a long text only the part around the difference', () => {
    const before = `${'x'.repeat(5_000)}old${'y'.repeat(5_000)}`;
    const after = `${'x'.repeat(5_000)}new${'y'.repeat(5_000)}`;
    const [change] = changesBetween({ mjml: before }, { mjml: after });
    expect(change?.before).toEqual(expect.stringMatching(/^…x+oldy+…$/));
    expect(change?.after).toEqual(expect.stringMatching(/^…x+newy+…$/));
    expect(String(change?.after).length).toBeLessThan(1_010);
  });

  test('reports times and big integers as JSON values', () => {
    const at = new Date('2026-11-22T10:00:00Z');
    expect(changesBetween({ at: null, total: 1n }, { at, total: 2n })).toEqual([
      { field: 'at', before: null, after: '2026-11-22T10:00:00.000Z' },
      { field: 'total', before: 1, after: 2 },
    ]);
  });
});

function variant(sku: string, amount: number) {
  return { sku, price: { amount } };
}

test('a change names who made it, in which request and trace', () => {
  const principal = { kind: 'staff', id: 's1', roles: ['orders'], email: 'olga@example.com' } as const;
  const trace = startTrace(undefined);
  const change = inTrace(trace, () =>
    changeMade(
      { principal, requestId: 'r1' },
      {
        resource: 'orders',
        resourceId: 'o1',
        label: 'C-1',
        action: 'cancelled',
        reason: 'asked for',
        before: { status: 'paid' },
        after: { status: 'cancelled' },
      },
    ),
  );
  expect(change).toEqual({
    resource: 'orders',
    resourceId: 'o1',
    label: 'C-1',
    action: 'cancelled',
    actor: { kind: 'staff', id: 's1', email: 'olga@example.com' },
    changes: [{ field: 'status', before: 'paid', after: 'cancelled' }],
    reason: 'asked for',
    requestId: 'r1',
    traceId: trace.traceId,
    at: expect.any(String),
  });
});

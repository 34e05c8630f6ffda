import { expect, test } from '@jest/globals';
import { violations } from './check.ts';
import { type Predicate, validator } from './validator.ts';

const texts = {
  Node: '{"type":"object","required":["id"],"properties":{"id":{"type":"integer"},"next":{"$ref":"Node"}}}',
};
const isNode: Predicate = value => {
  const { id, next } = Object(value);
  return Number.isInteger(id) && (next === undefined || isNode(next));
};
const check = validator(texts, { coerces: false, fills: false }).check('Node', isNode);

interface Node {
  id: unknown;
  next?: Node;
}

function nested(depth: number, innermost: unknown): Node {
  let node: Node = { id: innermost };
  for (let level = 1; level < depth; level += 1) node = { id: level, next: node };
  return node;
}

test('what a predicate refuses is looked at by the schema', () => {
  expect(check(nested(3, 1))).toBe(true);
  expect(check.errors).toBeNull();
  expect(check(nested(3, 'x'))).toBe(false);
  expect(violations(check, '/body')).toEqual([{ path: '/body/next/next/id', message: 'must be integer' }]);
});

test('what is nested deeper than anything can look is refused, and nothing breaks', () => {
  for (const depth of [5_000, 1_000_000]) {
    expect(check(nested(depth, 'x'))).toBe(false);
    expect(violations(check, '/body')).toHaveLength(1);
  }
  expect(violations(check, '/body')).toEqual([{ path: '/body', message: 'is nested too deeply' }]);
});

import { describe, expect, test } from '@jest/globals';
import type { Json } from '../document/json.ts';
import { holds, parseCondition } from './condition.ts';
import { type Expression, evaluate, expressionsIn, parseExpression, UnresolvedExpression } from './expression.ts';

describe('runtime expressions', () => {
  test.each<[string, Expression]>([
    ['$url', { kind: 'url' }],
    ['$statusCode', { kind: 'statusCode' }],
    ['$request.header.X-Key', { kind: 'request', part: 'header', name: 'X-Key' }],
    ['$response.body', { kind: 'response', part: 'body', pointer: '' }],
    ['$response.body#/items/0/id', { kind: 'response', part: 'body', pointer: '/items/0/id' }],
    ['$message.payload#/a~1b', { kind: 'message', part: 'payload', pointer: '/a~1b' }],
    ['$inputs.user.name', { kind: 'inputs', name: 'user.name', pointer: '' }],
    ['$steps.buy.outputs.order#/id', { kind: 'steps', step: 'buy', name: 'order', pointer: '/id' }],
    ['$workflows.fill.outputs.id', { kind: 'workflows', workflow: 'fill', field: 'outputs', name: 'id', pointer: '' }],
    ['$sourceDescriptions.shop.getOrder', { kind: 'sourceDescriptions', source: 'shop', reference: 'getOrder' }],
  ])('%s', (text, expression) => {
    expect(parseExpression(text)).toEqual(expression);
  });

  test.each(['$', '$nothing', '$steps.buy', '$response.bodies', 'inputs.a'])('%s is none', text => {
    expect(parseExpression(text)).toBeUndefined();
  });

  const values: Record<string, Json> = { n: 3, s: 'tea', o: { a: [1] }, z: null };
  const resolve = (expression: Expression): Json | undefined =>
    expression.kind === 'inputs' ? values[expression.name] : undefined;

  test('keep the type of what they stand for; inside of a text they become text', () => {
    const written = {
      a: '$inputs.n',
      b: ['{$inputs.s} ×{$inputs.n}', '$inputs.o'],
      c: 'x {$inputs.o} {y}',
      d: '$inputs.z',
    };
    expect(evaluate(written, resolve)).toEqual({ a: 3, b: ['tea ×3', { a: [1] }], c: 'x {"a":[1]} {y}', d: null });
    expect(expressionsIn(written)).toEqual([
      '$inputs.n',
      '$inputs.s',
      '$inputs.n',
      '$inputs.o',
      '$inputs.o',
      '$inputs.z',
    ]);
  });

  test('that stand for nothing are said', () => {
    expect(() => evaluate('{$inputs.gone}', resolve)).toThrow(UnresolvedExpression);
  });
});

describe('conditions', () => {
  const values: Record<string, Json> = {
    $statusCode: 200,
    '$response.body': { items: [{ name: 'Tea', left: 2 }], empty: [] },
    '$inputs.most': 2,
  };
  const check = (text: string): boolean => {
    const condition = parseCondition(text);
    if (typeof condition === 'string') throw new Error(condition);
    return holds(condition, (name, path) =>
      path.reduce<Json | undefined>((value, key) => Reflect.get(Object(value), key), values[name]),
    );
  };

  test.each([
    '$statusCode == 200',
    '$statusCode != 201 && $statusCode < 300',
    '$statusCode == 404 || ($statusCode >= 200 && !($statusCode > 299))',
    "$response.body.items[0].name == 'tEA'",
    '$response.body.items[0].left <= $inputs.most',
    "'it''s' == 'it''s'",
    '-1 < 0.5',
    '$response.body.gone == null',
    'true',
  ])('%s', text => {
    expect(check(text)).toBe(true);
  });

  test.each([
    '$statusCode == 201',
    "$statusCode == '200'",
    '$response.body.items[1].name == null && false',
    '!true',
    "'a' > 1",
  ])('not %s', text => {
    expect(check(text)).toBe(false);
  });

  test.each([
    '',
    '$statusCode ==',
    '== 200',
    '($statusCode == 200',
    '$statusCode == 200 201',
    '$statusCode = 200',
    "'open",
  ])('"%s" is none', text => {
    expect(parseCondition(text)).toEqual(expect.any(String));
  });
});

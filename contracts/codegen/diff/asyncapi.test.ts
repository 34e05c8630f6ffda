import { describe, expect, test } from '@jest/globals';
import { compareAsyncapi } from './asyncapi/asyncapi.ts';
import { isWeaker } from './asyncapi/compatibility.ts';
import { changed, changesOf, contractOf, events } from './testing/contracts.ts';

const order = (properties: string, rest = ''): string => `{ type: object, properties: { ${properties} }, ${rest} }`;
const one = order('a: { type: string }');
const more = order('a: { type: string }, b: { type: string }');
const must = order('a: { type: string }', 'required: [a]');
const breaks = (list: string[]): boolean => list.some(text => text.startsWith('breaking'));

describe('what a channel promises', () => {
  const table: [change: string, before: string, after: string, breaking: string[], advice: string][] = [
    ['an optional field is added', one, more, [], 'deploy in any order'],
    ['an optional field is removed', more, one, [], 'deploy in any order'],
    ['a field becomes required', one, must, ['BACKWARD', 'FULL'], 'deploy producers first'],
    ['a field becomes optional', must, one, ['FORWARD', 'FULL'], 'deploy consumers first'],
    [
      'a type changes',
      one,
      order('a: { type: integer }'),
      ['BACKWARD', 'FORWARD', 'FULL'],
      'no order of deployment is safe',
    ],
    [
      'a value is added',
      order('a: { enum: [x] }'),
      order('a: { enum: [x, y] }'),
      ['FORWARD', 'FULL'],
      'deploy consumers first',
    ],
    [
      'a value is removed',
      order('a: { enum: [x, y] }'),
      order('a: { enum: [x] }'),
      ['BACKWARD', 'FULL'],
      'deploy producers first',
    ],
  ];
  test.each(table)('%s', (_name, before, after, breaking, advice) => {
    for (const mode of ['BACKWARD', 'FORWARD', 'FULL', 'NONE']) {
      const channel = `x-compatibility: ${mode}`;
      const list = changesOf(events(before, channel), events(after, channel));
      expect([mode, list.some(({ severity }) => severity === 'breaking')]).toEqual([mode, breaking.includes(mode)]);
      expect(list.find(({ id }) => id === 'message-deploy-order')?.message).toContain(advice);
    }
  });

  test('a promise of the Kafka binding is judged as a registry does: an open object may hold anything', () => {
    const binding = 'bindings: { kafka: { compatibility: BACKWARD } }';
    expect(breaks(changed(events(one, '', binding), events(more, '', binding)))).toBe(true);
    expect(breaks(changed(events(more, '', binding), events(one, '', binding)))).toBe(false);
  });

  test('without a promise, consumers of what is sent must go on reading', () => {
    expect(breaks(changed(events(one), events(must)))).toBe(false);
    expect(breaks(changed(events(must), events(one)))).toBe(true);
  });

  test('a transitive promise is kept towards every earlier version', () => {
    const document = (payload: string, mode: string): ReturnType<typeof contractOf> =>
      contractOf(events(payload, `x-compatibility: ${mode}`));
    const first = order('a: { type: integer }');
    const middle = order('');
    const last = order('a: { type: string }');
    const ids = (mode: string): string[] =>
      compareAsyncapi(document(middle, mode), document(last, mode), [document(first, mode)])
        .filter(({ severity }) => severity === 'breaking')
        .map(({ id }) => id);
    expect(ids('BACKWARD')).toEqual([]);
    expect(ids('BACKWARD_TRANSITIVE')).toEqual(['message-payload-type-changed']);
  });

  test('a transitive promise that was broken before is not broken again by a version without changes', () => {
    const document = (payload: string): ReturnType<typeof contractOf> =>
      contractOf(events(payload, 'x-compatibility: FULL_TRANSITIVE'));
    const first = document(order('a: { type: integer }'));
    const second = document(order('a: { type: string }'));
    expect(compareAsyncapi(first, second, []).some(({ severity }) => severity === 'breaking')).toBe(true);
    expect(compareAsyncapi(second, second, [first])).toEqual([]);
  });

  test.each([
    ['FULL', 'BACKWARD', true],
    ['FULL_TRANSITIVE', 'FULL', true],
    ['BACKWARD', 'FULL', false],
    ['BACKWARD', 'NONE', true],
    ['NONE', 'FORWARD', false],
  ])('%s → %s', (before, after, weaker) => {
    expect(isWeaker(before, after)).toBe(weaker);
  });
});

describe('what is around a payload', () => {
  const kafka = (text: string): string => `bindings: { kafka: { ${text} } }`;
  test.each([
    [
      'topic',
      events(one),
      events(one).replace('orders.order.v1', 'orders.order.v2'),
      'breaking channel-address-changed',
    ],
    [
      'fewer partitions',
      events(one, kafka('partitions: 6')),
      events(one, kafka('partitions: 3')),
      'breaking channel-partitions-decreased',
    ],
    [
      'more partitions',
      events(one, kafka('partitions: 3')),
      events(one, kafka('partitions: 6')),
      'warning channel-partitions-increased',
    ],
    [
      'kept for a shorter time',
      events(one, kafka('topicConfiguration: { retention.ms: 20 }')),
      events(one, kafka('topicConfiguration: { retention.ms: 10 }')),
      'warning channel-topic-configuration-changed',
    ],
    [
      'content type',
      events(one),
      events(one, '', 'contentType: application/xml'),
      'breaking message-content-type-changed',
    ],
    [
      'key',
      events(one, '', kafka('key: { type: string }')),
      events(one, '', kafka('key: { type: integer }')),
      'breaking message-key-type-changed',
    ],
    [
      'headers',
      events(one, '', `headers: ${must}`),
      events(one, '', `headers: ${one}`),
      'breaking message-headers-property-became-optional',
    ],
    [
      'a weaker promise',
      events(one, 'x-compatibility: FULL'),
      events(one, 'x-compatibility: FORWARD'),
      'warning channel-compatibility-weakened',
    ],
    ['message removed', events(one), events(one).replace('Placed:', 'Created:'), 'breaking message-removed'],
    ['message added', events(one), events(one).replace('Placed:', 'Placed: {}, Created:'), 'addition message-added'],
    ['operation removed', events(one), events(one).replace('place:', 'create:'), 'breaking event-operation-removed'],
    [
      'sends what it received',
      events(one),
      events(one).replace('send', 'receive'),
      'breaking event-operation-action-changed',
    ],
    [
      'a payload that is not compared',
      events("{ schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { type: record, fields: [] } }"),
      events("{ schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { type: record, fields: [1] } }"),
      'warning message-payload-unproven',
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(changed(before, after)).toContain(expected);
  });

  test('a channel that is removed', () => {
    const none = 'asyncapi: 3.0.0\ninfo: { title: Orders, version: 1.0.0 }\n';
    expect(changed(events(one), none)).toEqual(['breaking channel-removed', 'breaking event-operation-removed']);
  });
});

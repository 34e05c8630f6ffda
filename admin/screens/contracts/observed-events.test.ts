import { expect, test } from '@jest/globals';
import { matching, parseObservedEvent } from './observed-events.ts';

const event = {
  topic: 'orders.order.v1',
  partition: 2,
  offset: '17',
  key: 'o1',
  type: 'OrderPaid',
  validity: 'valid',
  bytes: 12,
  payload: { number: 'C-10042' },
};

test('an event of the stream is identified by its position in the topic', () => {
  expect(parseObservedEvent(JSON.stringify(event))).toEqual({ ...event, id: 'orders.order.v1/2/17' });
  expect(parseObservedEvent('no event')).toBeUndefined();
  expect(parseObservedEvent('{"topic":1}')).toBeUndefined();
});

test('words are looked for in the payload, too', () => {
  const listed = [event, { ...event, offset: '18', type: 'OrderPlaced', payload: { number: 'C-1' } }].flatMap(
    each => parseObservedEvent(JSON.stringify(each)) ?? [],
  );
  const found = (words: string) => matching(listed, words).map(({ type }) => type);
  expect(found('')).toEqual(['OrderPaid', 'OrderPlaced']);
  expect(found('c-10042')).toEqual(['OrderPaid']);
  expect(found('order placed c-1')).toEqual(['OrderPlaced']);
  expect(found('refund')).toEqual([]);
});

import { expect, test } from '@jest/globals';
import { createEventTail, observedEvent } from './event-tail.ts';

const message = (value: string, headers = {}) => ({
  key: Buffer.from('k'),
  value: Buffer.from(value),
  headers,
  offset: '7',
  timestamp: '0',
  attributes: 0,
});
const received = (value: string, headers = {}) =>
  ({ topic: 't', partition: 0, message: message(value, headers), validity: 'valid' }) as const;

test('the trace is that of the event; a payload that is long stays where it is', () => {
  const traceparent = Buffer.from('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
  expect(observedEvent(received('{}', { traceparent })).traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  const long = observedEvent(received(JSON.stringify('x'.repeat(20_000))));
  expect(long).not.toHaveProperty('payload');
  expect(long.bytes).toBe(20_002);
  expect(observedEvent(received('no JSON')).payload).toBe('no JSON');
});

test('keeps the newest hundred, and lets a few watch', () => {
  const tail = createEventTail();
  for (let each = 0; each < 150; each += 1) tail.record(received(String(each)));
  const first = tail.watch(100);
  const text = String(first?.read());
  expect(text.match(/"payload":\d+/g)).toHaveLength(100);
  expect(text).toContain('"payload":50}');
  expect(text).not.toContain('"payload":49}');
  const others = Array.from({ length: 30 }, () => tail.watch(0));
  expect(others.filter(Boolean)).toHaveLength(19);
  for (const stream of [first, ...others]) stream?.destroy();
});

import { expect, test } from '@jest/globals';
import { createConsumerLag } from './consumer-lag.ts';

test('the lag is the age of the oldest message that is not handled', () => {
  const lag = createConsumerLag(0);
  expect(lag.seconds(1_000)).toBe(0);
  lag.began('orders/0', 2_000);
  lag.began('orders/1', 5_000);
  lag.fetched(6_000);
  expect(lag.seconds(6_000)).toBe(4);
  lag.finished('orders/0');
  expect(lag.seconds(6_000)).toBe(1);
  lag.rebalanced();
  expect(lag.seconds(6_000)).toBe(0);
});

test('the lag is the time without a fetch while Kafka is unreachable', () => {
  const lag = createConsumerLag(0);
  lag.fetched(1_000);
  expect(lag.seconds(9_000)).toBe(0);
  expect(lag.seconds(61_000)).toBe(60);
  lag.fetched(61_000);
  expect(lag.seconds(62_000)).toBe(0);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutBatches, encodedBytes, type PartitionedMessage } from './record-batches.ts';

const message = (partition: number, value: string): PartitionedMessage => ({
  topic: 'orders',
  partition,
  message: { key: 'key', value, headers: { ce_type: 'OrderPaid' } },
});
const LIMIT = 500;
const cut = (messages: readonly PartitionedMessage[]) => cutBatches(messages, () => LIMIT);

describe('batches', () => {
  test('have all messages in their order, and no partition with too many bytes', () => {
    const messages = fc.array(
      fc
        .record({ partition: fc.nat(2), value: fc.string({ maxLength: 700, unit: 'grapheme' }) })
        .map(item => message(item.partition, item.value)),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(messages, list => {
        const batches = cut(list);
        expect(batches.flat()).toEqual(list);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          if (batch.length === 1) continue;
          for (const partition of [0, 1, 2]) {
            const own = batch.filter(item => item.partition === partition);
            expect(own.reduce((sum, item) => sum + encodedBytes(item.message), 0)).toBeLessThanOrEqual(LIMIT);
          }
        }
      }),
      { seed: 1 },
    );
  });

  test('have a message alone that is over the limit', () => {
    const list = [message(0, 'a'), message(0, 'x'.repeat(LIMIT)), message(1, 'b'), message(0, 'c')];
    expect(cut(list).map(batch => batch.length)).toEqual([1, 1, 2]);
  });

  test('are one where everything fits', () => {
    expect(cut([message(0, 'x'.repeat(300)), message(1, 'x'.repeat(300)), message(2, 'x'.repeat(300))])).toHaveLength(
      1,
    );
    expect(cut([])).toEqual([]);
  });
});

import { expect, test } from '@jest/globals';
import { changeInChunks } from './bulk-edit.ts';

test('a change of many products takes as many requests as the contract asks for, in their order', async () => {
  const ids = Array.from({ length: 1_048 }, (_, index) => `p-${index}`);
  const sent: [number, number][] = [];
  const result = await changeInChunks(ids, async (chunk, number) => {
    sent.push([number, chunk.length]);
    return { items: chunk.map(productId => ({ productId, outcome: 'changed' as const })) };
  });
  expect(sent).toEqual([
    [0, 500],
    [1, 500],
    [2, 48],
  ]);
  expect(result.items.map(({ productId }) => productId)).toEqual(ids);
});

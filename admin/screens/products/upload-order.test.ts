import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UploadOrder } from './upload-order.ts';

const picture = (url: string) => ({ url });

test('pictures come in the order in which they were chosen, in whatever order uploads end', () => {
  const chosen = ['red', 'green', 'blue', 'black'];
  fc.assert(
    fc.property(fc.shuffledSubarray(chosen, { minLength: chosen.length }), ended => {
      const order = new UploadOrder();
      const positions = new Map(chosen.map(url => [url, order.take()]));
      const images = ended.reduce(
        (list, url) => order.insert(list, picture(url), positions.get(url) ?? 0),
        [picture('old')],
      );
      expect(images.map(({ url }) => url)).toEqual(['old', ...chosen]);
    }),
    { seed: 20261129 },
  );
});

test('a later upload never goes before an earlier one, and the same picture is there once', () => {
  const order = new UploadOrder();
  const first = order.insert([], picture('red'), order.take());
  const again = order.insert(first, picture('green'), order.take());
  expect(order.insert(again, picture('red'), order.take()).map(({ url }) => url)).toEqual(['green', 'red']);
});

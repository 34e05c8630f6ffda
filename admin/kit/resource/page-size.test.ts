import { expect, test } from '@jest/globals';
import { pageSize } from './page-size.ts';

test('only a size that can be chosen is kept', () => {
  expect([50, 100, 33, 'all', undefined].map(pageSize)).toEqual([50, 100, 25, 25, 25]);
});

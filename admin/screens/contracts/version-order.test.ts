import { expect, test } from '@jest/globals';
import { byNumber } from './version-order.ts';

test('the highest version comes first, whenever it was published', () => {
  const versions = ['1.0.0', '2.0.0-rc.2', '10.0.0', '1.10.0', '2.0.0', '1.9.0', '2.0.0-rc.10'];
  expect(
    versions
      .map(version => ({ version }))
      .sort(byNumber)
      .map(({ version }) => version),
  ).toEqual(['10.0.0', '2.0.0', '2.0.0-rc.10', '2.0.0-rc.2', '1.10.0', '1.9.0', '1.0.0']);
});

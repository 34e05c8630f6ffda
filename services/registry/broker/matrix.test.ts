import { describe, expect, test } from '@jest/globals';
import { type Integration, matrixOf } from './matrix.ts';
import { selectorsOf } from './selectors.ts';

const at = new Date('2026-11-29T10:00:00Z');
const integration = (provider: string, verified?: boolean, version: string | undefined = '2'): Integration => ({
  consumer: { name: 'cart', version: '1' },
  provider: { name: provider, version },
  pactCreatedAt: at,
  ...(verified === undefined ? {} : { verification: { success: verified, verifiedAt: at } }),
});

describe('versions are deployable', () => {
  test.each<[string, Integration[], boolean, RegExp]>([
    ['where there is no pact', [], true, /no pacts/],
    ['where every pact is verified', [integration('catalog', true), integration('orders', true)], true, /successful/],
    [
      'not where a pact is broken',
      [integration('catalog', true), integration('orders', false)],
      false,
      /1 of 2.*broken/,
    ],
    ['not where a pact was never verified', [integration('catalog')], false, /not verified/],
    [
      'not where no version of the provider is there',
      [{ ...integration('catalog', true), provider: { name: 'catalog', version: undefined } }],
      false,
      /not verified/,
    ],
  ])('%s', (_name, integrations, deployable, reason) => {
    const { summary, matrix } = matrixOf(integrations, [], []);
    expect(summary).toMatchObject({ deployable, reason: expect.stringMatching(reason) });
    expect(matrix).toHaveLength(integrations.length);
  });

  test('where what is broken is ignored', () => {
    const integrations = [integration('catalog', true), integration('orders', false)];
    expect(matrixOf(integrations, [{ name: 'orders' }], []).summary).toMatchObject({ deployable: true, failed: 0 });
    expect(matrixOf(integrations, [{ name: 'orders', version: '3' }], []).summary.deployable).toBe(false);
  });

  test('not where a version does not exist', () => {
    const { summary, notices } = matrixOf([], [], ['There is no version 9 of cart.']);
    expect(summary).toMatchObject({ deployable: false, reason: 'There is no version 9 of cart.' });
    expect(notices).toEqual([{ type: 'danger', text: 'There is no version 9 of cart.' }]);
  });
});

test('a parameter belongs to the pacticipant before it', () => {
  const query = new URLSearchParams(
    'q[][pacticipant]=a&q[][latest]=true&q[][pacticipant]=b&q[][version]=2&ignore[][pacticipant]=c',
  );
  expect(selectorsOf(query, 'q')).toEqual([{ name: 'a' }, { name: 'b', version: '2' }]);
  expect(selectorsOf(query, 'ignore')).toEqual([{ name: 'c' }]);
});

import { expect } from '@jest/globals';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleAt } from '../admin.ts';
import { pactBetween } from '../consumer.ts';
import { AT } from '../examples.ts';
import { exactly } from '../typed.ts';

const { asks } = pactBetween('admin', 'search');

asks(
  'how the index is',
  {
    given: { state: 'the index was built anew' },
    request: { method: 'GET', path: '/admin/search/index' },
    response: { status: 200, body: { products: 12_000, rebuilding: exactly(false), rebuiltAt: AT } },
  },
  async baseUrl => {
    const index = await bodyOf(consoleAt(baseUrl).api.search.getIndex({}));
    expect(index).toEqual({ products: 12_000, rebuilding: false, rebuiltAt: AT });
  },
);

asks(
  'to build the index anew',
  {
    request: { method: 'POST', path: '/admin/search/reindex' },
    response: { status: 202 },
  },
  async baseUrl => {
    expect(await consoleAt(baseUrl).api.search.reindex({})).toMatchObject({ status: 202 });
  },
);

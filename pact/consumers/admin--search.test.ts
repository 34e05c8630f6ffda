import { expect } from '@jest/globals';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'search');

httpInteraction(
  'how the index is',
  {
    given: { state: 'the index was built anew' },
    request: { method: 'GET', path: '/admin/search/index' },
    response: { status: 200, body: { products: 12_000, rebuilding: exactly(false), rebuiltAt: AT } },
  },
  async baseUrl => {
    const index = await bodyOf(consoleClients(baseUrl).api.search.getIndex({}));
    expect(index).toEqual({ products: 12_000, rebuilding: false, rebuiltAt: AT });
  },
);

httpInteraction(
  'to build the index anew',
  {
    request: { method: 'POST', path: '/admin/search/reindex' },
    response: { status: 202 },
  },
  async baseUrl => {
    expect(await consoleClients(baseUrl).api.search.reindex({})).toMatchObject({ status: 202 });
  },
);

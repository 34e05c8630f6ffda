import { expect } from '@jest/globals';
import { createUsageReport } from '../../admin/kit/api/usage-report.ts';
import { changeSummary } from '../../admin/screens/contracts/change-groups.ts';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { createUsage } from '../../contracts/codegen/runtime/usage-counter.ts';
import { consoleClients } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT } from '../examples.ts';
import { anything, exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'registry');
const given = { state: 'a contract is published', params: { name: 'orders', version: '1.1.0' } } as const;
const contract = {
  kind: exactly('openapi'),
  name: 'orders',
  version: '1.1.0',
  title: 'Orders',
  owner: 'fulfilment',
  publishedAt: AT,

  publishedBy: 'pipeline',
  sha256: '9f86d081884c7d65',
};
const path = { kind: 'openapi', name: 'orders' } as const;

httpInteraction(
  'for the newest version of every contract',
  {
    given,
    request: { method: 'GET', path: '/admin/contracts', query: { limit: '100' } },
    response: { status: 200, body: { items: [contract], nextCursor: null } },
  },
  async baseUrl => {
    const { items, nextCursor } = await bodyOf(
      consoleClients(baseUrl).api.registry.listContracts({ query: { limit: 100 } }),
    );
    expect(items).toMatchObject([{ kind: 'openapi', name: 'orders', owner: 'fulfilment' }]);
    expect(nextCursor).toBeNull();
  },
);

httpInteraction(
  'for the versions of a contract',
  {
    given,
    request: { method: 'GET', path: '/admin/contracts/openapi/orders/versions', query: { limit: '100' } },
    response: { status: 200, body: { items: [{ version: '1.1.0', publishedAt: AT }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.registry.listContractVersions({ path, query: { limit: 100 } }),
    );
    expect(items).toEqual([{ version: '1.1.0', publishedAt: AT }]);
  },
);

httpInteraction(
  'for the document of a contract',
  {
    given,
    request: { method: 'GET', path: '/admin/contracts/openapi/orders/versions/latest' },
    response: { status: 200, body: { ...contract, document: anything } },
  },
  async baseUrl => {
    const found = await bodyOf(
      consoleClients(baseUrl).api.registry.getContract({ path: { ...path, version: 'latest' } }),
    );
    expect(found).toMatchObject({ version: '1.1.0', title: 'Orders', document: {} });
  },
);

httpInteraction(
  'for a contract that was never published',
  {
    request: { method: 'GET', path: '/admin/contracts/openapi/unheard-of/versions/latest' },
    response: { status: 404 },
  },
  async baseUrl => {
    const { registry } = consoleClients(baseUrl).api;
    const found = await registry.getContract({ path: { kind: 'openapi', name: 'unheard-of', version: 'latest' } });
    expect(found.status).toBe(404);
  },
);

const change = {
  id: 'operation-removed',
  severity: exactly('breaking'),
  message: 'GET /it removed without deprecation',
  at: ['GET /it'],
  hits: ['clients that send'],
  consumers: [],
};

httpInteraction(
  'for what changed between two versions',
  {
    given: { state: 'a contract lost an operation', params: { name: 'removals' } },
    request: {
      method: 'GET',
      path: '/admin/contracts/openapi/removals/comparison',
      query: { from: '1.0.0', to: '2.0.0' },
    },
    response: {
      status: 200,
      body: { from: '1.0.0', to: '2.0.0', neededVersion: '2.0.0', isVersionEnough: true, items: [change] },
    },
  },
  async baseUrl => {
    const { items, isVersionEnough } = await bodyOf(
      consoleClients(baseUrl).api.registry.compareContractVersions({
        path: { kind: 'openapi', name: 'removals' },
        query: { from: '1.0.0', to: '2.0.0' },
      }),
    );
    expect([changeSummary(items), isVersionEnough]).toEqual(['1 breaking', true]);
  },
);

const draft = 'openapi: 3.1.1\ninfo: { title: Orders, version: 1.1.0 }\npaths: {}\n';

httpInteraction(
  'for what a draft would change',
  {
    given,
    request: {
      method: 'POST',
      path: '/admin/contracts/openapi/orders/draft-comparison',
      body: { text: draft },
    },
    response: {
      status: 200,
      body: { from: '1.1.0', to: '1.1.0', neededVersion: '1.1.0', isVersionEnough: true, items: [] },
    },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.registry.compareDraft({ path, body: { text: draft } }));
    expect(changeSummary(items)).toBe('Nothing changed that anybody meets.');
  },
);

httpInteraction(
  'for what ends',
  {
    given: { state: 'an operation ends', params: { name: 'ending', sunset: '2099-05-31' } },
    request: { method: 'GET', path: '/admin/contracts/deprecations' },
    response: {
      status: 200,
      body: {
        items: [
          {
            name: 'ending',
            operation: 'GET /old',
            summary: 'The old way',
            deprecated: '2026-11-01',
            sunset: '2099-05-31',
            consumers: [],
          },
        ],
      },
    },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.registry.listDeprecations({}));
    expect(items).toMatchObject([{ operation: 'GET /old', sunset: '2099-05-31' }]);
  },
);

const needed = (consumer: string) =>
  ({
    state: 'a consumer has a pact, and uses what it needs',
    params: { name: `needed-by-${consumer}`, consumer },
  }) as const;

httpInteraction(
  'for who depends on a contract',
  {
    given: needed('desk'),
    request: { method: 'GET', path: '/admin/contracts/openapi/needed-by-desk/dependents' },
    response: {
      status: 200,
      body: {
        items: [
          {
            consumer: exactly('desk'),
            versions: ['v1'],
            verification: exactly('unknown'),
            uses: [{ description: 'an order', operation: exactly('GET /orders/{orderId}') }],
          },
        ],
      },
    },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.registry.listDependents({ path: { kind: 'openapi', name: 'needed-by-desk' } }),
    );
    expect(items).toMatchObject([{ consumer: 'desk', uses: [{ operation: 'GET /orders/{orderId}' }] }]);
  },
);

httpInteraction(
  'for every pact, and how it was verified',
  {
    given: needed('till'),
    request: { method: 'GET', path: '/admin/contracts/pacts' },
    response: {
      status: 200,
      body: { items: [{ consumer: 'till', provider: 'needed-by-till', interactions: 1, result: exactly('unknown') }] },
    },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.registry.listPactResults({}));
    expect(items).toEqual([{ consumer: 'till', provider: 'needed-by-till', interactions: 1, result: 'unknown' }]);
  },
);

httpInteraction(
  'for what may be deployed',
  {
    given: needed('kiosk'),
    request: { method: 'GET', path: '/admin/contracts/deployability' },
    response: {
      status: 200,
      body: {
        items: [{ pacticipant: 'kiosk', version: 'v1', deployable: false, reason: 'No verification.', unknown: 1 }],
      },
    },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.registry.listDeployability({}));
    expect(items).toMatchObject([{ pacticipant: 'kiosk', deployable: false, unknown: 1 }]);
  },
);

httpInteraction(
  'for who used a contract',
  {
    given: needed('stand'),
    request: { method: 'GET', path: '/admin/contracts/openapi/needed-by-stand/usage', query: { days: '30' } },
    response: {
      status: 200,
      body: {
        measuredSince: '2026-11-30',
        items: [
          {
            operation: exactly('GET /orders/{orderId}'),
            consumer: exactly('stand'),
            count: exactly(2),
            lastUsed: '2026-11-30',
            samples: 0,
            fields: [],
          },
        ],
      },
    },
  },
  async baseUrl => {
    const path = { kind: 'openapi', name: 'needed-by-stand' } as const;
    const used = await bodyOf(consoleClients(baseUrl).api.registry.listUsage({ path, query: { days: 30 } }));
    expect(used).toMatchObject({ measuredSince: '2026-11-30', items: [{ consumer: 'stand', count: 2 }] });
  },
);

httpInteraction(
  'to add which fields a page read',
  {
    request: {
      method: 'PUT',
      path: '/admin/contracts/usage/0199d0a0-7b1c-7c3e-9a52-3f1f5a0c9d12',
      body: {
        version: '4d5e6f7',
        items: [
          {
            name: 'orders',
            operation: 'GET /orders/{orderId}',
            samples: 2,
            fields: [{ pointer: '/number', count: 2 }],
          },
        ],
      },
    },
    response: { status: 204 },
  },
  async baseUrl => {
    const usage = createUsage(1);
    for (const _ of [1, 2])
      usage.sample({ kind: 'openapi', name: 'orders', operation: 'GET /orders/{orderId}', consumer: 'admin' })?.(
        '/number',
      );
    const { registry } = consoleClients(baseUrl).api;
    let status: number | undefined;
    await createUsageReport({
      version: '4d5e6f7',
      take: () => usage.take(),
      isSignedIn: () => true,
      async send(_id, body) {
        const path = { batchId: '0199d0a0-7b1c-7c3e-9a52-3f1f5a0c9d12' };
        ({ status } = await registry.recordConsoleUsage({ path, body }));
      },
    })();
    expect(status).toBe(204);
  },
);

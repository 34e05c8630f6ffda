import { expect, test } from '@jest/globals';
import { createUsage } from '../../../contracts/codegen/runtime/usage-counter.ts';
import type { ConsoleUsageBatch } from '../../../generated/registry/types.ts';
import { createUsageReport } from './usage-report.ts';

const used = { kind: 'openapi', name: 'orders', operation: 'GET /orders', consumer: 'admin' } as const;

function reporting(isSignedIn = true) {
  const usage = createUsage(1);
  const sent: { id: string; body: ConsoleUsageBatch }[] = [];
  const report = createUsageReport({
    version: '4d5e6f7',
    take: () => usage.take(),
    send: async (id, body) => void sent.push({ id, body }),
    isSignedIn: () => isSignedIn,
  });
  return { usage, sent, report };
}

test('samples are reported once, with pointers, the version of the console and nothing else', async () => {
  const { usage, sent, report } = reporting();
  usage.sample(used)?.('/items/*/number');
  usage.count({ ...used, operation: 'GET /counted' });
  await report();
  await report();
  const fields = [{ pointer: '/items/*/number', count: 1 }];
  expect(sent.map(({ body }) => body)).toEqual([
    { version: '4d5e6f7', items: [{ name: 'orders', operation: 'GET /orders', samples: 1, fields }] },
  ]);
});

test('what is more than a page may send when it is left goes in several batches, each with an id of its own', async () => {
  const { usage, sent, report } = reporting();
  for (let each = 0; each < 300; each += 1) {
    const read = usage.sample({ ...used, operation: `GET /orders/${each}` });
    for (let field = 0; field < 40; field += 1) read?.(`/items/*/field${field}`);
  }
  await report();
  expect(sent.flatMap(({ body }) => body.items).length).toBe(300);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
  for (const { body } of sent) expect(JSON.stringify(body).length).toBeLessThan(64 * 1024);
});

test('nothing is reported while nobody is signed in', async () => {
  const { usage, sent, report } = reporting(false);
  usage.sample(used)?.('/items');
  await report();
  expect(sent).toEqual([]);
});

test('a report that fails disturbs nobody', async () => {
  const usage = createUsage(1);
  const send = () => Promise.reject(new Error('offline'));
  usage.sample(used)?.('/items');
  await expect(
    createUsageReport({ version: undefined, take: () => usage.take(), send, isSignedIn: () => true })(),
  ).resolves.toBeUndefined();
});

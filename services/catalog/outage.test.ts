import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { mongoIdempotency } from '../platform/http/idempotency-mongo.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { until } from '../platform/testing/until.ts';
import { buildApp } from './app.ts';
import { createJobs } from './imports/jobs.ts';
import { createMediaRecords } from './media/records.ts';
import { createStore } from './store.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

let suite: CatalogSuite;
let app: TestApp;
let client: MongoClient;
let proxy: Server;
const sockets = new Set<Socket>();

/** The way to the database, which the test can cut. */
function startTcpProxy(port: number): Promise<Server> {
  const target = new URL(suite.mongo.url);
  const server = createServer(socket => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const end of [socket, upstream])
      sockets.add(end.on('error', () => {}).once('close', () => sockets.delete(end)));
    socket.pipe(upstream).pipe(socket);
  });
  return new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function cut(): Promise<void> {
  const closed = new Promise(resolve => proxy.close(resolve));
  for (const socket of sockets) socket.destroy();
  await closed;
}

beforeAll(async () => {
  suite = await startCatalogSuite();
  proxy = await startTcpProxy(0);
  client = new MongoClient(`mongodb://127.0.0.1:${portOf(proxy)}/?directConnection=true`, {
    serverSelectionTimeoutMS: 500,
    heartbeatFrequencyMS: 500,
  });
  const db = client.db(suite.mongo.db.databaseName);
  app = await startTestApp(
    buildApp({
      ...suite.dependencies,
      store: createStore(client, db),
      jobs: createJobs(db),
      media: createMediaRecords(db),
      idempotency: mongoIdempotency(db),
    }),
  );
});
afterAll(async () => {
  await app.close();
  await client.close();
  await cut();
  await suite.close();
});

test('while the database is down every response is 503 with Retry-After, and it recovers automatically', async () => {
  const body = JSON.stringify({
    title: 'Out',
    category: 'Out',
    variants: [{ sku: 'out-1', price: { amount: 1, currency: 'USD' } }],
  });
  const create = () =>
    fetch(`${app.url}/admin/products`, {
      method: 'POST',
      headers: { ...suite.staffHeaders, 'content-type': 'application/json', 'idempotency-key': 'outage-1' },
      body,
    });
  const list = () => fetch(`${app.url}/products`);
  await until(async () => (await list()).status === 200, { describe: 'the database is connected' });
  const port = portOf(proxy);
  await cut();
  for (const ask of [list, create]) {
    const answer = await ask();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await answer.json()).toMatchObject({ status: 503, title: 'Service Unavailable' });
  }
  expect((await fetch(`${app.url}/health/ready`)).status).toBe(503);
  expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
  proxy = await startTcpProxy(port);
  await until(async () => (await create()).status === 201, { describe: 'the catalog takes products again' });
  expect(await suite.mongo.db.collection('products').countDocuments({ title: 'Out' })).toBe(1);
});

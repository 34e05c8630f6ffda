import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RegistryClient } from '../../generated/registry/client.ts';
import type { IntendedBreak } from '../../generated/registry/types.ts';
import { type Registry, startRegistry } from './testing/suite.ts';

/** What the registry takes and refuses, compared with what is registered. */

let registry: Registry;
let pipeline: RegistryClient;

beforeAll(async () => {
  registry = await startRegistry();
  ({ pipeline } = registry);
});

afterAll(() => registry.close());

const api = (version: string, ...paths: string[]) => ({
  openapi: '3.1.1',
  info: { title: 'Shop', version },
  paths: Object.fromEntries(paths.map(path => [path, { get: { responses: { 200: { description: 'ok' } } } }])),
});

const text = { type: 'string' };
type Properties = Record<string, object>;

/** Events of one channel, `order`, whose message has these properties; those of `optional` are not required. */
const events = (version: string, promise: string | undefined, required: Properties, optional: Properties = {}) => ({
  asyncapi: '3.0.0',
  info: { title: 'Orders', version },
  channels: {
    order: {
      address: 'orders.order.v1',
      ...(promise === undefined ? {} : { 'x-compatibility': promise }),
      messages: {
        Placed: {
          payload: { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } },
        },
      },
    },
  },
  operations: { place: { action: 'send', channel: { $ref: '#/channels/order' } } },
});

interface Document {
  info: { version: string };
}

function publish(name: string, document: Document, intendedBreaks?: IntendedBreak[]) {
  const kind = 'openapi' in document ? 'openapi' : 'asyncapi';
  return pipeline.publishContract({
    path: { kind, name, version: document.info.version },
    body: { document: { ...document }, ...(intendedBreaks ? { intendedBreaks } : {}) },
  });
}

const taken = { status: 200 };

describe('an OpenAPI document', () => {
  test('says by its number what breaks', async () => {
    expect(await publish('rest', api('1.0.0', '/orders', '/carts'))).toMatchObject(taken);
    expect(await publish('rest', api('1.1.0', '/orders'))).toMatchObject({
      status: 409,
      body: {
        code: 'version_too_low',
        neededVersion: '2.0.0',
        findings: [{ id: 'operation-removed', severity: 'breaking', at: ['GET /carts'], before: '/paths/~1carts/get' }],
      },
    });
    expect(await publish('rest', api('2.0.0', '/orders'))).toMatchObject(taken);
  });

  test('says by its number what is added', async () => {
    expect(await publish('added', api('1.0.0', '/orders'))).toMatchObject(taken);
    const refused = await publish('added', api('1.0.1', '/orders', '/carts'));
    expect(refused).toMatchObject({
      status: 409,
      body: { neededVersion: '1.1.0', findings: [{ severity: 'addition' }] },
    });
    expect(await publish('added', api('1.1.0', '/orders', '/carts'))).toMatchObject(taken);
  });

  test('is refused under a number that is taken, with the number that it should have', async () => {
    expect(await publish('taken', api('1.0.0', '/orders'))).toMatchObject(taken);
    expect(await publish('taken', api('1.0.0', '/orders', '/carts'))).toMatchObject({
      status: 409,
      body: { code: 'version_taken', neededVersion: '1.1.0' },
    });
    const { info, ...rest } = api('1.0.0', '/orders');
    const reworded = { ...rest, info: { ...info, description: 'A shop.' } };
    expect(await publish('taken', reworded)).toMatchObject({ status: 409, body: { neededVersion: '1.0.1' } });
  });

  test('of a lower number is compared with the one below it', async () => {
    for (const version of ['1.0.0', '2.0.0']) await publish('backport', api(version, '/orders'));
    expect(await publish('backport', api('1.1.0', '/orders', '/carts'))).toMatchObject(taken);
  });
});

describe('an AsyncAPI document', () => {
  test('keeps what its channels promise, whatever its number', async () => {
    expect(await publish('full', events('1.0.0', 'FULL', { id: text }))).toMatchObject(taken);
    const refused = await publish('full', events('2.0.0', 'FULL', { id: text, total: { type: 'integer' } }));
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'incompatible', findings: [{ severity: 'breaking', at: ['order'], hits: ['producers'] }] },
    });
    expect(await publish('full', events('1.1.0', 'FULL', { id: text }, { total: text }))).toMatchObject(taken);
  });

  test('keeps a transitive promise towards every version', async () => {
    const number = { type: 'integer' };
    const steps = (name: string, promise: string) => [
      () => publish(name, events('1.0.0', promise, { id: text }, { total: text })),
      () => publish(name, events('2.0.0', promise, { id: text })),
      () => publish(name, events('3.0.0', promise, { id: text }, { total: number })),
    ];
    const statuses = async (name: string, promise: string): Promise<number[]> => {
      const found: number[] = [];
      for (const step of steps(name, promise)) found.push((await step()).status);
      return found;
    };
    expect(await statuses('last', 'BACKWARD')).toEqual([200, 200, 200]);
    expect(await statuses('every', 'BACKWARD_TRANSITIVE')).toEqual([200, 200, 409]);
  });

  test('without a promise says by its number what breaks', async () => {
    expect(await publish('free', events('1.0.0', undefined, { id: text, note: text }))).toMatchObject(taken);
    expect(await publish('free', events('1.1.0', undefined, { id: text }))).toMatchObject({
      status: 409,
      body: { code: 'version_too_low', neededVersion: '2.0.0' },
    });
    expect(await publish('free', events('2.0.0', undefined, { id: text }))).toMatchObject(taken);
  });

  test('may break a promise with an entry that names finding, owner, reason and a day to come', async () => {
    expect(await publish('meant', events('1.0.0', 'FULL', { id: text, note: text }))).toMatchObject(taken);
    const next = events('2.0.0', 'FULL', { id: text });
    const refused = await publish('meant', next);
    const findings = refused.status === 409 ? refused.body.findings : [];
    expect(findings.length).toBeGreaterThan(0);
    const entries = (sunset: string) =>
      findings.map(({ id, at }) => ({ finding: id, at, reason: 'Nobody reads it.', owner: 'fulfilment', sunset }));
    expect(await publish('meant', next, entries('2020-01-01'))).toMatchObject({ status: 409 });
    expect(await publish('meant', next, entries('9999-12-31').slice(1))).toMatchObject({ status: 409 });
    expect(await publish('meant', next, entries('9999-12-31'))).toMatchObject(taken);
  });
});

describe('who depends on a contract', () => {
  const pact = (consumer: string, provider: string, interactions: object[]) => ({
    consumerName: consumer,
    providerName: provider,
    specification: 'pact' as const,
    contentType: 'application/json' as const,
    content: Buffer.from(
      JSON.stringify({ consumer: { name: consumer }, provider: { name: provider }, interactions }),
    ).toString('base64'),
  });
  const read = { description: 'an order', request: { method: 'GET', path: '/orders/7' }, response: { status: 200 } };
  const paid = { type: 'Asynchronous/Messages', description: 'OrderPaid' };

  async function deploy(pacticipant: string, version: string, environment: string): Promise<void> {
    const created = await pipeline.createEnvironment({ body: { name: environment } });
    const environmentId = created.status === 201 ? created.body.uuid : '';
    await pipeline.recordDeployment({ path: { pacticipant, version, environmentId }, body: {} });
  }

  test('is answered by operation and message, with where the consumers run', async () => {
    await publish('fulfilment', api('1.0.0', '/orders/{orderId}'));
    for (const [consumer, interaction] of [['mail', paid] as const, ['desk', read] as const])
      await pipeline.publishPacts({
        body: {
          pacticipantName: consumer,
          pacticipantVersionNumber: 'v1',
          contracts: [pact(consumer, 'fulfilment', [interaction])],
        },
      });
    await deploy('desk', 'v1', 'west');
    const rest = await pipeline.listDependents({ path: { kind: 'openapi', name: 'fulfilment' } });
    expect(rest).toMatchObject({
      body: {
        items: [
          {
            consumer: 'desk',
            versions: ['v1'],
            environments: ['west'],
            verification: 'unknown',
            uses: [{ description: 'an order', operation: 'GET /orders/{orderId}' }],
          },
        ],
      },
    });
    const asked = (operation: string) =>
      pipeline.listDependents({ path: { kind: 'asyncapi', name: 'fulfilment' }, query: { operation } });
    expect(await asked('OrderPaid')).toMatchObject({ body: { items: [{ consumer: 'mail' }] } });
    expect(await asked('OrderLost')).toMatchObject({ body: { items: [] } });
  });

  test('what runs where is listed by environment', async () => {
    await deploy('till', 'v1', 'north');
    await deploy('till', 'v2', 'north');
    expect(await pipeline.listDeployments({ query: { environment: 'north' } })).toMatchObject({
      body: { items: [{ environment: 'north', pacticipant: 'till', version: 'v2' }] },
    });
  });
});

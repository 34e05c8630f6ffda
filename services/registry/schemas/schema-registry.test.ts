import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RegistryClient } from '../../../generated/registry/client.ts';
import { serviceHeaders } from '../../platform/testing/identity.ts';
import { type Registry, startRegistry } from '../testing/suite.ts';

/** The registry as clients of the Confluent Schema Registry see it: that of kafkajs, and plain requests. */

let registry: Registry;
let pipeline: RegistryClient;
let client: SchemaRegistry;

beforeAll(async () => {
  registry = await startRegistry();
  ({ pipeline } = registry);
  const middlewares = [
    () => ({
      prepareRequest: async (next: () => Promise<{ enhance(more: object): unknown }>) =>
        (await next()).enhance({ headers: await serviceHeaders('pipeline') }),
    }),
  ];
  const options = { host: `${registry.url}/internal/schema-registry`, middlewares, retry: { retries: 0 } };
  const ajvInstance = new Ajv2020({ strict: false, logger: false });
  client = new SchemaRegistry(options as never, { [SchemaType.JSON]: { ajvInstance } });
});

afterAll(() => registry.close());

const text = { type: 'string' };
const object = (required: Record<string, object>, more: object = {}): string =>
  JSON.stringify({
    type: 'object',
    required: Object.keys(required),
    properties: required,
    additionalProperties: false,
    ...more,
  });
const json = (schema: string) => ({ type: SchemaType.JSON, schema }) as const;

async function call(method: string, path: string, body?: object) {
  const headers = { ...(await serviceHeaders('pipeline')), 'content-type': 'application/vnd.schemaregistry.v1+json' };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`${registry.url}/internal/schema-registry${path}`, init);
  return { status: response.status, body: await response.json() };
}

describe('the client of kafkajs', () => {
  test('registers a schema, writes and reads with it', async () => {
    const { id } = await client.register(json(object({ sku: text })), { subject: 'parcels-value' });
    const message = await client.encode(id, { sku: 'A-1' });
    expect(await client.decode(message)).toEqual({ sku: 'A-1' });
    await expect(client.encode(id, { sku: 1 })).rejects.toThrow('invalid payload');
    expect(await client.getRegistryId('parcels-value', 1)).toBe(id);
    expect(await client.getLatestSchemaId('parcels-value')).toBe(id);
    expect(await client.getRegistryIdBySchema('parcels-value', json(object({ sku: text })))).toBe(id);
  });

  test('registers the same schema again under the same id, in every subject and in any order of members', async () => {
    const first = await client.register(json(object({ a: text }, { title: 'T' })), { subject: 'one' });
    const again = await client.register(json(`{"title":"T",${object({ a: text }).slice(1)}`), { subject: 'one' });
    const other = await client.register(json(object({ a: text }, { title: 'T' })), { subject: 'two' });
    expect([again.id, other.id]).toEqual([first.id, first.id]);
    expect(await call('GET', '/subjects/one/versions')).toEqual({ status: 200, body: [1] });
  });

  test('is refused what is not compatible at the level of the subject', async () => {
    const subject = 'levels';
    const to = (compatibility: COMPATIBILITY) => ({ subject, compatibility });
    await client.register(json(object({ a: text })), to(COMPATIBILITY.FULL));
    await expect(client.register(json(object({ a: text, b: text })), to(COMPATIBILITY.FULL))).rejects.toMatchObject({
      status: 409,
    });
    await expect(client.register(json(object({ a: text })), to(COMPATIBILITY.NONE))).rejects.toThrow('does not match');
    await call('PUT', `/config/${subject}`, { compatibility: 'NONE' });
    const { id } = await client.register(json(object({ a: text, b: text })), to(COMPATIBILITY.NONE));
    expect(await client.getLatestSchemaId(subject)).toBe(id);
  });
});

describe('the protocol', () => {
  test('has the codes of its errors', async () => {
    const schema = { schemaType: 'JSON', schema: object({ a: text }) };
    await call('POST', '/subjects/known/versions', schema);
    const codes: unknown[] = [];
    for (const [method, path, body] of [
      ['GET', '/subjects/nobody/versions'],
      ['POST', '/subjects/nobody', schema],
      ['GET', '/subjects/known/versions/7'],
      ['GET', '/subjects/known/versions/soon'],
      ['GET', '/schemas/ids/99999'],
      ['POST', '/subjects/known', { ...schema, schema: object({ z: text }) }],
      ['POST', '/subjects/known/versions', { schema: '"string"' }],
      ['POST', '/subjects/known/versions', { ...schema, schema: '{"type":"thing"}' }],
      ['POST', '/subjects/known/versions', { ...schema, references: [{ name: 'a', subject: 'b', version: 1 }] }],
      ['POST', '/subjects/known/versions', { ...schema, schema: object({ z: text }) }],
      ['PUT', '/config/known', { compatibility: 'SOMEHOW' }],
      ['GET', '/config/known'],
    ] as const) {
      const answer = await call(method, path, body);
      codes.push([answer.status, answer.body.error_code, typeof answer.body.message]);
    }
    const said = (status: number, code: number) => [status, code, 'string'];
    expect(codes).toEqual([
      said(404, 40401),
      said(404, 40401),
      said(404, 40402),
      said(422, 42202),
      said(404, 40403),
      said(404, 40403),
      said(422, 42201),
      said(422, 42201),
      said(422, 42201),
      said(409, 409),
      said(422, 42203),
      said(404, 40408),
    ]);
  });

  test('checks compatibility without registering, and says why not', async () => {
    const old = { schemaType: 'JSON', schema: object({ a: text }) };
    const longer = { schemaType: 'JSON', schema: object({ a: text, b: text }) };
    await call('POST', '/subjects/checked/versions', old);
    const check = (version: string, body: object) =>
      call('POST', `/compatibility/subjects/checked/versions/${version}?verbose=true`, body);
    expect(await check('latest', old)).toEqual({ status: 200, body: { is_compatible: true, messages: [] } });
    expect(await check('1', longer)).toMatchObject({
      body: { is_compatible: false, messages: [expect.stringContaining('for example {"a":')] },
    });
    expect((await call('GET', '/subjects/checked/versions')).body).toEqual([1]);
  });

  test('has a level for all subjects and one of each', async () => {
    expect((await call('GET', '/config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
    await call('PUT', '/config', { compatibility: 'NONE' });
    expect((await call('GET', '/config/whoever?defaultToGlobal=true')).body).toEqual({ compatibilityLevel: 'NONE' });
    await call('PUT', '/config', { compatibility: 'BACKWARD' });
    expect((await call('GET', '/schemas/types')).body).toEqual(['JSON']);
  });

  test('keeps a transitive level towards every version', async () => {
    const register = (schema: string) => call('POST', '/subjects/every/versions', { schemaType: 'JSON', schema });
    await call('PUT', '/config/every', { compatibility: 'BACKWARD_TRANSITIVE' });
    const optional = (type: string) => JSON.stringify({ type: 'object', properties: { a: { type } } });
    const open = JSON.stringify({ type: 'object', properties: { a: {} } });
    expect((await register(optional('string'))).status).toBe(200);
    expect((await register(open)).status).toBe(200);
    expect((await register(optional('integer'))).status).toBe(409);
  });

  test('is for services only', async () => {
    expect((await fetch(`${registry.url}/internal/schema-registry/subjects`)).status).toBe(401);
  });
});

describe('a published AsyncAPI document', () => {
  const events = (version: string, properties: object) => ({
    asyncapi: '3.0.0',
    info: { title: 'Orders', version },
    channels: {
      order: {
        address: 'sales.order.v1',
        'x-compatibility': 'FULL',
        messages: { Placed: { payload: { $ref: '#/components/schemas/Placed' } } },
      },
    },
    operations: { place: { action: 'send', channel: { $ref: '#/channels/order' } } },
    components: {
      schemas: {
        Placed: { type: 'object', required: ['id'], properties },
        Id: { type: 'string', format: 'uuid' },
      },
    },
  });
  const id = { $ref: '#/components/schemas/Id' };
  const publish = (document: ReturnType<typeof events>) =>
    pipeline.publishContract({
      path: { kind: 'asyncapi', name: 'sales', version: document.info.version },
      body: { document: { ...document } },
    });

  test('gives each message a subject with the level of its channel, and versions as it changes', async () => {
    expect((await publish(events('1.0.0', { id }))).status).toBe(200);
    expect((await publish(events('1.0.1', { id }))).status).toBe(200);
    expect((await publish(events('1.1.0', { id, note: text }))).status).toBe(200);
    expect((await call('GET', '/subjects?subjectPrefix=sales.')).body).toEqual(['sales.order.v1-Placed']);
    expect((await call('GET', '/subjects/sales.order.v1-Placed/versions')).body).toEqual([1, 2]);
    expect((await call('GET', '/config/sales.order.v1-Placed')).body).toEqual({ compatibilityLevel: 'FULL' });
    const schemaId = await client.getLatestSchemaId('sales.order.v1-Placed');
    const order = { id: '0190a6e0-7c1d-7000-8000-000000000001', note: 'x' };
    expect(await client.decode(await client.encode(schemaId, order))).toEqual(order);
    await expect(client.encode(schemaId, { note: 'x' })).rejects.toThrow('invalid payload');
  });

  test('alone changes its subjects', async () => {
    const schema = { schemaType: 'JSON', schema: object({ other: text }) };
    expect(await call('POST', '/subjects/sales.order.v1-Placed/versions', schema)).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('belongs to the AsyncAPI document "sales"') },
    });
    expect((await call('PUT', '/config/sales.order.v1-Placed', { compatibility: 'NONE' })).status).toBe(409);
  });
});

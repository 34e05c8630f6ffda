import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRegistryClient, type RegistryClient } from '../../generated/registry/client.ts';
import { type Registry, startRegistry } from './testing/suite.ts';

let registry: Registry;
let pipeline: RegistryClient;

beforeAll(async () => {
  registry = await startRegistry();
  ({ pipeline } = registry);
});

afterAll(() => registry.close());

const document = (name: string, version: string, more: object = {}) => ({
  openapi: '3.1.1',
  info: { title: name, version, 'x-owner': 'team' },
  paths: {},
  ...more,
});

function publish(name: string, version: string, more?: object, client = pipeline) {
  return client.publishContract({
    path: { kind: 'openapi', name, version },
    body: { document: document(name, version, more), gitRevision: 'abc123' },
  });
}

describe('publishing', () => {
  test('the same document twice is one version; another document under it is refused', async () => {
    const first = await publish('orders', '1.0.0');
    expect(first).toMatchObject({ status: 200, body: { title: 'orders', owner: 'team', publishedBy: 'pipeline' } });
    expect(await publish('orders', '1.0.0')).toMatchObject({ status: 200, body: first.body });
    expect(await publish('orders', '1.0.0', { tags: [] })).toMatchObject({ status: 409 });
  });

  test('a contract says who answers for it; what is no address is left out', async () => {
    const contactOf = async (name: string, contact: unknown) => {
      const { info, ...rest } = document(name, '1.0.0');
      const body = { document: { ...rest, info: { ...info, contact } } };
      const published = await pipeline.publishContract({ path: { kind: 'openapi', name, version: '1.0.0' }, body });
      const listed = await pipeline.listContracts({ query: { limit: 100 } });
      const read = await pipeline.getContract({ path: { kind: 'openapi', name, version: '1.0.0' } });
      if (published.status !== 200 || listed.status !== 200 || read.status !== 200) throw new Error('no contract');
      const { contact: found } = published.body;
      expect(read.body.contact).toEqual(found);
      expect(listed.body.items.find(item => item.name === name)?.contact).toEqual(found);
      return found;
    };
    const team = { name: 'Orders team', email: 'orders@example.com', url: 'https://example.com/orders' };
    expect(await contactOf('contact-all', { ...team, 'x-pager': '7' })).toEqual(team);
    expect(await contactOf('contact-url', { url: 'javascript:alert(1)', email: 'nobody', name: 'X' })).toEqual({
      name: 'X',
    });
    expect(await contactOf('contact-none', { url: 'mailto:a@example.com' })).toBeUndefined();
    expect(await contactOf('contact-text', 'Olga')).toBeUndefined();
  });

  test('twenty at once are one', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish('racing', '1.0.0')));
    expect(new Set(answers.map(answer => JSON.stringify(answer.status === 200 && answer.body))).size).toBe(1);
  });

  test('a document that is not of that kind or version is refused', async () => {
    const wrong = await pipeline.publishContract({
      path: { kind: 'asyncapi', name: 'orders', version: '1.0.0' },
      body: { document: document('orders', '1.0.0') },
    });
    expect(wrong.status).toBe(422);
    expect(
      (
        await pipeline.publishContract({
          path: { kind: 'openapi', name: 'x', version: 'latest' },
          body: { document: {} },
        })
      ).status,
    ).toBe(422);
  });

  test('only a service or an admin may', async () => {
    const clerk = createRegistryClient({
      baseUrl: registry.url,
      headers: () => registry.identity.headers({ kind: 'staff', roles: ['orders'] }),
    });
    const admin = createRegistryClient({
      baseUrl: registry.url,
      headers: () => registry.identity.headers({ kind: 'staff', roles: ['admin'], email: 'ann@example.com' }),
    });
    expect((await publish('guarded', '1.0.0', {}, clerk)).status).toBe(403);
    expect((await publish('guarded', '1.0.0', {}, createRegistryClient({ baseUrl: registry.url }))).status).toBe(401);
    expect(await publish('guarded', '1.0.0', {}, admin)).toMatchObject({
      status: 200,
      body: { publishedBy: 'ann@example.com' },
    });
  });
});

describe('reading', () => {
  test('latest is the highest version, not the last one published', async () => {
    for (const version of ['1.9.0', '1.10.0', '1.9.1', '2.0.0-rc.1']) await publish('ordered', version);
    const latest = async () => {
      const answer = await pipeline.getContract({ path: { kind: 'openapi', name: 'ordered', version: 'latest' } });
      return answer.status === 200 && answer.body.version;
    };
    expect(await latest()).toBe('2.0.0-rc.1');
    await publish('ordered', '2.0.0');
    await publish('ordered', '1.11.0');
    expect(await latest()).toBe('2.0.0');
  });

  test('gives the document back as it was published', async () => {
    const paths = { '/x': { get: { responses: { 200: { description: 'ok' } } } } };
    await publish('whole', '1.0.0', { paths });
    const answer = await pipeline.getContract({ path: { kind: 'openapi', name: 'whole', version: '1.0.0' } });
    expect(answer.status === 200 && answer.body.document).toEqual(document('whole', '1.0.0', { paths }));
  });

  test('pages hold every version once', async () => {
    for (let patch = 0; patch < 5; patch++) await publish('paged', `1.0.${patch}`);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await pipeline.listContractVersions({
        path: { kind: 'openapi', name: 'paged' },
        query: { limit: 2, ...(cursor ? { cursor } : {}) },
      });
      if (page.status !== 200) throw new Error(`status ${page.status}`);
      seen.push(...page.body.items.map(item => item.version));
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.sort()).toEqual(['1.0.0', '1.0.1', '1.0.2', '1.0.3', '1.0.4']);
  });

  test('the list holds one row a contract', async () => {
    await publish('alone', '1.0.0');
    await publish('alone', '1.1.0');
    const page = await pipeline.listContracts({ query: { kind: 'openapi', limit: 100 } });
    const rows = page.status === 200 ? page.body.items.filter(item => item.name === 'alone') : [];
    expect(rows.map(row => row.version)).toEqual(['1.1.0']);
  });

  test('what is not there is not found', async () => {
    expect((await pipeline.getContract({ path: { kind: 'openapi', name: 'nothing', version: '1.0.0' } })).status).toBe(
      404,
    );
    expect((await pipeline.listContractVersions({ path: { kind: 'openapi', name: 'nothing' } })).status).toBe(404);
  });
});

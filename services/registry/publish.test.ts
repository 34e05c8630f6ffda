import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RegistryClient } from '../../generated/registry/client.ts';
import { serviceHeaders } from '../platform/testing/identity.ts';
import { type Registry, startRegistry } from './testing/suite.ts';

/** `covenant publish`, as a build runs it, what the registry then has, and `covenant diff` of what it has. */

const covenant = path.resolve(import.meta.dirname, '../../contracts/codegen/covenant.ts');
let registry: Registry;
let pipeline: RegistryClient;
let folder: string;

beforeAll(async () => {
  registry = await startRegistry();
  ({ pipeline } = registry);
  folder = mkdtempSync(path.join(tmpdir(), 'publish-'));
  write('package.json', '{ "type": "module" }');
  write(
    'covenant.config.ts',
    `export default { openapi: 'openapi/*.yaml', output: 'generated', runtime: './runtime', pacts: 'pacts/*.json' };`,
  );
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.close();
});

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

function run(program: string, ...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise(resolve => {
    execFile(program, args, { cwd: folder, env: environment }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: stdout + stderr });
    });
  });
}

let environment: NodeJS.ProcessEnv = process.env;

async function runCovenant(...args: string[]): Promise<{ code: number; output: string }> {
  const token = ((await serviceHeaders('pipeline')).authorization ?? '').replace('Bearer ', '');
  environment = { ...process.env, REGISTRY_URL: registry.url, REGISTRY_TOKEN: token };
  return run(process.execPath, covenant, ...args);
}

const publish = (...args: string[]) => runCovenant('publish', ...args);

const document = (version: string, ...paths: string[]): string => `openapi: 3.1.1
info:
  title: Orders
  version: ${version}
paths:
${paths.map(name => `  ${name}:\n    get: { responses: { '200': { $ref: '../shared.yaml#/components/responses/Done' } } }`).join('\n')}
`;

const pact = (field: string): string =>
  JSON.stringify({
    consumer: { name: 'desk' },
    provider: { name: 'sales' },
    interactions: [
      {
        description: 'an order',
        request: { method: 'GET', path: '/orders' },
        response: { status: 200, body: { [field]: 1 } },
      },
    ],
  });

async function versions(): Promise<string[]> {
  const page = await pipeline.listContractVersions({ path: { kind: 'openapi', name: 'sales' } });
  return page.status === 200 ? page.body.items.map(({ version }) => version).sort() : [];
}

describe('covenant publish', () => {
  test('fills the registry with contracts, references resolved, and pacts; again, it changes nothing', async () => {
    write('shared.yaml', `components: { responses: { Done: { description: Done. } } }`);
    write('openapi/sales.yaml', document('1.0.0', '/orders', '/carts'));
    write('pacts/desk-sales.json', pact('number'));
    const answer = { code: 0, output: '1 contracts and 1 pacts are in the registry.\n' };
    expect(await publish()).toEqual(answer);
    expect(await publish()).toEqual(answer);
    const stored = await pipeline.getContract({ path: { kind: 'openapi', name: 'sales', version: '1.0.0' } });
    expect(JSON.stringify(stored.body)).toContain('"description":"Done."');
    expect(await pipeline.listDependents({ path: { kind: 'openapi', name: 'sales' } })).toMatchObject({
      body: { items: [{ consumer: 'desk', uses: [{ operation: 'GET /orders' }] }] },
    });
  });

  test('names the line, the version that is needed, and what breaks', async () => {
    write('openapi/sales.yaml', document('1.0.0', '/orders'));
    const { code, output } = await publish();
    expect(code).toBe(1);
    expect(output).toContain(
      'openapi/sales.yaml:4:3 Version 1.0.0 is registered with another document: publish it as 2.0.0',
    );
    expect(output).toContain('[operation-removed]');
    write('openapi/sales.yaml', document('1.1.0', '/orders'));
    expect((await publish()).output).toContain('openapi/sales.yaml:4:3 Version 1.1.0 should be 2.0.0');
    write('openapi/sales.yaml', document('2.0.0', '/orders'));
    expect((await publish()).code).toBe(0);
    expect(await versions()).toEqual(['1.0.0', '2.0.0']);
  });

  test('publishes a git revision as it was, whatever is on the disk', async () => {
    for (const args of [
      ['init', '-q', '-b', 'main'],
      ['config', 'user.email', 'ada@example.com'],
      ['config', 'user.name', 'Ada'],
    ])
      await run('git', ...args);
    write('openapi/sales.yaml', document('2.1.0', '/orders', '/returns'));
    await run('git', 'add', '-A');
    await run('git', 'commit', '-qm', 'Returns');
    write('openapi/sales.yaml', document('3.0.0'));
    write('pacts/desk-sales.json', pact('total'));
    expect(await publish('--git', 'HEAD')).toMatchObject({ code: 0 });
    expect(await versions()).toEqual(['1.0.0', '2.0.0', '2.1.0']);
    const revision = (await run('git', 'rev-parse', 'HEAD')).output.trim();
    const stored = await pipeline.getContract({ path: { kind: 'openapi', name: 'sales', version: '2.1.0' } });
    expect(stored).toMatchObject({ body: { gitRevision: revision } });
    expect(await pipeline.getPacticipantVersion({ path: { pacticipant: 'desk', version: revision } })).toMatchObject({
      body: { branch: 'main' },
    });
  });

  test('makes versions that can be compared, with one another and with the working tree', async () => {
    const both = 'registry:openapi/sales@1.0.0..registry:openapi/sales@latest';
    const versioned = await runCovenant('diff', both);
    expect(versioned.code).toBe(1);
    expect(versioned.output).toContain('registry:openapi/sales@1.0.0 → registry:openapi/sales@latest');
    expect(versioned.output).toContain('GET /carts removed');
    write('openapi/sales.yaml', document('2.2.0', '/orders', '/returns', '/visits'));
    write('openapi/stock.yaml', document('1.0.0', '/levels'));
    const tree = await runCovenant('diff', 'registry:openapi/sales@latest');
    rmSync(path.join(folder, 'openapi/stock.yaml'));
    expect(tree.code).toBe(0);
    expect(tree.output).toContain('GET /visits added');
    expect(tree.output).not.toContain('stock');
    const unknown = await runCovenant('diff', 'registry:openapi/sales@9.0.0');
    expect(unknown).toMatchObject({ code: 2, output: expect.stringContaining('answers 404, with no document') });
  });

  test('fills the registry with what this project has', async () => {
    const { code, output } = await publish('--project', path.resolve(import.meta.dirname, '../..'));
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/^\d\d contracts and \d\d pacts are in/),
    });
  });

  test('says how it is called, or that nobody answers, with 2', async () => {
    expect(await publish('--git', 'no-such')).toMatchObject({ code: 2 });
    expect((await publish('--what')).output).toContain('covenant publish');
    const nobody = await publish('--registry', 'http://127.0.0.1:1');
    expect(nobody).toMatchObject({ code: 2, output: expect.stringContaining('http://127.0.0.1:1 does not answer') });
  });
});

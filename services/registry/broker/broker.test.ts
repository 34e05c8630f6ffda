import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Verifier } from '@pact-foundation/pact';
import { createRegistryClient, type RegistryClient } from '../../../generated/registry/client.ts';
import { serviceHeaders } from '../../platform/testing/identity.ts';
import { type Registry, startRegistry } from '../testing/suite.ts';

/** The registry as the official clients of the Pact Broker see it: its command line, and the verifier of pact-js. */

const cli = path.resolve(import.meta.dirname, '../../../node_modules/.bin/pact-broker');
let registry: Registry;
let pipeline: RegistryClient;
const token = async () => ((await serviceHeaders('pipeline')).authorization ?? '').replace('Bearer ', '');
let folder: string;

beforeAll(async () => {
  registry = await startRegistry();
  ({ pipeline } = registry);
  folder = mkdtempSync(path.join(tmpdir(), 'broker-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.close();
});

/** Runs the official command line; its exit code and what it says. */
async function broker(...args: string[]): Promise<{ code: number; output: string }> {
  const options = ['--broker-base-url', `${registry.url}/internal/pact-broker`, '--broker-token', await token()];
  return new Promise(resolve => {
    execFile(cli, [...args, ...options], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: stdout + stderr });
    });
  });
}

/** A pact file in which a consumer reads a field of `GET /thing`. */
function pactFile(consumer: string, provider: string, field: string): string {
  const file = path.join(folder, `${consumer}-${provider}-${field}.json`);
  const body = { [field]: 'text' };
  const pact = {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: [
      { description: 'a thing', request: { method: 'GET', path: '/thing' }, response: { status: 200, body } },
    ],
    metadata: { pactSpecification: { version: '2.0.0' } },
  };
  writeFileSync(file, JSON.stringify(pact));
  return file;
}

const publish = (file: string, version: string) =>
  broker('publish', file, '--consumer-app-version', version, '--branch', 'main');
const deploy = (name: string, version: string, environment: string) =>
  broker('record-deployment', '--pacticipant', name, '--version', version, '--environment', environment);
const canIDeploy = (name: string, version: string, environment: string) =>
  broker('can-i-deploy', '--pacticipant', name, '--version', version, '--to-environment', environment);

/** A provider that answers `GET /thing` with these fields. */
async function provider(fields: Record<string, string>): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(fields));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The provider does not listen');
  return { url: `http://127.0.0.1:${address.port}`, server };
}

/** Verifies the pacts that the registry has for a provider, as its build would, and reports the result. */
async function verify(name: string, version: string, fields: Record<string, string>): Promise<boolean> {
  const { url, server } = await provider(fields);
  try {
    await new Verifier({
      provider: name,
      providerBaseUrl: url,
      pactBrokerUrl: `${registry.url}/internal/pact-broker`,
      pactBrokerToken: await token(),
      consumerVersionSelectors: [{ latest: true }, { deployed: true }],
      publishVerificationResult: true,
      providerVersion: version,
      logLevel: 'error',
    }).verifyProvider();
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

describe('from a pact to a deployment', () => {
  test('a consumer may go where its provider keeps the pact, and nowhere else', async () => {
    expect(
      await broker('create-environment', '--name', 'live', '--display-name', 'Live', '--production'),
    ).toMatchObject({ code: 0 });
    expect((await broker('list-environments')).output).toMatch(/live.*Live/);
    expect(await publish(pactFile('web', 'api', 'name'), 'w1')).toMatchObject({ code: 0 });

    const early = await canIDeploy('web', 'w1', 'live');
    expect(early.code).not.toBe(0);
    expect(early.output).toContain('There is no version of api there');

    expect(await verify('api', 'a1', { name: 'text', price: 'text' })).toBe(true);
    expect(await deploy('api', 'a1', 'live')).toMatchObject({ code: 0 });
    expect(await canIDeploy('web', 'w1', 'live')).toMatchObject({ code: 0 });
    expect(await deploy('web', 'w1', 'live')).toMatchObject({ code: 0 });
  });

  test('a provider may not go where it breaks what a deployed consumer reads', async () => {
    expect(await verify('api', 'a2', { price: 'text' })).toBe(false);
    const answer = await canIDeploy('api', 'a2', 'live');
    expect(answer.code).not.toBe(0);
    expect(answer.output).toContain('api (a2) breaks the pact of web (w1) with api');
    expect(
      (await broker('can-i-deploy', '-a', 'api', '-e', 'a2', '--to-environment', 'live', '--ignore', 'web')).code,
    ).toBe(0);
  });

  test('a version of the provider that verified nothing is unknown, and unknown is no yes', async () => {
    await pipeline.savePacticipantVersion({ path: { pacticipant: 'api', version: 'a3' }, body: { branch: 'main' } });
    const answer = await canIDeploy('api', 'a3', 'live');
    expect(answer.code).not.toBe(0);
    expect(answer.output).toContain('has not verified');
  });

  test('a consumer that needs the same of its provider again is verified already', async () => {
    await publish(pactFile('web', 'api', 'name'), 'w2');
    expect(await canIDeploy('web', 'w2', 'live')).toMatchObject({ code: 0 });
  });

  test('two versions are compared with each other', async () => {
    await publish(pactFile('web', 'api', 'price'), 'w3');
    const together = (version: string) => broker('can-i-deploy', '-a', 'web', '-e', 'w3', '-a', 'api', '-e', version);
    expect((await together('a1')).code).not.toBe(0);
    expect(await verify('api', 'a4', { name: 'text', price: 'text' })).toBe(true);
    expect((await together('a4')).code).toBe(0);
  });

  test('a version that does not exist cannot be deployed', async () => {
    const answer = await canIDeploy('web', 'w99', 'live');
    expect(answer.code).not.toBe(0);
    expect(answer.output).toContain('There is no version w99 of web.');
  });
});

describe('a published pact', () => {
  const contract = (content: object, version = 'v1') => ({
    pacticipantName: 'shop',
    pacticipantVersionNumber: version,
    contracts: [
      {
        consumerName: 'shop',
        providerName: 'bank',
        specification: 'pact' as const,
        contentType: 'application/json' as const,
        content: Buffer.from(JSON.stringify(content)).toString('base64'),
      },
    ],
  });
  const pact = (more: object = {}) => ({
    consumer: { name: 'shop' },
    provider: { name: 'bank' },
    interactions: [],
    ...more,
  });

  test('does not change: the same again is fine, another one is refused', async () => {
    expect((await pipeline.publishPacts({ body: contract(pact()) })).status).toBe(200);
    expect((await pipeline.publishPacts({ body: contract(pact()) })).status).toBe(200);
    expect((await pipeline.publishPacts({ body: contract(pact({ interactions: [1] })) })).status).toBe(409);
    expect((await pipeline.publishPacts({ body: contract(pact({ interactions: [1] }), 'v2') })).status).toBe(200);
  });

  test('is one of the names that it is published under', async () => {
    const other = contract({ ...pact(), consumer: { name: 'somebody else' } }, 'v3');
    expect((await pipeline.publishPacts({ body: other })).status).toBe(400);
    const broken = contract(pact(), 'v3');
    for (const item of broken.contracts) item.content = 'no JSON';
    expect((await pipeline.publishPacts({ body: broken })).status).toBe(400);
  });

  test('is for services only', async () => {
    const nobody = createRegistryClient({ baseUrl: registry.url });
    expect((await nobody.publishPacts({ body: contract(pact()) })).status).toBe(401);
  });
});

test('of many deployments at once an environment has one version', async () => {
  const created = await pipeline.createEnvironment({ body: { name: 'racing' } });
  const environmentId = created.status === 201 ? created.body.uuid : '';
  const versions = Array.from({ length: 10 }, (_, index) => `r${index}`);
  await Promise.all(
    versions.map(version =>
      pipeline.recordDeployment({ path: { pacticipant: 'racer', version, environmentId }, body: {} }),
    ),
  );
  expect(await registry.prisma.deployment.count({ where: { environmentId, undeployedAt: null } })).toBe(1);
  expect(await registry.prisma.deployment.count({ where: { environmentId } })).toBe(10);
});

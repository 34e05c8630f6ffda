import { z } from 'zod';
import type { RegistryHandlers } from '../../../generated/registry/server.ts';
import type { Environment as EnvironmentBody, PactsForVerification } from '../../../generated/registry/types.ts';
import type { RequestContext } from '../../platform/http/context.ts';
import { refusal } from '../../platform/http/problem.ts';
import type { Environment, PacticipantVersion, PrismaClient } from '../prisma/client/client.ts';
import { integrationsOf, resolveVersions, type Scope } from './integrations.ts';
import type { BrokerLinks } from './links.ts';
import { matrixOf } from './matrix.ts';
import { createReads } from './reads.ts';
import { selectorsOf } from './selectors.ts';
import * as store from './store.ts';

/** A request, its query string as it came, and links for its answer. */
export type BrokerContext = RequestContext & { query: URLSearchParams; links: BrokerLinks };

type BrokerOperation =
  | 'getBroker'
  | 'publishPacts'
  | 'getPact'
  | 'publishVerification'
  | 'listPactsForVerification'
  | 'selectPactsForVerification'
  | 'listEnvironments'
  | 'createEnvironment'
  | 'getEnvironment'
  | 'listPacticipants'
  | 'getPacticipantVersion'
  | 'savePacticipantVersion'
  | 'recordDeployment'
  | 'getMatrix';

const HAL = { 'content-type': 'application/hal+json' } as const;
const pactFile = z.looseObject({ consumer: z.object({ name: z.string() }), provider: z.object({ name: z.string() }) });
const noSuchEnvironment = refusal(404, 'There is no such environment.');
const noSuchPact = refusal(404, 'There is no such pact.');

function environmentBody(row: Environment, links: BrokerLinks): EnvironmentBody {
  const { id: uuid, name, displayName, production, createdAt } = row;
  const _links = { self: { href: links.environment(uuid), title: displayName, name } };
  return { uuid, name, displayName, production, createdAt: createdAt.toISOString(), _links };
}

/** The content of a published pact file; undefined where it is none of these two. */
function parsePact(content: string, consumer: string, provider: string) {
  try {
    const parsed = pactFile.parse(JSON.parse(Buffer.from(content, 'base64').toString('utf8')));
    if (parsed.consumer.name !== consumer || parsed.provider.name !== provider) return undefined;
    return z.record(z.string(), z.json()).parse(parsed);
  } catch {
    return undefined;
  }
}

/** The part of the Pact Broker's API that its official clients use (https://docs.pact.io/pact_broker). */
export function brokerHandlers(prisma: PrismaClient): Pick<RegistryHandlers<BrokerContext>, BrokerOperation> {
  async function versionBody({ pacticipant, number, branch, createdAt }: PacticipantVersion, links: BrokerLinks) {
    const environments = await store.listEnvironments(prisma);
    const recordDeployment = environments.map(({ id, name, displayName }) => ({
      href: links.deployment(pacticipant, number, id),
      name,
      title: `Record the deployment to ${displayName}`,
    }));
    const self = { href: links.version(pacticipant, number), title: number };
    return {
      number,
      ...(branch === null ? {} : { branch }),
      createdAt: createdAt.toISOString(),
      _links: { self, 'pb:record-deployment': recordDeployment },
    };
  }

  async function pactsForVerification(provider: string, links: BrokerLinks): Promise<PactsForVerification> {
    const pacts = (await store.pactsToVerify(prisma, provider)).map(({ versions, ...key }) => {
      const name = `The pact of ${key.consumer} (${versions.join(', ')}) with ${provider}`;
      const notices = [{ when: 'before_verification', text: name }];
      return {
        shortDescription: versions.join(', '),
        verificationProperties: { pending: false, notices },
        _links: { self: { href: links.pact(key), name } },
      };
    });
    return { _embedded: { pacts }, _links: links.self(`/pacts/provider/${provider}/for-verification`) };
  }

  return {
    async getBroker(_input, { links }) {
      return { status: 200, body: { _links: links.index() } };
    },

    async publishPacts({ body }, { links }) {
      const { pacticipantName, pacticipantVersionNumber: number, branch, contracts } = body;
      const pacts: store.NewPact[] = [];
      for (const { consumerName: consumer, providerName: provider, content } of contracts) {
        const parsed = consumer === pacticipantName ? parsePact(content, consumer, provider) : undefined;
        if (!parsed) return refusal(400, `The content is no pact of ${pacticipantName} with ${provider}.`);
        pacts.push({ consumer, provider, content: parsed });
      }
      const version = { pacticipant: pacticipantName, number };
      const result = await store.publishPacts(prisma, version, branch ?? undefined, pacts);
      if ('conflict' in result) {
        const pact = `The pact of ${pacticipantName} (${number}) with ${result.conflict}`;
        return refusal(409, `${pact} is published with another content: a published pact does not change.`);
      }
      const published = result.published.map(pact => ({ ...pact, consumer: pacticipantName }));
      return {
        status: 200,
        body: {
          notices: published.map(({ consumer, provider }) => ({
            type: 'success',
            text: `The pact of ${consumer} (${number}) with ${provider} is published.`,
          })),
          _links: {
            'pb:pacticipant': { href: links.version(pacticipantName, number), name: pacticipantName },
            'pb:pacticipant-version': { href: links.version(pacticipantName, number), name: number },
            'pb:contracts': published.map(pact => ({
              href: links.pact(pact),
              name: `${pact.consumer} ${pact.provider}`,
            })),
          },
        },
      };
    },

    async getPact({ path: { sha, ...names } }, { links }) {
      const key = { ...names, sha256: sha };
      const pact = await store.findPact(prisma, key);
      if (!pact) return noSuchPact;
      const _links = {
        self: { href: links.pact(key), name: `The pact of ${key.consumer} with ${key.provider}` },
        'pb:publish-verification-results': { href: links.verificationResults(key) },
      };
      return { status: 200, body: { ...z.record(z.string(), z.json()).parse(pact.content), _links }, headers: HAL };
    },

    async publishVerification({ path: { sha, ...names }, body }, { links }) {
      const key = { ...names, sha256: sha };
      if (!(await store.findPact(prisma, key))) return noSuchPact;
      const { success, providerApplicationVersion: providerVersion, buildUrl = null } = body;
      const saved = await store.saveVerification(prisma, key, { success, providerVersion, buildUrl });
      const _links = { self: { href: links.verificationResults(key) } };
      const verifiedAt = saved.verifiedAt.toISOString();
      return { status: 201, body: { success, providerApplicationVersion: providerVersion, verifiedAt, _links } };
    },

    async listPactsForVerification({ path: { provider } }, { links }) {
      return { status: 200, body: await pactsForVerification(provider, links) };
    },

    async selectPactsForVerification({ path: { provider } }, { links }) {
      return { status: 200, body: await pactsForVerification(provider, links) };
    },

    async listEnvironments(_input, { links }) {
      const environments = (await store.listEnvironments(prisma)).map(row => environmentBody(row, links));
      return { status: 200, body: { _embedded: { environments }, _links: links.self('/environments') } };
    },

    async createEnvironment({ body: { name, displayName, production = false } }, { links }) {
      const added = { name, displayName: displayName ?? name, production };
      return { status: 201, body: environmentBody(await store.createEnvironment(prisma, added), links) };
    },

    async getEnvironment({ path }, { links }) {
      const row = await store.findEnvironment(prisma, { id: path.environmentId });
      return row ? { status: 200, body: environmentBody(row, links) } : noSuchEnvironment;
    },

    async listPacticipants(_input, { links }) {
      const pacticipants = (await store.listPacticipants(prisma)).map(name => ({ name }));
      return { status: 200, body: { _embedded: { pacticipants }, _links: links.self('/pacticipants') } };
    },

    async getPacticipantVersion({ path: { pacticipant, version } }, { links }) {
      const row = await store.findVersion(prisma, { pacticipant, number: version });
      if (!row) return refusal(404, `There is no version ${version} of ${pacticipant}.`);
      return { status: 200, body: await versionBody(row, links) };
    },

    async savePacticipantVersion({ path: { pacticipant, version }, body }, { links }) {
      const row = await store.saveVersion(prisma, { pacticipant, number: version }, body.branch);
      return { status: 200, body: await versionBody(row, links) };
    },

    async recordDeployment({ path: { pacticipant, version, environmentId }, body }, { links }) {
      if (!(await store.findEnvironment(prisma, { id: environmentId }))) return noSuchEnvironment;
      const instance = body.applicationInstance ?? '';
      const row = await store.recordDeployment(prisma, { pacticipant, number: version }, environmentId, instance);
      return {
        status: 201,
        body: {
          uuid: row.id,
          currentlyDeployed: row.undeployedAt === null,
          ...(row.instance === '' ? {} : { applicationInstance: row.instance }),
          createdAt: row.deployedAt.toISOString(),
          _links: { self: { href: links.deployment(pacticipant, version, environmentId) } },
        },
      };
    },

    async getMatrix({ query: { environment: name, latest } }, { query }) {
      const selectors = selectorsOf(query, 'q');
      let scope: Scope = latest === true || selectors.length === 1 ? 'latest' : 'selected';
      if (name !== undefined) {
        const environment = await store.findEnvironment(prisma, { name });
        if (!environment) return refusal(404, `There is no environment "${name}".`);
        scope = { environmentId: environment.id };
      }
      const { versions, missing } = await resolveVersions(prisma, selectors);
      const integrations = await integrationsOf(createReads(prisma), versions, scope);
      return { status: 200, body: matrixOf(integrations, selectorsOf(query, 'ignore'), missing) };
    },
  };
}

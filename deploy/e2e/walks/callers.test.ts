import { beforeAll, expect, test } from '@jest/globals';
import { type Caller, type CallersResult, runCallers } from '../../../contracts/codegen/conformance/callers.ts';
import { SeenValues } from '../../../contracts/codegen/conformance/known-values.ts';
import type { Operation, Service } from '../../../contracts/codegen/openapi/service.ts';
import { environment } from '../api-client.ts';
import { callersAtGateway, callersAtService, createSessions, type OrderTokens, type Sessions } from './callers.ts';
import { createPurchase } from './fixtures.ts';
import { collectListedIds } from './listed-ids.ts';
import { takeSnapshot } from './snapshot.ts';
import { printCallersSummary } from './summary.ts';
import { endpointsOf, readServices, urlOf } from './system.ts';

/**
 * Every operation of every contract, called by everybody whom there is: what is not allowed is refused and changes
 * nothing, what is allowed is not refused. What is expected follows from the contracts alone.
 */
/** Of all calls together. */
const TIMEOUT_MS = 300_000;

let services: Service[];
let sessions: Sessions;
let tokens: OrderTokens;
let known: SeenValues;
const results: CallersResult[] = [];
/** The names of all kinds of callers. */
const kinds = new Set<string>();

beforeAll(async () => {
  services = await readServices();
  sessions = await createSessions();
  const [own, other] = await Promise.all([
    createPurchase(sessions.owner, sessions.admin),
    createPurchase(sessions.other, sessions.admin),
  ]);
  tokens = { own: own.orderToken, other: other.orderToken };
  known = new SeenValues(own.values);
  await collectListedIds(services, known, sessions.admin);
});

async function callOperations(
  service: Service,
  url: string,
  callers: readonly Caller[],
  includes: (operation: Operation) => boolean,
) {
  const found = await runCallers(service, {
    target: { url, timeoutMs: 30_000 },
    callers,
    concurrency: 4,
    known,
    includes,
  });
  for (const { name } of callers) kinds.add(name);
  results.push(...found);
  return found;
}
const faultsOf = (found: readonly CallersResult[]): string[] =>
  found.flatMap(({ service, operation, faults, skipped }) => [
    ...(skipped === undefined ? [] : [`${service} ${operation}: not tried: ${skipped}`]),
    ...faults.map(({ caller, message }) => `${service} ${operation}: ${caller}: ${message}`),
  ]);

test(
  'through the gateway, at the services, and through the edge',
  async () => {
    const before = await takeSnapshot(services, known, sessions.admin);
    const gatewayCallers = callersAtGateway(sessions, tokens);
    const atServices = services
      .filter(({ name }) => name !== 'gateway')
      .flatMap(service =>
        endpointsOf(service).map(({ service: name, url }) =>
          callOperations(service, url, callersAtService(name, sessions, tokens), () => true),
        ),
      );
    const atGateway = services.map(service => callOperations(service, urlOf('gateway'), gatewayCallers, () => true));
    const isRead = ({ method, gateway }: Operation) => method === 'get' && gateway !== 'internal';
    const atEdge = services.map(service => callOperations(service, environment.GATEWAY_URL, gatewayCallers, isRead));
    const found = (await Promise.all([...atServices, ...atGateway, ...atEdge])).flat();
    printCallersSummary(results, kinds.size);
    expect(faultsOf(found)).toEqual([]);
    expect(await takeSnapshot(services, known, sessions.admin)).toEqual(before);
  },
  TIMEOUT_MS,
);

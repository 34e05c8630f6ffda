import { beforeAll, expect, test } from '@jest/globals';
import { type Caller, type CallersResult, runCallers } from '../../../contracts/codegen/conformance/callers.ts';
import { SeenValues } from '../../../contracts/codegen/conformance/known-values.ts';
import type { Operation, Service } from '../../../contracts/codegen/openapi/service.ts';
import { environment } from '../api-client.ts';
import { callersAtGateway, callersAtService, gatherPeople, type OrderTokens, type People } from './callers.ts';
import { printCallers } from './counts.ts';
import { learn } from './learn.ts';
import { entrancesOf, readServices, urlOf } from './system.ts';
import { makeThings } from './things.ts';
import { readThings } from './unchanged.ts';

/**
 * Every operation of every contract, called by everybody whom there is: what is not allowed is refused and changes
 * nothing, what is allowed is not refused. What is expected follows from the contracts alone.
 */
/** Of all calls together. */
const TIMEOUT_MS = 300_000;

let services: Service[];
let people: People;
let tokens: OrderTokens;
let known: SeenValues;
const results: CallersResult[] = [];
/** The names of all kinds of callers. */
const kinds = new Set<string>();

beforeAll(async () => {
  services = await readServices();
  people = await gatherPeople();
  const [own, other] = await Promise.all([
    makeThings(people.owner, people.admin),
    makeThings(people.other, people.admin),
  ]);
  tokens = { own: own.orderToken, other: other.orderToken };
  known = new SeenValues(own.values);
  await learn(services, known, people.admin);
});

async function walk(
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
    const before = await readThings(services, known, people.admin);
    const guests = callersAtGateway(people, tokens);
    const atServices = services
      .filter(({ name }) => name !== 'gateway')
      .flatMap(service =>
        entrancesOf(service).map(({ service: name, url }) =>
          walk(service, url, callersAtService(name, people, tokens), () => true),
        ),
      );
    const atGateway = services.map(service => walk(service, urlOf('gateway'), guests, () => true));
    const isRead = ({ method, gateway }: Operation) => method === 'get' && gateway !== 'internal';
    const atEdge = services.map(service => walk(service, environment.GATEWAY_URL, guests, isRead));
    const found = (await Promise.all([...atServices, ...atGateway, ...atEdge])).flat();
    printCallers(results, kinds.size);
    expect(faultsOf(found)).toEqual([]);
    expect(await readThings(services, known, people.admin)).toEqual(before);
  },
  TIMEOUT_MS,
);

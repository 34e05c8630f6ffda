import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { SeenValues } from '../../../contracts/codegen/conformance/known-values.ts';
import { type OperationResult, runService } from '../../../contracts/codegen/conformance/run.ts';
import type { Operation, Service } from '../../../contracts/codegen/openapi/service.ts';
import { credentialsFor } from './credentials.ts';
import { createDeletable, createPurchase, type Purchase } from './fixtures.ts';
import { collectListedIds } from './listed-ids.ts';
import { operationSamples } from './operation-samples.ts';
import { newStaff, type Session, signInAsFirstAdmin, signUp } from './sessions.ts';
import { printHostileValuesSummary } from './summary.ts';
import { endpointsOf, newClientAddress, readServices, urlOf } from './system.ts';

/**
 * Every parameter and every field of a body of every operation, with values that have broken other programs: nothing is
 * answered with 5xx, without declaration, late or not at all, and what is taken comes back as it was sent.
 */
const password = randomUUID();
let services: Service[];
let admin: Session;
let shopper: Session;
let purchase: Purchase;
let known: SeenValues;

beforeAll(async () => {
  services = await readServices();
  [admin, shopper] = await Promise.all([newStaff(await signInAsFirstAdmin(), 'admin'), signUp(password)]);
  purchase = await createPurchase(shopper, admin);
  known = new SeenValues(purchase.values, operationSamples(purchase, await createDeletable(admin), password));
  await collectListedIds(services, known, admin);
});

/** Of all requests together. */
const TIMEOUT_MS = 300_000;

/** Each of these that is valid costs a hash of a password, a third of a second of a processor. */
const hashing: ReadonlySet<string> = new Set([
  'signUp',
  'signIn',
  'addStaff',
  'changeOwnPassword',
  'changeAccountPassword',
  'changeAccountEmail',
  'deleteAccount',
]);

/** All requests that can be made, where `WALK_CASES=all` asks for it. */
const isThorough = process.env.WALK_CASES === 'all';
const limitOf = ({ id }: Operation): number => (hashing.has(id) ? 12 : 60);
const choice = { isThorough, limit: isThorough ? () => 10_000 : limitOf };

/** Answers that do not say again what was sent: a rendered subject is one line; what is known is answered as it is. */
const answersOther: ReadonlySet<string> = new Set(['previewTemplate', 'createEnvironment']);

test(
  'every operation',
  async () => {
    const found = await Promise.all(
      services.flatMap(service => {
        const [endpoint] = endpointsOf(service);
        if (!endpoint) return [];
        const callers = { admin, shopper, orderToken: purchase.orderToken };
        const at = (url: string, includes: (operation: Operation) => boolean): Promise<OperationResult[]> => {
          const headers = (operation: Operation) => ({
            ...newClientAddress(),
            ...credentialsFor(operation, endpoint.service, callers),
          });
          return runService(service, {
            // What limits attempts at one account asks for seconds, then minutes.
            target: { url, headers, timeoutMs: 30_000, maxWaitMs: 1_000 },
            choice,
            concurrency: 2,
            seen: known,
            includes,
          });
        };
        const isPublic = ({ gateway }: Operation) => gateway === 'public';
        return [at(urlOf('gateway'), isPublic), at(endpoint.url, operation => !isPublic(operation))];
      }),
    );
    const results = found.flat();
    printHostileValuesSummary(results);
    const faults = results.flatMap(({ service, operation, skipped, faults: found }) => [
      ...(skipped === undefined ? [] : [`${service} ${operation}: not tried: ${skipped}`]),
      ...found
        .filter(({ rule }) => rule !== 'altered-value' || !answersOther.has(operation))
        .map(
          ({ rule, message, label, times }) =>
            `${service} ${operation}: ${rule}: ${message} (${label}, ${times} times)`,
        ),
    ]);
    expect(faults).toEqual([]);
  },
  TIMEOUT_MS,
);

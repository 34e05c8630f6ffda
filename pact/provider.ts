import { basename } from 'node:path';
import { Verifier } from '@pact-foundation/pact';
import { z } from 'zod';
import { type EventRecord, encodeEvent } from '../contracts/codegen/runtime/events.ts';
import { serviceHeaders, type TestIdentity } from '../services/platform/testing/identity.ts';
import { pactsWith, statesIn } from './pact-files.ts';
import { paramsSchema, type States } from './state.ts';

/**
 * How the provider comes to publish each event of its contract (`Publications<typeof ordersEvents>`): published by the
 * operation that does so, and returned from the outbox. One that is missing does not compile.
 */
export type Publications<Events> = { readonly [Type in keyof Events]: () => Promise<EventRecord> };

/** The headers of a session, as the gateway forwards them. */
export type SessionHeaders = () => Promise<Record<string, string>>;

/** The session of an admin, for the console's requests. */
export function adminHeaders(identity: TestIdentity): SessionHeaders {
  return () => identity.headers({ kind: 'staff', id: 'ada', roles: ['admin'], email: 'ada@example.com' });
}

/** The shopper of the storefront's requests. */
export const SHOPPER_ID = 'grace';

/** The session of a shopper, for the storefront's requests. */
export function shopperHeaders(identity: TestIdentity): SessionHeaders {
  return () => identity.headers({ kind: 'shopper', id: SHOPPER_ID });
}

/**
 * Verifies a provider at `url` against every pact with it. Requests have the consumer's service token, or the session
 * of staff for the console and of a shopper for the storefront, where there is one. Throws with the mismatches. Unlike
 * the verifier alone, it also fails for a state without a handler and for an event that cannot be published.
 */
export async function verify(
  provider: string,
  options: {
    url: string;
    states?: States;
    publications?: Readonly<Record<string, () => Promise<EventRecord>>>;
    staff?: SessionHeaders;
    shopper?: SessionHeaders;
  },
): Promise<void> {
  const failures: Error[] = [];
  async function recordFailure<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      failures.push(new Error(`${what}: ${String(error)}`));
      throw error;
    }
  }
  const stateHandlers = mapValues(
    options.states ?? {},
    (name, state) => (params: unknown) =>
      recordFailure(`state "${name}"`, async () => (await state.enter(paramsSchema.parse(params))) ?? {}),
  );
  const messageProviders = mapValues(options.publications ?? {}, (name, publish) => async () => {
    const { key, value, headers } = encodeEvent(await recordFailure(`event ${name}`, publish));
    return { __pactMessageMetadata: { ...headers, key }, message: JSON.parse(value) };
  });

  const sessions = new Map([
    ['admin', options.staff],
    ['storefront', options.shopper],
  ]);
  for (const file of pactsWith(provider)) {
    const consumer = basename(file).slice(0, -`-${provider}.json`.length);
    const unknown = statesIn(file).filter(state => options.states?.[state] === undefined);
    if (unknown.length > 0) failures.push(new Error(`${file}: no handler for the states ${unknown.join(', ')}`));
    const session = sessions.get(consumer);
    const authorize = session ?? (() => serviceHeaders(consumer));
    const verifier = new Verifier({
      provider,
      providerBaseUrl: options.url,
      pactUrls: [file],
      stateHandlers,
      messageProviders,
      logLevel: 'error',
      // For each request: a token lasts a minute, and many interactions may take longer.
      requestFilter(request, _response, next) {
        authorize().then(headers => {
          Object.assign(request.headers, headers);
          next();
        }, next);
      },
    });
    await verifier.verifyProvider().catch((error: Error) => failures.push(...mismatchesOf(error)));
  }
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
}

const mismatchSchema = z.looseObject({ mismatch: z.string(), path: z.string().optional() });
const brokenSchema = z.object({
  errors: z.array(
    z.object({ interaction: z.string(), mismatch: z.looseObject({ mismatches: z.array(mismatchSchema).optional() }) }),
  ),
});

/** The verifier's error: its findings as JSON, or text. */
function mismatchesOf(error: Error): Error[] {
  let findings: unknown;
  try {
    findings = JSON.parse(error.message);
  } catch {
    return [error];
  }
  return brokenSchema.parse(findings).errors.map(({ interaction, mismatch }) => {
    const mismatches = mismatch.mismatches?.map(found => `  ${found.path ?? ''} ${found.mismatch}`) ?? [
      JSON.stringify(mismatch),
    ];
    return new Error([interaction, ...mismatches].join('\n'));
  });
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, make: (name: string, value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(name, value)]));
}

/** A row of an outbox (services/platform/sql, or a document of MongoDB), as the relay publishes it. */
export interface OutboxRow {
  id: string;
  topic: string;
  aggregateid: string;
  type: string;
  source: string;
  subject: string;
  time: Date | string;
  payload: unknown;
}

/** The latest event of a type in an outbox. */
export function lastEvent(rows: readonly OutboxRow[], type: string): EventRecord {
  const row = rows.findLast(candidate => candidate.type === type);
  if (!row) throw new Error(`${type} was not published, only ${rows.map(other => other.type).join(', ') || 'nothing'}`);
  const { id, topic, aggregateid: key, source, subject, time, payload } = row;
  return { id, topic, key, type, source, subject, time: new Date(time).toISOString(), payload };
}

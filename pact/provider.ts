import { basename } from 'node:path';
import { Verifier } from '@pact-foundation/pact';
import { z } from 'zod';
import { type EventRecord, encodeEvent } from '../contracts/codegen/runtime/events.ts';
import { serviceHeaders, type TestIdentity } from '../services/platform/testing/identity.ts';
import { pactsWith, statesIn } from './files.ts';

const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()])).default({});

export type Params = z.output<typeof paramsSchema>;

/** Puts a provider into a state, by name; what it gives back takes the place of what a request leaves to the state. */
export type States = Record<string, (params: Params) => Promise<Record<string, string>> | Promise<void>>;

/** Makes a provider publish an event, by its type, and gives what is in the outbox. */
export type Publications = Record<string, () => Promise<EventRecord>>;

/** The headers of somebody who is signed in, as the gateway sends them on. */
export type SignedIn = () => Promise<Record<string, string>>;

/** A member of staff who may do everything, for what the console asks. */
export function anAdmin(identity: TestIdentity): SignedIn {
  return () => identity.headers({ kind: 'staff', id: 'ada', roles: ['admin'], email: 'ada@example.com' });
}

/**
 * Holds a provider that runs at `url` to every pact that somebody has with it, asking as that consumer: a service by
 * its own token, the console as the member of staff who sits before it. Throws with what is broken. A state that nobody
 * reaches, or an event that cannot be made, fails it as well; the verifier alone would go on without.
 */
export async function verify(
  provider: string,
  options: { url: string; states?: States; publications?: Publications; staff?: SignedIn },
): Promise<void> {
  const faults: Error[] = [];
  async function watched<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      faults.push(new Error(`${what}: ${String(error)}`));
      throw error;
    }
  }
  const stateHandlers = entriesOf(
    options.states ?? {},
    (name, reach) => (params: unknown) =>
      watched(`state "${name}"`, async () => (await reach(paramsSchema.parse(params))) ?? {}),
  );
  const messageProviders = entriesOf(options.publications ?? {}, (name, publish) => async () => {
    const { key, value, headers } = encodeEvent(await watched(`event ${name}`, publish));
    return { __pactMessageMetadata: { ...headers, key }, message: JSON.parse(value) };
  });

  for (const file of pactsWith(provider)) {
    const consumer = basename(file).slice(0, -`-${provider}.json`.length);
    const unknown = statesIn(file).filter(state => options.states?.[state] === undefined);
    if (unknown.length > 0) faults.push(new Error(`${file}: nobody reaches the states ${unknown.join(', ')}`));
    const headers = await (consumer === 'admin' && options.staff ? options.staff() : serviceHeaders(consumer));
    const verifier = new Verifier({
      provider,
      providerBaseUrl: options.url,
      pactUrls: [file],
      stateHandlers,
      messageProviders,
      logLevel: 'error',
      requestFilter(request, _response, next) {
        Object.assign(request.headers, headers);
        next();
      },
    });
    await verifier.verifyProvider().catch((error: Error) => faults.push(...broken(error)));
  }
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
}

const mismatchSchema = z.looseObject({ mismatch: z.string(), path: z.string().optional() });
const brokenSchema = z.object({
  errors: z.array(
    z.object({ interaction: z.string(), mismatch: z.looseObject({ mismatches: z.array(mismatchSchema).optional() }) }),
  ),
});

/** What the verifier throws: its findings as JSON, or words. */
function broken(error: Error): Error[] {
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

function entriesOf<T, U>(values: Record<string, T>, make: (name: string, value: T) => U): Record<string, U> {
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

/** The event of a type that waits in an outbox, the latest. */
export function eventIn(rows: readonly OutboxRow[], type: string): EventRecord {
  const row = rows.findLast(candidate => candidate.type === type);
  if (!row) throw new Error(`${type} was not published, only ${rows.map(other => other.type).join(', ') || 'nothing'}`);
  const { id, topic, aggregateid: key, source, subject, time, payload } = row;
  return { id, topic, key, type, source, subject, time: new Date(time).toISOString(), payload };
}

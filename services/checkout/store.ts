import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SqlClient } from '../platform/data/database.ts';
import { canonical } from '../platform/http/idempotency.ts';
import { newId } from '../platform/ids.ts';
import { hasOrder, type State } from './checkout.ts';
import type { CompleteRequest } from './contact.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { type Checkout, rowSchema } from './stored-checkout.ts';

export type Database = PrismaClient;

/** A checkout that this run, and no other, works on. */
export interface Claim {
  run: string;
  checkout: Checkout;
}

/** The jobs of this queue compensate or cancel checkouts; their keys are checkout ids (compensation.ts). */
export const COMPENSATION = 'compensation';
/** A run that is not heard of for so long has died, ms. */
const LEASE_MS = 15_000;
/** How long a shopper whose request failed may come back with the same key before the completer takes over, ms. */
const RETURN_MS = 30_000;
/** How soon the completer takes over where the order exists, ms. */
const SOON_MS = 2_000;
/** The reconciler leaves a checkout alone until events have had this time to arrive, ms. */
const FIRST_CHECK_MS = 2 * 60_000;

const later = (ms: number): Date => new Date(Date.now() + ms);

/** Single statements on the service's database. */
export type Sql = Pick<SqlClient, '$queryRawUnsafe' | '$executeRawUnsafe'>;

const COLUMNS = `id::text, request, shopper_id AS "shopperId", client, order_id::text AS "orderId", order_token AS "orderToken", state`;

/** The checkout of a key, made now or taken up where it stopped; or why this run may not work on it. */
export type Claimed = Claim | { finished: Checkout } | 'other request' | 'in progress';

const fingerprintOf = (request: object): string => createHash('sha256').update(canonical(request)).digest('hex');

const INSERT = `
INSERT INTO checkouts (id, scope, key, fingerprint, request, shopper_id, client, order_id, order_token, step, state, run, locked_until, attend_at)
VALUES ($1::uuid, $2, $3, $4, $5::jsonb, $6, $7, $8::uuid, $9, 'started', '{"step": "started"}', $10::uuid, $11::timestamptz, $12::timestamptz)
ON CONFLICT (scope, key) DO NOTHING`;
const TAKE = `
UPDATE checkouts SET run = $4::uuid, locked_until = $5::timestamptz, attend_at = $6::timestamptz
WHERE scope = $1 AND key = $2 AND fingerprint = ANY ($3) AND step <> 'finished' AND locked_until < now() RETURNING ${COLUMNS}`;
const FIND_KEY = `SELECT ${COLUMNS}, fingerprint, step FROM checkouts WHERE scope = $1 AND key = $2`;

/**
 * Takes the checkout of an Idempotency-Key for this run. A key is the shopper's own, or, of somebody who is not signed
 * in, that of the cart. What it is about (ids, order token, the request as it was) is decided once, when the key is
 * first seen. All runs but one are told 'in progress' until that one ends, or has not been heard of for 15 s.
 */
export async function claim(
  sql: Sql,
  key: string,
  wanted: CompleteRequest,
  { shopperId, client }: { shopperId: string | undefined; client: string | undefined },
): Promise<Claimed> {
  const run = randomUUID();
  const scope = shopperId === undefined ? `cart:${wanted.cartId.toLowerCase()}` : `shopper:${shopperId}`;
  const fingerprint = fingerprintOf({ ...wanted, shopperId });
  const until = [later(LEASE_MS), later(LEASE_MS + RETURN_MS)];
  const checkout: Checkout = {
    id: newId(),
    request: wanted,
    orderId: newId(),
    orderToken: randomBytes(32).toString('base64url'),
    state: { step: 'started' },
    ...(shopperId === undefined ? {} : { shopperId }),
    ...(client === undefined ? {} : { client }),
  };
  const { id, orderId, orderToken } = checkout;
  const about = [id, scope, key, fingerprint, JSON.stringify(wanted), shopperId ?? null, client ?? null];
  if ((await sql.$executeRawUnsafe(INSERT, ...about, orderId, orderToken, run, ...until)) === 1)
    return { run, checkout };
  // Before keys had a scope the shopper was no part of the fingerprint.
  const fingerprints = [fingerprint, fingerprintOf(wanted)];
  const [taken] = await sql.$queryRawUnsafe<unknown[]>(TAKE, scope, key, fingerprints, run, ...until);
  if (taken) return { run, checkout: rowSchema.parse(taken) };
  const [row] = await sql.$queryRawUnsafe<{ fingerprint: string; step: string }[]>(FIND_KEY, scope, key);
  if (!row) return 'in progress'; // forgotten this very moment: asking again will make it anew
  if (!fingerprints.includes(row.fingerprint)) return 'other request';
  return row.step === 'finished' ? { finished: rowSchema.parse(row) } : 'in progress';
}

const claimedRows = z.array(z.looseObject({ run: z.string() }));

async function claimWhere(sql: Sql, attempt: 0 | 1, condition: string, value: unknown): Promise<Claim[]> {
  const rows = await sql.$queryRawUnsafe<unknown>(
    `UPDATE checkouts SET run = gen_random_uuid(), locked_until = now() + interval '${LEASE_MS} ms', attempts = attempts + ${attempt}
     WHERE id IN (SELECT id FROM checkouts WHERE step <> 'finished' AND locked_until < now() AND ${condition} FOR UPDATE SKIP LOCKED)
     RETURNING run::text, ${COLUMNS}`,
    value,
  );
  return claimedRows.parse(rows).map(row => ({ run: row.run, checkout: rowSchema.parse(row) }));
}

/**
 * Takes checkouts that nobody has finished in time, the oldest first, except those whose compensation is a job
 * (compensation.ts).
 */
export function claimAbandoned(sql: Sql, limit: number): Promise<Claim[]> {
  const isJob = `step = 'compensating' AND EXISTS (SELECT 1 FROM jobs WHERE queue = '${COMPENSATION}' AND key = checkouts.id::text)`;
  return claimWhere(sql, 1, `attend_at <= now() AND NOT (${isJob}) ORDER BY attend_at LIMIT $1`, limit);
}

/** Takes one checkout; undefined where it is finished, or another run works on it. */
export async function claimUnfinished(sql: Sql, id: string): Promise<Claim | undefined> {
  const [claim] = await claimWhere(sql, 0, 'id = $1::uuid', id);
  return claim;
}

const RENEW =
  'UPDATE checkouts SET locked_until = $3::timestamptz, attend_at = $4::timestamptz WHERE id = $1::uuid AND run = $2::uuid';

/** Says that a run is still at work; false when another one has taken its checkout. */
export async function renew(sql: Sql, { run, checkout }: Claim): Promise<boolean> {
  const until = [later(LEASE_MS), later(LEASE_MS + RETURN_MS)];
  return (await sql.$executeRawUnsafe(RENEW, checkout.id, run, ...until)) === 1;
}

/** Whether what a statement would write may be there once only, and is there already (PostgreSQL, appendix A). */
const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505';

const SAVE = `
UPDATE checkouts SET step = $3, state = $4::jsonb, run = $5::uuid, locked_until = $6::timestamptz, attend_at = $7::timestamptz,
  finished_at = $8::timestamptz, check_at = $9::timestamptz
WHERE id = $1::uuid AND run = $2::uuid`;

/**
 * Saves how far a checkout has come; false, saving nothing, when another run has taken it, or when it is about to begin
 * while another one of its cart is being worked on. What never came to an order needs no further look.
 */
export async function save(sql: Sql, { run, checkout }: Claim, next: State): Promise<boolean> {
  const done = next.step === 'finished';
  const touched = checkout.state.step === 'ordered' || checkout.state.step === 'compensating';
  const until = [later(LEASE_MS), later(LEASE_MS + RETURN_MS)];
  const end = [done ? new Date() : null, done && touched ? later(FIRST_CHECK_MS) : null];
  const state = [next.step, JSON.stringify(next), done ? null : run];
  try {
    return (await sql.$executeRawUnsafe(SAVE, checkout.id, run, ...state, ...until, ...end)) === 1;
  } catch (error) {
    if (next.step === 'priced' && isTaken(error)) return false;
    throw error;
  }
}

const RELEASE = `
UPDATE checkouts SET run = NULL, locked_until = now() - interval '1 second',
  attend_at = now() + least($3::integer * power(2, least(attempts, 10)), 600000) * interval '1 ms'
WHERE id = $1::uuid AND run = $2::uuid`;

/**
 * Lets a checkout go unfinished: the same key may take it up at once, the completer after a while that doubles with its
 * attempts, up to 10 minutes. Where the order exists the shopper has been told to wait, so the completer begins soon.
 */
export async function release(sql: Sql, { run, checkout }: Claim): Promise<void> {
  await sql.$executeRawUnsafe(RELEASE, checkout.id, run, hasOrder(checkout.state) ? SOON_MS : RETURN_MS);
}

/** Forgets a checkout of which nobody else has heard: its key is free again. */
export async function discard(sql: Sql, { run, checkout }: Claim): Promise<void> {
  const forget = `DELETE FROM checkouts WHERE id = $1::uuid AND run = $2::uuid AND step = 'started'`;
  await sql.$executeRawUnsafe(forget, checkout.id, run);
}

export async function findCheckout(sql: Sql, id: string): Promise<Checkout | undefined> {
  const [row] = await sql.$queryRawUnsafe<unknown[]>(`SELECT ${COLUMNS} FROM checkouts WHERE id = $1::uuid`, id);
  return row === undefined ? undefined : rowSchema.parse(row);
}

const COMPETING = `
SELECT order_id::text AS "orderId" FROM checkouts WHERE request ->> 'cartId' = $1 AND id <> $2::uuid
  AND step = 'finished' AND check_at IS NOT NULL AND state -> 'ending' ->> 'as' IN ('awaiting_payment', 'authorized')`;

/** The orders of a checkout's cart, other than its own, which stood when last looked at. */
export async function findCompetingOrders(sql: Sql, { id, request }: Checkout): Promise<string[]> {
  const rows = await sql.$queryRawUnsafe<{ orderId: string }[]>(COMPETING, request.cartId, id);
  return rows.map(({ orderId }) => orderId);
}

/**
 * Finished checkouts that came to an order, or may have, and of which it is not yet known that everybody agrees on how
 * they ended.
 */
export async function findUnsettled(
  database: Database,
  limit: number,
): Promise<{ checkout: Checkout; finishedAt: Date }[]> {
  const rows = await database.checkout.findMany({
    where: { checkAt: { lte: new Date() } },
    orderBy: { checkAt: 'asc' },
    take: limit,
  });
  return rows.flatMap(row =>
    row.finishedAt === null ? [] : [{ checkout: rowSchema.parse(row), finishedAt: row.finishedAt }],
  );
}

/** When to look at a finished checkout again, ms from now; undefined: never. */
export async function scheduleCheck(database: Database, id: string, ms: number | undefined): Promise<void> {
  await database.checkout.update({ where: { id }, data: { checkAt: ms === undefined ? null : later(ms) } });
}

/** Deletes settled checkouts, with the addresses they hold, that ended more than `days` ago; how many. */
export async function deleteExpired(database: Database, days: number): Promise<number> {
  const before = later(-days * 24 * 60 * 60_000);
  return (await database.checkout.deleteMany({ where: { finishedAt: { lt: before }, checkAt: null } })).count;
}

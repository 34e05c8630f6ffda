import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isUniqueViolation, type SqlClient } from '../platform/data/database.ts';
import { fingerprintOf } from '../platform/fingerprint.ts';
import { newId } from '../platform/ids.ts';
import { hasOrder, type State } from './checkout.ts';
import type { CompleteRequest } from './contact.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { type Checkout, rowSchema } from './stored-checkout.ts';

export type Database = PrismaClient;

/** A checkout on which this run holds the lease. */
export interface Claim {
  run: string;
  checkout: Checkout;
}

/** The jobs of this queue compensate or cancel checkouts; their keys are checkout ids (compensation.ts). */
export const COMPENSATION = 'compensation';
/** Duration of a run's lease: a run that has not renewed it for so long has died, ms. */
const LEASE_MS = 15_000;
/** Time in which a shopper may retry a failed request with the same key before the completer takes over, ms. */
const RETURN_MS = 30_000;
/** The same once the order exists, ms. */
const SOON_MS = 2_000;
/** Delay before the reconciler checks a checkout, so that events can arrive, ms. */
const FIRST_CHECK_MS = 2 * 60_000;

const later = (ms: number): Date => new Date(Date.now() + ms);

/** Single statements on the service's database. */
export type Sql = Pick<SqlClient, '$queryRawUnsafe' | '$executeRawUnsafe'>;

const COLUMNS = `id::text, request, shopper_id AS "shopperId", client, order_id::text AS "orderId", order_token AS "orderToken", state`;

/** The checkout of a key, created or resumed; or why this run may not work on it. */
export type Claimed = Claim | { finished: Checkout } | 'other request' | 'in progress';

const INSERT = `
INSERT INTO checkouts (id, scope, key, fingerprint, request, shopper_id, client, order_id, order_token, step, state, run, locked_until, attend_at)
VALUES ($1::uuid, $2, $3, $4, $5::jsonb, $6, $7, $8::uuid, $9, 'started', '{"step": "started"}', $10::uuid, $11::timestamptz, $12::timestamptz)
ON CONFLICT (scope, key) DO NOTHING`;
const TAKE = `
UPDATE checkouts SET run = $4::uuid, locked_until = $5::timestamptz, attend_at = $6::timestamptz
WHERE scope = $1 AND key = $2 AND fingerprint = ANY ($3) AND step <> 'finished' AND locked_until < now() RETURNING ${COLUMNS}`;
const FIND_KEY = `SELECT ${COLUMNS}, fingerprint, step FROM checkouts WHERE scope = $1 AND key = $2`;

/**
 * Claims the checkout of an Idempotency-Key for this run. The key's scope is the shopper, or the cart for anonymous
 * callers. Ids, order token and the request are stored once, when the key is first used. While one run holds the lease
 * (15 s, renewed), others get 'in progress'.
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
  const values = [id, scope, key, fingerprint, JSON.stringify(wanted), shopperId ?? null, client ?? null];
  if ((await sql.$executeRawUnsafe(INSERT, ...values, orderId, orderToken, run, ...until)) === 1)
    return { run, checkout };
  // In rows from before keys had a scope, the fingerprint does not include the shopper.
  const fingerprints = [fingerprint, fingerprintOf(wanted)];
  const [taken] = await sql.$queryRawUnsafe<unknown[]>(TAKE, scope, key, fingerprints, run, ...until);
  if (taken) return { run, checkout: rowSchema.parse(taken) };
  const [row] = await sql.$queryRawUnsafe<{ fingerprint: string; step: string }[]>(FIND_KEY, scope, key);
  if (!row) return 'in progress'; // deleted in the meantime: a retry creates it again
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
 * Claims checkouts that were not finished in time, the oldest first, except those whose compensation is a job
 * (compensation.ts).
 */
export function claimAbandoned(sql: Sql, limit: number): Promise<Claim[]> {
  const isJob = `step = 'compensating' AND EXISTS (SELECT 1 FROM jobs WHERE queue = '${COMPENSATION}' AND key = checkouts.id::text)`;
  return claimWhere(sql, 1, `attend_at <= now() AND NOT (${isJob}) ORDER BY attend_at LIMIT $1`, limit);
}

/** Claims one checkout; undefined if it is finished, or another run holds its lease. */
export async function claimUnfinished(sql: Sql, id: string): Promise<Claim | undefined> {
  const [claim] = await claimWhere(sql, 0, 'id = $1::uuid', id);
  return claim;
}

const RENEW =
  'UPDATE checkouts SET locked_until = $3::timestamptz, attend_at = $4::timestamptz WHERE id = $1::uuid AND run = $2::uuid';

/** Renews the lease of a run; false when another run has claimed the checkout. */
export async function renew(sql: Sql, { run, checkout }: Claim): Promise<boolean> {
  const until = [later(LEASE_MS), later(LEASE_MS + RETURN_MS)];
  return (await sql.$executeRawUnsafe(RENEW, checkout.id, run, ...until)) === 1;
}

const SAVE = `
UPDATE checkouts SET step = $3, state = $4::jsonb, run = $5::uuid, locked_until = $6::timestamptz, attend_at = $7::timestamptz,
  finished_at = $8::timestamptz, check_at = $9::timestamptz
WHERE id = $1::uuid AND run = $2::uuid`;

/**
 * Saves the state of a checkout; false, without saving, when another run has claimed it, or when it would start while
 * another checkout of its cart is running. A checkout that ends before its order is requested is not reconciled.
 */
export async function save(sql: Sql, { run, checkout }: Claim, next: State): Promise<boolean> {
  const done = next.step === 'finished';
  const hasSideEffects = checkout.state.step === 'ordered' || checkout.state.step === 'compensating';
  const until = [later(LEASE_MS), later(LEASE_MS + RETURN_MS)];
  const end = [done ? new Date() : null, done && hasSideEffects ? later(FIRST_CHECK_MS) : null];
  const state = [next.step, JSON.stringify(next), done ? null : run];
  try {
    return (await sql.$executeRawUnsafe(SAVE, checkout.id, run, ...state, ...until, ...end)) === 1;
  } catch (error) {
    if (next.step === 'priced' && isUniqueViolation(error)) return false;
    throw error;
  }
}

const RELEASE = `
UPDATE checkouts SET run = NULL, locked_until = now() - interval '1 second',
  attend_at = now() + least($3::integer * power(2, least(attempts, 10)), 600000) * interval '1 ms'
WHERE id = $1::uuid AND run = $2::uuid`;

/**
 * Releases an unfinished checkout: the same key may resume it at once, the completer after a delay that doubles with
 * its attempts, up to 10 minutes. If the order exists the shopper is waiting for it, so the completer resumes soon. The
 * statement computes the delay, as it is the one that knows the attempts of the row.
 */
export async function release(sql: Sql, { run, checkout }: Claim): Promise<void> {
  await sql.$executeRawUnsafe(RELEASE, checkout.id, run, hasOrder(checkout.state) ? SOON_MS : RETURN_MS);
}

/** Deletes a checkout that has sent no request to another service: its key is free again. */
export async function discard(sql: Sql, { run, checkout }: Claim): Promise<void> {
  const deleteStarted = `DELETE FROM checkouts WHERE id = $1::uuid AND run = $2::uuid AND step = 'started'`;
  await sql.$executeRawUnsafe(deleteStarted, checkout.id, run);
}

export async function findCheckout(sql: Sql, id: string): Promise<Checkout | undefined> {
  const [row] = await sql.$queryRawUnsafe<unknown[]>(`SELECT ${COLUMNS} FROM checkouts WHERE id = $1::uuid`, id);
  return row === undefined ? undefined : rowSchema.parse(row);
}

const COMPETING = `
SELECT order_id::text AS "orderId" FROM checkouts WHERE request ->> 'cartId' = $1 AND id <> $2::uuid
  AND step = 'finished' AND check_at IS NOT NULL AND state -> 'ending' ->> 'as' IN ('awaiting_payment', 'authorized')`;

/** Orders of the same cart from other checkouts, as long as those are not reconciled. */
export async function findCompetingOrders(sql: Sql, { id, request }: Checkout): Promise<string[]> {
  const rows = await sql.$queryRawUnsafe<{ orderId: string }[]>(COMPETING, request.cartId, id);
  return rows.map(({ orderId }) => orderId);
}

/**
 * Finished checkouts that have, or may have, an order, and that are not yet reconciled: services may disagree on how
 * they ended.
 */
export async function findUnreconciled(
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

/** Delay until a finished checkout is reconciled again, ms; undefined: never. */
export async function scheduleCheck(database: Database, id: string, ms: number | undefined): Promise<void> {
  await database.checkout.update({ where: { id }, data: { checkAt: ms === undefined ? null : later(ms) } });
}

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { canonical } from '../platform/http/idempotency.ts';
import { newId } from '../platform/ids.ts';
import { type Ending, hasOrder, type State } from './checkout.ts';
import type { CompleteRequest } from './contact.ts';
import { Prisma, type PrismaClient } from './prisma/client/client.ts';

export type Database = PrismaClient;

export interface Checkout {
  id: string;
  request: CompleteRequest;
  shopperId?: string;
  /** Who is behind the request by the network address (`clientOf`). */
  client?: string;
  orderId: string;
  /** Given to the shopper, and to orders only as its SHA-256. */
  orderToken: string;
  state: State;
}

/** A checkout that this run, and no other, works on. */
export interface Claim {
  run: string;
  checkout: Checkout;
}

/** A run that is not heard of for so long has died, ms. */
const LEASE_MS = 15_000;
/** How long a shopper whose request failed may come back with the same key before the completer takes over, ms. */
const RETURN_MS = 30_000;
/** How soon the completer takes over where the order exists, ms. */
const SOON_MS = 2_000;
/** The reconciler leaves a checkout alone until events have had this time to arrive, ms. */
const FIRST_CHECK_MS = 2 * 60_000;

const money = z.object({ amount: z.number(), currency: z.string() });
const shortages = z.array(z.object({ sku: z.string(), requested: z.number(), available: z.number() }));
const line = z.object({
  sku: z.string(),
  title: z.string(),
  quantity: z.number(),
  unitPrice: money,
  lineTotal: money,
  imageUrl: z.string().exactOptional(),
});
const plan = z.object({
  lines: z.array(line),
  shippingMethod: z.object({ id: z.string(), name: z.string() }),
  totals: z.object({ subtotal: money, shipping: money, total: money }),
});
const placed = z.object({ plan, reservedUntil: z.string(), orderNumber: z.string() });
const ending = z.discriminatedUnion('as', [
  z.object({ as: z.literal('authorized') }),
  z.object({
    as: z.literal('awaiting_payment'),
    payment: z.enum(['pending', 'requires_action']),
    redirectUrl: z.string().optional(),
  }),
  z.object({ as: z.literal('declined'), declineCode: z.string().optional(), detail: z.string().optional() }),
  z.object({
    as: z.literal('price_changed'),
    changes: z.array(z.object({ sku: z.string(), oldPrice: money, newPrice: money })),
  }),
  z.object({ as: z.enum(['not_enough_stock', 'not_for_sale']), shortages }),
  z.object({ as: z.literal('no_cart') }),
  z.object({ as: z.enum(['expired', 'rejected', 'too_many_unpaid_orders']) }),
]) satisfies z.ZodType<Ending>;
const state = z.discriminatedUnion('step', [
  z.object({ step: z.literal('started') }),
  z.object({ step: z.literal('priced'), plan }),
  z.object({ step: z.literal('reserved'), plan, reservedUntil: z.string() }),
  placed.extend({ step: z.literal('ordered'), orderIsPaid: z.literal(true).optional() }),
  z.object({
    step: z.literal('compensating'),
    lastStep: z.enum(['priced', 'reserved', 'ordered']),
    ending,
    placed: placed.optional(),
  }),
  z.object({ step: z.literal('finished'), ending, placed: placed.optional() }),
]) satisfies z.ZodType<State>;
const address = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string().exactOptional(),
  city: z.string(),
  region: z.string().exactOptional(),
  postalCode: z.string(),
  country: z.string(),
});
const request = z.object({
  cartId: z.string(),
  email: z.string(),
  phone: z.string().exactOptional(),
  shippingAddress: address,
  shippingMethod: z.string(),
  paymentMethod: z.string().exactOptional(),
  returnUrl: z.string().exactOptional(),
}) satisfies z.ZodType<CompleteRequest>;
const rowSchema = z
  .object({
    id: z.string(),
    request,
    shopperId: z.string().nullable(),
    client: z.string().nullable(),
    orderId: z.string(),
    orderToken: z.string(),
    state,
  })
  .transform(
    ({ shopperId, client, ...row }): Checkout => ({
      ...row,
      ...(shopperId === null ? {} : { shopperId }),
      ...(client === null ? {} : { client }),
    }),
  );

const later = (ms: number): Date => new Date(Date.now() + ms);

/** The checkout of a key, made now or taken up where it stopped; or why this run may not work on it. */
export type Claimed = Claim | { finished: Checkout } | 'other request' | 'in progress';

/**
 * Takes the checkout of an Idempotency-Key for this run. What it is about (ids, order token, the request as it was) is
 * decided once, when the key is first seen. All runs but one are told 'in progress' until that one ends, or has not
 * been heard of for 15 s.
 */
export async function claim(
  database: Database,
  key: string,
  wanted: CompleteRequest,
  { shopperId, client }: { shopperId: string | undefined; client: string | undefined },
): Promise<Claimed> {
  const run = randomUUID();
  const fingerprint = createHash('sha256').update(canonical(wanted)).digest('hex');
  const hold = { run, lockedUntil: later(LEASE_MS), attendAt: later(LEASE_MS + RETURN_MS) };
  const added = await database.checkout.createManyAndReturn({
    data: {
      ...hold,
      id: newId(),
      key,
      fingerprint,
      request: { ...wanted, shippingAddress: { ...wanted.shippingAddress } },
      shopperId: shopperId ?? null,
      client: client ?? null,
      orderId: newId(),
      orderToken: randomBytes(32).toString('base64url'),
      step: 'started',
      state: { step: 'started' },
    },
    skipDuplicates: true,
  });
  if (added[0]) return { run, checkout: rowSchema.parse(added[0]) };
  const taken = await database.checkout.updateManyAndReturn({
    where: { key, fingerprint, step: { not: 'finished' }, lockedUntil: { lt: new Date() } },
    data: hold,
  });
  if (taken[0]) return { run, checkout: rowSchema.parse(taken[0]) };
  const row = await database.checkout.findUnique({ where: { key } });
  if (!row) return 'in progress'; // forgotten this very moment: asking again will make it anew
  if (row.fingerprint !== fingerprint) return 'other request';
  return row.step === 'finished' ? { finished: rowSchema.parse(row) } : 'in progress';
}

/** Takes checkouts that nobody has finished in time, the oldest first. */
export async function claimAbandoned(database: Database, limit: number): Promise<Claim[]> {
  const now = new Date();
  const overdue = { step: { not: 'finished' }, attendAt: { lte: now }, lockedUntil: { lt: now } };
  const due = await database.checkout.findMany({
    where: overdue,
    orderBy: { attendAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  const claims: Claim[] = [];
  for (const { id } of due) {
    const run = randomUUID();
    const data = { run, lockedUntil: later(LEASE_MS), attempts: { increment: 1 } };
    const [row] = await database.checkout.updateManyAndReturn({ where: { id, ...overdue }, data });
    if (row) claims.push({ run, checkout: rowSchema.parse(row) });
  }
  return claims;
}

/** Says that a run is still at work; false when another one has taken its checkout. */
export async function renew(database: Database, { run, checkout }: Claim): Promise<boolean> {
  const data = { lockedUntil: later(LEASE_MS), attendAt: later(LEASE_MS + RETURN_MS) };
  return (await database.checkout.updateMany({ where: { id: checkout.id, run }, data })).count === 1;
}

/** Whether what a statement would write may be there once only, and is there already. */
const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && (error.code === 'P2002' || /\b23505\b/.test(error.message));

/**
 * Saves how far a checkout has come; false, saving nothing, when another run has taken it, or when it is about to begin
 * while another one of its cart is being worked on. What never came to an order needs no further look.
 */
export async function save(database: Database, { run, checkout }: Claim, next: State): Promise<boolean> {
  const done = next.step === 'finished';
  const touched = checkout.state.step === 'ordered' || checkout.state.step === 'compensating';
  const saving = database.$executeRaw`
    UPDATE checkouts SET step = ${next.step}, state = ${JSON.stringify(next)}::jsonb, run = ${done ? null : run}::uuid,
      locked_until = ${later(LEASE_MS)}, attend_at = ${later(LEASE_MS + RETURN_MS)},
      finished_at = ${done ? new Date() : null}, check_at = ${done && touched ? later(FIRST_CHECK_MS) : null}
    WHERE id = ${checkout.id}::uuid AND run = ${run}::uuid`;
  try {
    return (await saving) === 1;
  } catch (error) {
    if (next.step === 'priced' && isTaken(error)) return false;
    throw error;
  }
}

/**
 * Lets a checkout go unfinished: the same key may take it up at once, the completer after a while that doubles with its
 * attempts, up to 10 minutes. Where the order exists the shopper has been told to wait, so the completer begins soon.
 */
export async function release(database: Database, { run, checkout }: Claim): Promise<void> {
  const first = hasOrder(checkout.state) ? SOON_MS : RETURN_MS;
  await database.$executeRaw`
    UPDATE checkouts SET run = NULL, locked_until = now() - interval '1 second',
      attend_at = now() + least(${first}::integer * power(2, least(attempts, 10)), 600000) * interval '1 ms'
    WHERE id = ${checkout.id}::uuid AND run = ${run}::uuid`;
}

/** Forgets a checkout of which nobody else has heard: its key is free again. */
export async function discard(database: Database, { run, checkout }: Claim): Promise<void> {
  await database.checkout.deleteMany({ where: { id: checkout.id, run, step: 'started' } });
}

export async function findCheckout(database: Database, id: string): Promise<Checkout | undefined> {
  const row = await database.checkout.findUnique({ where: { id } });
  return row ? rowSchema.parse(row) : undefined;
}

/** The orders of a checkout's cart, other than its own, which stood when last looked at. */
export async function findCompetingOrders(database: Database, { id, request }: Checkout): Promise<string[]> {
  const rows = await database.$queryRaw<{ orderId: string }[]>`
    SELECT order_id::text AS "orderId" FROM checkouts WHERE request ->> 'cartId' = ${request.cartId} AND id <> ${id}::uuid
      AND step = 'finished' AND check_at IS NOT NULL AND state -> 'ending' ->> 'as' IN ('awaiting_payment', 'authorized')`;
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

import { z } from 'zod';
import { shippingEvents } from '../../generated/shipping/events.ts';
import type { ShipmentStatus } from '../../generated/shipping/types.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import type { Prisma, PrismaClient, Shipment as Row } from './prisma/client/client.ts';
import type { Booking, Line, OrderState, Shipment, ShipmentEvent } from './shipment.ts';

export type Tx = Prisma.TransactionClient;

const addressSchema = z.object({
  ...{ name: z.string(), line1: z.string(), line2: z.string().exactOptional(), city: z.string() },
  ...{ region: z.string().exactOptional(), postalCode: z.string(), country: z.string() },
});
const linesSchema = z.array(
  z.object({ sku: z.string(), title: z.string(), quantity: z.number(), location: z.string().exactOptional() }),
);
const allocatedSchema = z.array(z.object({ sku: z.string(), quantity: z.number(), location: z.string() }));

export type Allocated = z.infer<typeof allocatedSchema>;

function fromRow(row: Row): Shipment {
  const { id, serial, orderId, orderNumber, status, method, email, createdAt, carrier, trackingNumber, bookedAt } = row;
  const link = row.trackingUrl === null ? {} : { trackingUrl: row.trackingUrl };
  return {
    ...{ id, serial, orderId, orderNumber, status, method, email, createdAt },
    address: addressSchema.parse(row.address),
    lines: linesSchema.parse(row.lines),
    ...(row.phone === null ? {} : { phone: row.phone }),
    ...(row.deliveredAt === null ? {} : { deliveredAt: row.deliveredAt }),
    ...(carrier === null || trackingNumber === null || bookedAt === null
      ? {}
      : { booking: { carrier, trackingNumber, bookedAt, ...link } }),
  };
}

/** Locks an order until the transaction ends, whether it has a parcel or not. */
export async function lockOrder(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`;
}

/** The state of an order as its events reported it so far. */
export async function readOrderState(tx: Tx, orderId: string): Promise<OrderState & { lines: Allocated }> {
  const row = await tx.orderNews.findUnique({ where: { orderId } });
  const lines = row?.allocated ?? null;
  return {
    allocated: lines !== null,
    cancelled: (row?.cancelled ?? null) !== null,
    lines: lines === null ? [] : allocatedSchema.parse(lines),
  };
}

/** Records what an event reported of an order; earlier records stay. */
export async function recordOrderState(
  tx: Tx,
  orderId: string,
  state: { allocated: Allocated } | { cancelled: string },
): Promise<void> {
  await tx.orderNews.upsert({ where: { orderId }, create: { orderId, ...state }, update: state });
}

export async function findByOrder(tx: Tx, orderId: string): Promise<Shipment | undefined> {
  const row = await tx.shipment.findUnique({ where: { orderId } });
  return row ? fromRow(row) : undefined;
}

export async function findShipment(database: Tx | PrismaClient, id: string): Promise<Shipment | undefined> {
  const row = await database.shipment.findUnique({ where: { id } });
  return row ? fromRow(row) : undefined;
}

export type NewShipment = Omit<Shipment, 'serial' | 'createdAt' | 'booking' | 'deliveredAt'>;

/** The shipping settings. */
export async function readSettings(database: Tx | PrismaClient): Promise<{ automatic: boolean }> {
  return database.settings.findUniqueOrThrow({ where: { id: true }, select: { automatic: true } });
}

/** Saves the settings and returns the previous ones. Ready parcels become due when dispatch becomes automatic. */
export async function saveSettings(tx: Tx, { automatic }: { automatic: boolean }): Promise<{ automatic: boolean }> {
  await tx.$queryRaw`SELECT 1 FROM settings FOR UPDATE`;
  const before = await readSettings(tx);
  await tx.settings.update({ where: { id: true }, data: { automatic } });
  if (automatic) await tx.shipment.updateMany({ where: { status: 'ready', dueAt: null }, data: { dueAt: new Date() } });
  return before;
}

/**
 * The fields of a parcel that becomes ready now. The lock on the settings makes a concurrent change of them wait, so
 * that no parcel misses it.
 */
async function readyFields(tx: Tx): Promise<{ readyAt: Date; dueAt: Date | null }> {
  await tx.$queryRaw`SELECT 1 FROM settings FOR SHARE`;
  const now = new Date();
  return { readyAt: now, dueAt: (await readSettings(tx)).automatic ? now : null };
}

/** Stores the parcel of an order. */
export async function insertShipment(tx: Tx, shipment: NewShipment): Promise<void> {
  const { address, lines, phone, ...plain } = shipment;
  const due = plain.status === 'ready' ? await readyFields(tx) : {};
  await tx.shipment.create({
    data: { ...plain, phone: phone ?? null, address: { ...address }, lines: asJson(lines), ...due },
  });
}

function asJson(lines: readonly Line[]) {
  return lines.map(line => ({ ...line }));
}

/** Makes a waiting parcel ready. */
export async function makeReady(tx: Tx, id: string, lines: readonly Line[]): Promise<void> {
  await tx.shipment.update({
    where: { id },
    data: { status: 'ready', lines: asJson(lines), ...(await readyFields(tx)) },
    select: { id: true },
  });
}

export interface Change {
  status: ShipmentStatus;
  booking?: Booking;
  deliveredAt?: Date;
  /** When the worker picks it up next; null for never. */
  dueAt: Date | null;
}

/** Changes a parcel; false, changing nothing, when it is no longer in status `from`. */
export async function changeShipment(tx: Tx, id: string, from: ShipmentStatus, change: Change): Promise<boolean> {
  const { booking, ...data } = change;
  const { count } = await tx.shipment.updateMany({
    where: { id, status: from },
    data: { ...data, ...booking, failures: 0 },
  });
  return count === 1;
}

export async function publish(tx: Tx, orderId: string, events: readonly ShipmentEvent[]): Promise<void> {
  const records = events.map(({ type, payload }) => {
    if (type === 'ShipmentCreated') return shippingEvents.ShipmentCreated(orderId, payload);
    if (type === 'ShipmentInTransit') return shippingEvents.ShipmentInTransit(orderId, payload);
    if (type === 'ShipmentCancelled') return shippingEvents.ShipmentCancelled(orderId, payload);
    return shippingEvents.ShipmentDelivered(orderId, payload);
  });
  await addToOutbox(tx, ...records);
}

/** Makes a ready parcel due for the worker; false when it is already. Requires the lock on the order. */
export async function makeDue(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.shipment.updateMany({
    where: { id, status: 'ready', dueAt: null },
    data: { dueAt: new Date() },
  });
  return count === 1;
}

/** The parcels that are due next, longest due first, with their number of failures. */
export async function dueShipments(
  database: PrismaClient,
  take: number,
): Promise<{ shipment: Shipment; failures: number; dueAt: Date }[]> {
  const rows = await database.shipment.findMany({ where: { dueAt: { not: null } }, orderBy: { dueAt: 'asc' }, take });
  return rows.flatMap(row =>
    row.dueAt === null ? [] : [{ shipment: fromRow(row), failures: row.failures, dueAt: row.dueAt }],
  );
}

/** Looks at a parcel again later: nothing has happened yet, or the carrier could not be asked. */
export async function postpone(
  database: PrismaClient,
  shipment: Shipment,
  dueAt: Date | null,
  failures: number,
): Promise<void> {
  await database.shipment.updateMany({
    where: { id: shipment.id, status: shipment.status },
    data: { dueAt, failures },
  });
}

export interface ShipmentFilter {
  status?: ShipmentStatus;
  orderId?: string;
  /** Only parcels before this one. */
  before?: bigint;
  /** How many at most. */
  take: number;
}

/** Parcels, newest first. */
export async function listShipments(
  database: PrismaClient,
  { status, orderId, before, take }: ShipmentFilter,
): Promise<Shipment[]> {
  const where = {
    ...(status === undefined ? {} : { status }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(before === undefined ? {} : { serial: { lt: before } }),
  };
  const rows = await database.shipment.findMany({ where, orderBy: { serial: 'desc' }, take });
  return rows.map(fromRow);
}

import { z } from 'zod';
import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { shippingEvents } from '../../generated/shipping/events.ts';
import { parseAddress, parseShipmentLine } from '../../generated/shipping/parsers.ts';
import type { ShipmentStatus } from '../../generated/shipping/types.ts';
import { insertIntoOutbox, outboxEntries } from '../platform/messaging/outbox.ts';
import type { Prisma, PrismaClient, Shipment as Row } from './prisma/client/client.ts';
import type { Booking, Line, Shipment, ShipmentEvent } from './shipment.ts';

export type Tx = Prisma.TransactionClient;

/** A stored line with every field of the contract; without a title it has its sku as title. */
function parseLine(value: unknown): Line {
  const line = parseShipmentLine(value);
  return { ...line, title: line.title ?? line.sku };
}

export const linesSchema = z.array(z.unknown().transform(parseLine));
export const allocatedSchema = z.array(z.object({ sku: z.string(), quantity: z.number(), location: z.string() }));

function fromRow(row: Row): Shipment {
  const { id, serial, orderId, orderNumber, status, method, email, createdAt, carrier, trackingNumber, bookedAt } = row;
  const { holdReason, heldSince } = row;
  const link = row.trackingUrl === null ? {} : { trackingUrl: row.trackingUrl };
  return {
    id,
    serial,
    orderId,
    orderNumber,
    status,
    method,
    email,
    createdAt,
    address: parseAddress(row.address),
    lines: linesSchema.parse(row.lines),
    ...(row.phone === null ? {} : { phone: row.phone }),
    ...(holdReason === null || heldSince === null
      ? {}
      : { hold: { reason: holdReason, since: heldSince.toISOString() } }),
    ...(row.deliveredAt === null ? {} : { deliveredAt: row.deliveredAt }),
    ...(carrier === null || trackingNumber === null || bookedAt === null
      ? {}
      : { booking: { carrier, trackingNumber, bookedAt, ...link } }),
  };
}

/** A parcel, locked until the transaction ends. */
export async function lockShipment(tx: Tx, id: string): Promise<Shipment | undefined> {
  await tx.$queryRaw`SELECT 1 FROM shipments WHERE id = ${id}::uuid FOR UPDATE`;
  return findShipment(tx, id);
}

export async function findShipment(database: Tx | PrismaClient, id: string): Promise<Shipment | undefined> {
  const row = await database.shipment.findUnique({ where: { id } });
  return row ? fromRow(row) : undefined;
}

/** The shipping settings. */
export async function readSettings(database: Tx | PrismaClient): Promise<{ automatic: boolean }> {
  return database.settings.findUniqueOrThrow({ where: { id: true }, select: { automatic: true } });
}

/** Saves the settings and returns the previous ones. Ready parcels become due when dispatch becomes automatic. */
export async function saveSettings(tx: Tx, { automatic }: { automatic: boolean }): Promise<{ automatic: boolean }> {
  await tx.$queryRaw`SELECT 1 FROM settings FOR UPDATE`;
  const before = await readSettings(tx);
  await tx.settings.update({ where: { id: true }, data: { automatic } });
  if (automatic)
    await tx.shipment.updateMany({
      where: { status: 'ready', dueAt: null, holdReason: null },
      data: { dueAt: new Date() },
    });
  return before;
}

/** The events of an order as they are published. */
export function recordsOf(orderId: string, events: readonly ShipmentEvent[]): EventRecord[] {
  return events.map(({ type, payload }) => {
    if (type === 'ShipmentCreated') return shippingEvents.ShipmentCreated(orderId, payload);
    if (type === 'ShipmentInTransit') return shippingEvents.ShipmentInTransit(orderId, payload);
    if (type === 'ShipmentCancelled') return shippingEvents.ShipmentCancelled(orderId, payload);
    return shippingEvents.ShipmentDelivered(orderId, payload);
  });
}

/** The change of a parcel by the carrier's response, applied unless the parcel has changed since. */
export interface CarrierChange {
  id: string;
  from: ShipmentStatus;
  to: ShipmentStatus;
  booking?: Booking;
  deliveredAt?: Date;
  /** When the worker picks it up next; null for never. */
  dueAt: Date | null;
  records: EventRecord[];
}

const CHANGE = `
WITH change AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS entry (id uuid, "from" shipment_status, "to" shipment_status, booking jsonb,
    "deliveredAt" timestamptz, "dueAt" timestamptz)
), changed AS (
  UPDATE shipments SET status = "to", due_at = "dueAt", failures = 0, delivered_at = coalesce("deliveredAt", delivered_at),
    carrier = coalesce(booking ->> 'carrier', carrier), tracking_number = coalesce(booking ->> 'trackingNumber', tracking_number),
    tracking_url = coalesce(booking ->> 'trackingUrl', tracking_url),
    booked_at = coalesce((booking ->> 'bookedAt')::timestamptz, booked_at)
  FROM change WHERE shipments.id = change.id AND shipments.status = change."from" AND hold_reason IS NULL RETURNING shipments.id AS changed_id
)
${insertIntoOutbox('$2', 'changed', `item ->> 'changed' = changed_id::text`)}`;

/** Applies responses of the carrier, and publishes the events of those that still apply, in one statement. */
export async function changeShipments(database: PrismaClient, changes: readonly CarrierChange[]): Promise<void> {
  const rows = changes.map(({ records, ...change }) => change);
  const entries = changes.flatMap(({ id, records }) =>
    outboxEntries(records).map(entry => ({ ...entry, changed: id })),
  );
  await database.$executeRawUnsafe(CHANGE, JSON.stringify(rows), JSON.stringify(entries));
}

/** Makes a ready parcel due for the worker; false when it is already, or is held. */
export async function makeDue(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.shipment.updateMany({
    where: { id, status: 'ready', dueAt: null, holdReason: null },
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

/** Postpones a parcel that is not held: it has no new scan, or the carrier did not respond. */
export async function postpone(
  database: PrismaClient,
  shipment: Shipment,
  dueAt: Date | null,
  failures: number,
): Promise<void> {
  await database.shipment.updateMany({
    where: { id: shipment.id, status: shipment.status, holdReason: null },
    data: { dueAt, failures },
  });
}

export interface ShipmentFilter {
  status?: ShipmentStatus;
  held?: boolean;
  orderId?: string;
  /** Any of these. */
  orderIds?: readonly string[];
  /** Only parcels before this one. */
  before?: bigint;
  /** Maximum number. */
  take: number;
}

/** Parcels, newest first. */
export async function listShipments(
  database: PrismaClient,
  { status, held, orderId, orderIds, before, take }: ShipmentFilter,
): Promise<Shipment[]> {
  const where = {
    ...(status === undefined ? {} : { status }),
    ...(held === undefined ? {} : { holdReason: held ? { not: null } : null }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(orderIds === undefined ? {} : { AND: { orderId: { in: [...orderIds] } } }),
    ...(before === undefined ? {} : { serial: { lt: before } }),
  };
  const rows = await database.shipment.findMany({ where, orderBy: { serial: 'desc' }, take });
  return rows.map(fromRow);
}

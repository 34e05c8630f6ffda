import { z } from 'zod';
import { inventoryEvents } from '../../generated/inventory/events.ts';
import type { InventoryHandlers } from '../../generated/inventory/server.ts';
import type * as api from '../../generated/inventory/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { type Change, changeMade } from '../platform/http/changes.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { cursorMoment } from '../platform/moment.ts';
import { adjustLevel, type LevelsSet, previewLevels, setLevels } from './levels.ts';
import { release } from './reservations.ts';
import { createReserve } from './reserve.ts';
import {
  type Database,
  findReservation,
  inTransaction,
  type Reservation,
  type Tx,
  withConcurrencyLimit,
} from './store.ts';
import { type LevelRow, listLevels } from './store-levels.ts';
import * as lists from './store-lists.ts';

export type InventoryContext = RequestContext<Tx>;

const levelPlace = z.object({ sku: z.string(), location: z.string() });
const ledgerPlace = z.object({ before: z.string().regex(/^\d{1,18}$/) });
const reservationPlace = z.object({ createdAt: cursorMoment, id: z.uuid() });

/** Handlers of contracts/openapi/inventory.yaml, one for each operation. */
export function inventoryHandlers(database: Database): InventoryHandlers<InventoryContext> {
  const reserve = createReserve(database);
  return {
    async getAvailability({ query }) {
      const skus = [...new Set(query.sku)];
      const known = await lists.readAvailability(database, skus);
      const items = skus.flatMap(sku => {
        const stock = known.get(sku);
        return stock ? [{ sku, available: stock.available }] : [];
      });
      return { status: 200, body: { items } };
    },

    async lookUpAvailability({ body }) {
      const known = await lists.readAvailability(database, body.skus);
      const unknown = { available: 0, version: 0 };
      return {
        status: 200,
        body: { items: [...new Set(body.skus)].map(sku => ({ sku, ...(known.get(sku) ?? unknown) })) },
      };
    },

    async reserveStock({ path, body }) {
      const result = await reserve({ id: path.reservationId, ...body });
      if (result === 'too many')
        return refusal(409, 'Too many reservations wait for their payment.', { code: 'too_many_reservations' });
      if (result === 'other lines')
        return refusal(422, 'This reservation was asked for with other lines.', { code: 'other_lines' });
      if ('reservation' in result) return { status: 200, body: asReservation(result.reservation) };
      const { shortages } = result;
      const detail = shortages
        .map(({ sku, requested, available }) => `${sku}: ${available} of ${requested}`)
        .join(', ');
      return refusal(409, `There is not enough of ${detail}.`, { code: 'not_enough_stock', shortages });
    },

    async releaseReservation({ path }) {
      return {
        status: 200,
        body: asReservation(await withConcurrencyLimit(() => release(database, path.reservationId))),
      };
    },

    async getReservation({ path }) {
      const found = await findReservation(database, path.reservationId);
      return found
        ? { status: 200, body: asReservation(found.reservation) }
        : refusal(404, 'There is no such reservation.');
    },

    async setLevels({ body }, { principal, idempotency }) {
      const seen = new Set<string>();
      const places = body.levels.map(({ sku, location }) => `${sku} at ${location}`);
      const twice = places.find(place => seen.size === seen.add(place).size);
      if (twice !== undefined) return refusal(422, `${twice} is named twice.`, { code: 'named_twice' });
      if (body.dryRun) return levelsResponse(await previewLevels(database, body.levels));
      return withConcurrencyLimit(() =>
        inTransaction(database, async tx => {
          const response = levelsResponse(await setLevels(tx, body.levels, { reason: body.reason, by: principal.id }));
          await idempotency?.recordIn(tx, response);
          return response;
        }),
      );
    },

    async adjustStock({ body }, context) {
      const { principal, idempotency } = context;
      const { reason, note, ...change } = body;
      const adjust = async (tx: Tx): Promise<api.AdjustStockResponse> => {
        const result = await adjustLevel(tx, change, { reason, note, by: principal.email ?? principal.id });
        if (result === 'unknown location')
          return refusal(422, `There is no location ${body.location}.`, { code: 'unknown_location' });
        if (result === 'too many') return refusal(422, 'No level can be that high.', { code: 'too_many' });
        if ('below' in result) {
          const { onHand, reserved } = result.below;
          return refusal(409, `${onHand} are on hand and ${reserved} of them held for orders.`, {
            code: 'below_reserved',
          });
        }
        await publishChange(tx, context, {
          resource: 'stock',
          resourceId: body.sku,
          label: `${body.sku} at ${body.location}`,
          action: 'adjusted',
          reason: note === undefined ? reason : `${reason}: ${note}`,
          before: { [body.location]: { onHand: result.before.onHand } },
          after: { [body.location]: { onHand: result.level.onHand } },
        });
        const response: api.AdjustStockResponse = {
          status: 201,
          body: asLevel({ ...result.level, updatedAt: result.updatedAt }),
        };
        await idempotency?.recordIn(tx, response);
        return response;
      };
      return withConcurrencyLimit(() => inTransaction(database, adjust));
    },

    async listLocations() {
      return { status: 200, body: { items: await lists.listLocations(database) } };
    },

    async addLocation({ body }, context) {
      return inTransaction(database, async (tx): Promise<api.AddLocationResponse> => {
        const known = await lists.addLocation(tx, body);
        if (known && known.name !== body.name)
          return refusal(409, `${body.id} is ${known.name}.`, { code: 'id_taken' });
        if (!known)
          await publishChange(tx, context, {
            resource: 'locations',
            resourceId: body.id,
            label: body.name,
            action: 'added',
            after: body,
          });
        return { status: 201, body };
      });
    },

    async renameLocation({ path: { locationId: id }, body: { name } }, context) {
      return inTransaction(database, async (tx): Promise<api.RenameLocationResponse> => {
        const before = await lists.renameLocation(tx, id, name);
        if (!before) return refusal(404, 'There is no such location.');
        const after = { id, name };
        if (before.name !== name)
          await publishChange(tx, context, {
            resource: 'locations',
            resourceId: id,
            label: name,
            action: 'changed',
            before,
            after,
          });
        return { status: 200, body: after };
      });
    },

    async listLevels({ query }) {
      const { limit, cursor, ...filter } = query;
      const after = cursor === undefined ? undefined : decodeCursor(levelPlace, cursor);
      const rows = await listLevels(database, { ...filter, after }, limit + 1);
      const page = pageOf(rows, limit, ({ sku, location }) => ({ sku, location }));
      return { status: 200, body: { ...page, items: page.items.map(asLevel) } };
    },

    async listLedger({ query }) {
      const { sku, location, limit, cursor } = query;
      const before = cursor === undefined ? undefined : BigInt(decodeCursor(ledgerPlace, cursor).before);
      const rows = await lists.listLedger(database, { sku, location, before }, limit + 1);
      const page = pageOf(rows, limit, ({ id }) => ({ before: String(id) }));
      return { status: 200, body: { ...page, items: page.items.map(asLedgerEntry) } };
    },

    async listLedgerOfOrder({ path }) {
      const rows = await lists.listLedgerOfOrder(database, path.orderId);
      return { status: 200, body: { items: rows.map(asLedgerEntry) } };
    },

    async listReservations({ query }) {
      const { limit, cursor, ...filter } = query;
      const before = cursor === undefined ? undefined : decodeCursor(reservationPlace, cursor);
      const rows = await lists.listReservations(database, { ...filter, before }, limit + 1);
      const page = pageOf(rows, limit, ({ createdAt, id }) => ({ createdAt, id }));
      return { status: 200, body: { ...page, items: page.items.map(asReservation) } };
    },
  };
}

async function publishChange(tx: Tx, context: InventoryContext, change: Change): Promise<void> {
  await addToOutbox(tx, inventoryEvents.ChangeMade(change.resourceId, changeMade(context, change)));
}

function levelsResponse({ unchanged, refused, changes }: LevelsSet) {
  const messages = refused.map(({ sku, location, onHand }) => ({
    sku,
    location,
    message: `More than ${onHand} are held for orders.`,
  }));
  return { status: 200 as const, body: { changed: changes.length, unchanged, refused: messages, changes } };
}

function asReservation({ expiresAt, createdAt, ...rest }: Reservation): api.Reservation {
  return { ...rest, expiresAt: expiresAt.toISOString(), createdAt: createdAt.toISOString() };
}

function asLevel({ updatedAt, ...level }: LevelRow): api.Level {
  return { ...level, available: level.onHand - level.reserved, updatedAt: updatedAt.toISOString() };
}

type LedgerRow = Awaited<ReturnType<typeof lists.listLedger>>[number];

function asLedgerEntry({ id, note, orderId, by, at, traceId, ...entry }: LedgerRow): api.LedgerEntry {
  const optional = { note, orderId, by, traceId };
  const known = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null));
  return { id: String(id), ...entry, ...known, at: at.toISOString() };
}

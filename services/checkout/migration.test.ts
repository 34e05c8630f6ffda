import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { prismaAdapter } from '../platform/data/database.ts';
import { migrateService } from '../platform/data/migrate.ts';
import { newId } from '../platform/ids.ts';
import { createTestDatabase } from '../platform/testing/database.ts';
import { silentLog } from '../platform/testing/log.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { findCheckout } from './store.ts';
import { requestFor } from './testing/suite.ts';

const migrations = join(import.meta.dirname, 'prisma/migrations');
const usd = (amount: number) => ({ amount, currency: 'USD' });
const plan = {
  lines: [{ sku: 'A', title: 'A', quantity: 1, unitPrice: usd(100), lineTotal: usd(100) }],
  shippingMethod: { id: 'standard', name: 'Standard' },
  totals: { subtotal: usd(100), shipping: usd(0), total: usd(100) },
};
const at = '2026-11-22T10:45:00.000Z';
const placed = { plan, heldUntil: at, orderNumber: 'C-1' };

test('checkouts that were stored before the states got their names are continued where they stopped', async () => {
  const first = mkdtempSync(join(tmpdir(), 'checkout-migrations-'));
  for (const name of ['20261122000000_init', '20261122200000_carts'])
    cpSync(join(migrations, name), join(first, name), { recursive: true });
  const { url, drop } = await createTestDatabase('checkout', first);
  const database = new PrismaClient({ adapter: prismaAdapter({ url, log: silentLog() }) });
  try {
    const add = async (state: { step: string; [name: string]: unknown }) => {
      const id = newId();
      const cartId = newId();
      await database.$executeRaw`
        INSERT INTO checkouts (id, key, fingerprint, request, order_id, order_token, step, state, locked_until, attend_at)
        VALUES (${id}::uuid, ${id}, '', ${JSON.stringify(requestFor(cartId))}::jsonb, ${newId()}::uuid, 'token', ${state.step},
          ${JSON.stringify(state)}::jsonb, now(), now())`;
      return id;
    };
    const reserved = await add({
      step: 'reserved',
      plan,
      heldUntil: at,
    });
    const ordered = await add({ step: 'ordered', ...placed });
    const undoing = await add({
      step: 'undoing',
      reached: 'ordered',
      ending: { as: 'expired' },
      placed,
    });
    await migrateService(migrations, url);
    const keys = await database.checkout.findMany({ select: { scope: true, key: true } });
    expect(keys.map(({ key }) => key).sort()).toEqual([reserved, ordered, undoing].sort());
    expect(keys.every(({ scope }) => /^cart:[0-9a-f-]{36}$/.test(scope))).toBe(true);
    const stateOf = async (id: string) => (await findCheckout(database, id))?.state;
    const { heldUntil: reservedUntil, ...rest } = placed;
    expect(await stateOf(reserved)).toEqual({ step: 'reserved', plan, reservedUntil });
    expect(await stateOf(ordered)).toEqual({ step: 'ordered', ...rest, reservedUntil });
    expect(await stateOf(undoing)).toEqual({
      step: 'compensating',
      lastStep: 'ordered',
      ending: { as: 'expired' },
      placed: { ...rest, reservedUntil },
    });
  } finally {
    await database.$disconnect();
    await drop();
    rmSync(first, { recursive: true });
  }
});

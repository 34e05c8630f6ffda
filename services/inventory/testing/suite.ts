import { createInventoryClient, type InventoryClient } from '../../../generated/inventory/client.ts';
import { prismaAdapter } from '../../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../../platform/http/auth.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { outboxRecords } from '../../platform/testing/outbox.ts';
import { buildApp } from '../app.ts';
import { PrismaClient } from '../prisma/client/client.ts';

/** Inventory on a separate database for a suite of tests, with clients of checkout and of staff. */
export async function startInventory() {
  const db = await createTestDatabase('inventory');
  const identity = await testIdentity();
  const log = silentLog();
  const database = new PrismaClient({ adapter: prismaAdapter({ url: db.url, log }) });
  const security = {
    session: sessionSecurity({ identityUrl: identity.url }),
    service: serviceSecurity({ audience: 'inventory', publicKeys: TEST_PUBLIC_KEYS }),
  };
  const app = await startTestApp(buildApp({ log, database, security, checkResponses: true }));
  const as = (headers: () => Promise<Record<string, string>>): InventoryClient =>
    createInventoryClient({ baseUrl: app.url, headers });
  return {
    url: app.url,
    databaseUrl: db.url,
    database,
    identity,
    /** Clients of the services that may call, each for its operations. */
    service: {
      ...as(() => serviceHeaders('checkout')),
      setLevels: as(() => serviceHeaders('catalog')).setLevels,
      lookUpAvailability: as(() => serviceHeaders('cart')).lookUpAvailability,
    },
    staff: (...roles: string[]) =>
      as(() => identity.headers({ kind: 'staff', id: 'ada', roles, email: 'ada@example.com' })),
    nobody: createInventoryClient({ baseUrl: app.url }),
    async close() {
      await app.close();
      await database.$disconnect();
      await identity.close();
      await db.drop();
    },
  };
}

export type Inventory = Awaited<ReturnType<typeof startInventory>>;

/** Sets the units on hand; levels are written as `{ 'A@east': 5 }`. */
export async function stockUp(inventory: Inventory, levels: Record<string, number>): Promise<void> {
  const list = Object.entries(levels).map(([place, onHand]) => {
    const [sku = '', location = ''] = place.split('@');
    return { sku, location, onHand };
  });
  const answer = await inventory.service.setLevels({ body: { levels: list, reason: 'test' } });
  if (answer.status !== 200 || answer.body.refused.length > 0)
    throw new Error(`levels were refused: ${JSON.stringify(answer)}`);
}

/** Events in the outbox, oldest first. */
export async function published(inventory: Inventory): Promise<{ type: string; key: string; payload: unknown }[]> {
  const rows = await outboxRecords(inventory.database);
  return rows.map(row => ({ type: row.type, key: row.aggregateid, payload: row.payload }));
}

/**
 * Levels whose ledger does not add up to them, or that hold other units than their reservations say; must always be
 * empty.
 */
export async function faults(inventory: Inventory): Promise<unknown[]> {
  return inventory.database.$queryRaw`
    SELECT sku, location, on_hand, reserved, entered, held FROM (
      SELECT levels.*,
        (SELECT coalesce(sum(delta), 0) FROM ledger WHERE ledger.sku = levels.sku AND ledger.location = levels.location) AS entered,
        (SELECT coalesce(sum(quantity), 0) FROM reservation_lines l JOIN reservations r ON r.id = l.reservation_id
          WHERE r.status = 'held' AND l.sku = levels.sku AND l.location = levels.location) AS held
      FROM levels
    ) level WHERE entered <> on_hand OR held <> reserved`;
}

import type { Customer } from '../../generated/orders/types.ts';
import type { Prisma, PrismaClient, Customer as Row } from './prisma/client/client.ts';
import { escapeLike } from './store-lists.ts';

/** A position in the list of customers, the latest order first. */
export interface CustomerPosition {
  lastOrderAt: Date;
  id: string;
}

/** Customers, the latest order first; `q` is the beginning of an e-mail address or of a name. */
export async function listCustomers(
  database: PrismaClient,
  wanted: { q?: string; after?: CustomerPosition },
  take: number,
): Promise<{ customer: Customer; position: CustomerPosition }[]> {
  const { q, after } = wanted;
  const start = q === undefined ? undefined : escapeLike(q.trim().toLowerCase());
  const where: Prisma.CustomerWhereInput = {
    ...(after === undefined
      ? {}
      : {
          lastOrderAt: { lte: after.lastOrderAt },
          NOT: { lastOrderAt: after.lastOrderAt, id: { gte: after.id } },
        }),
    ...(start === undefined ? {} : { OR: [{ emailKey: { startsWith: start } }, { nameKey: { startsWith: start } }] }),
  };
  const rows = await database.customer.findMany({ where, orderBy: [{ lastOrderAt: 'desc' }, { id: 'desc' }], take });
  return rows.map(row => ({ customer: toCustomer(row), position: { lastOrderAt: row.lastOrderAt, id: row.id } }));
}

export async function findCustomer(database: PrismaClient, id: string): Promise<Customer | undefined> {
  const row = await database.customer.findUnique({ where: { id } });
  return row ? toCustomer(row) : undefined;
}

function toCustomer({ id, email, name, phone, currency, orders, spent, firstOrderAt, lastOrderAt }: Row): Customer {
  return {
    id,
    email,
    name,
    orders,
    spent: { amount: Number(spent), currency },
    ...(phone === null ? {} : { phone }),
    firstOrderAt: firstOrderAt.toISOString(),
    lastOrderAt: lastOrderAt.toISOString(),
  };
}

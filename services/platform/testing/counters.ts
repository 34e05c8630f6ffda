import {
  createConsumer,
  createEvent,
  type EventConsumer,
  type EventMeta,
  type EventRecord,
} from '../../../contracts/codegen/runtime/events.ts';
import { prismaAdapter } from '../data/database.ts';
import { type Prisma, PrismaClient } from '../prisma/client/client.ts';
import { createTestDatabase } from './database.ts';
import { silentLog } from './log.ts';

/**
 * A minimal service for the tests of the platform: events increment counters. Handwritten in place of generated code.
 */
export type Tx = Prisma.TransactionClient;

export interface Counted {
  by: number;
}

function isCounted(value: unknown): value is Counted {
  return typeof value === 'object' && value !== null && 'by' in value && typeof value.by === 'number';
}

export const TOPIC = 'counters.counter.v1';
export const counterTopics = [{ topic: TOPIC, partitions: 3, config: {} }];

const message = { type: 'Counted', topic: TOPIC, check: isCounted } as const;

export function counted(key: string, by: number): EventRecord {
  return createEvent('counters', message, key, { by });
}

/** An event that carries bytes that do not compress, or a text of one letter that does. */
export function countedWith(key: string, by: number, text: string): EventRecord {
  return createEvent('counters', message, key, { by, text });
}

type Handler<C> = (event: Counted, meta: EventMeta, context: C) => Promise<void>;

export function counterConsumer<C>(Counted: Handler<C>): EventConsumer<C> {
  return createConsumer<C, { Counted: Handler<C> }>('counters', [message], { Counted });
}

/** Increments a counter; not idempotent, so that a second effect is visible. */
export async function count(event: Counted, meta: EventMeta, tx: Tx): Promise<void> {
  await tx.$executeRaw`INSERT INTO totals VALUES (${meta.key}, ${event.by}, 1)
    ON CONFLICT (key) DO UPDATE SET total = totals.total + excluded.total, times = totals.times + 1`;
}

export interface Counters {
  readonly url: string;
  readonly prisma: PrismaClient;
  total(key: string): Promise<number>;
  totals(): Promise<Record<string, number>>;
  outboxSize(): Promise<number>;
  drop(): Promise<void>;
}

/** A database with the platform's tables and the table of the counters. */
export async function openCounters(): Promise<Counters> {
  const database = await createTestDatabase('platform');
  const prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log: silentLog() }) });
  await prisma.$executeRaw`CREATE TABLE totals (key text PRIMARY KEY, total int NOT NULL, times int NOT NULL)`;
  const totals = async () => {
    const rows = await prisma.$queryRaw<{ key: string; total: number }[]>`SELECT key, total FROM totals`;
    return Object.fromEntries(rows.map(row => [row.key, row.total]));
  };
  return {
    url: database.url,
    prisma,
    totals,
    total: async key => (await totals())[key] ?? 0,
    outboxSize: () => prisma.outbox.count(),
    async drop() {
      await prisma.$disconnect();
      await database.drop();
    },
  };
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChainableCommander } from 'ioredis';
import type { ClientSession } from 'mongodb';
import type { AnyResponse, OperationInfo } from '../../../contracts/codegen/runtime/operation.ts';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import { canonical } from '../fingerprint.ts';
import { newId } from '../ids.ts';
import { type Counters, openCounters, type Tx } from '../testing/counters.ts';
import { silentLog } from '../testing/log.ts';
import { createTestMongo, createTestRedis, type TestMongo, type TestRedis } from '../testing/stores.ts';
import type { Principal, RequestContext } from './context.ts';
import { fingerprint, type IdempotencyStore, runOnce } from './idempotency.ts';
import { mongoIdempotency, prepareMongoIdempotency } from './idempotency-mongo.ts';
import { postgresIdempotency } from './idempotency-postgres.ts';
import { redisIdempotency } from './idempotency-redis.ts';

const operation: OperationInfo = {
  operationId: 'createOrder',
  method: 'POST',
  path: '/orders',
  gateway: 'public',
  idempotency: 'required',
};
const ada: Principal = { kind: 'shopper', id: 'ada', roles: ['shopper'] };

/** One of the stores, and a handler's transaction on it that writes more than the response. */
interface Bench<Tx> {
  store: IdempotencyStore<Tx>;
  /** Runs `work` in a transaction that also raises the counter `name`. */
  transaction(name: string, work: (tx: Tx) => Promise<void>): Promise<void>;
  counter(name: string): Promise<number>;
  /** Runs `work` in a transaction that is rolled back. */
  failing(work: (tx: Tx) => Promise<void> | undefined): Promise<void>;
  /** Lets the claim of an unfinished key, or the retention of a finished one, expire. */
  age(key: string): Promise<void>;
}

function suite<Tx>(name: string, bench: () => Bench<Tx>): void {
  describe(`an Idempotency-Key stored in ${name}`, () => {
    interface Call {
      key?: string;
      body?: unknown;
      principal?: Principal;
      operationId?: string;
      path?: Record<string, string>;
    }
    function call(
      run: (context: RequestContext<Tx>) => Promise<AnyResponse>,
      { key, body = { sku: 'A' }, principal = ada, operationId = 'createOrder', path = {} }: Call,
    ) {
      const context: RequestContext<Tx> = { principal, requestId: newId(), log: silentLog() };
      const input = { path, query: {}, headers: key === undefined ? {} : { 'idempotency-key': key }, body };
      return runOnce(bench().store, { ...operation, operationId }, input, context, () => run(context));
    }
    const statusOf = (answer: Promise<AnyResponse>) =>
      answer.then(
        ({ status }) => status,
        (error: unknown) => (error instanceof ProblemError ? error.status : error),
      );

    test('runs once; the first response is replayed, and is marked as a replay', async () => {
      let runs = 0;
      const run = async () => ({ status: 201, body: { order: ++runs }, headers: { location: '/orders/1' } });
      const key = newId();
      expect(await call(run, { key })).toEqual({ status: 201, body: { order: 1 }, headers: { location: '/orders/1' } });
      const again = {
        status: 201,
        body: { order: 1 },
        headers: { location: '/orders/1', 'idempotent-replayed': 'true' },
      };
      expect(await call(run, { key, body: { sku: 'A' } })).toEqual(again);
      expect(await call(run, { key })).toEqual(again);
      expect(runs).toBe(1);
    });

    test('a response without a body is replayed without one', async () => {
      const key = newId();
      await call(async () => ({ status: 204 }), { key });
      expect(await call(async () => ({ status: 500 }), { key })).toEqual({
        status: 204,
        headers: { 'idempotent-replayed': 'true' },
      });
    });

    test('of twenty concurrent requests one runs, and the others get 409 with Retry-After', async () => {
      const key = newId();
      const release = Promise.withResolvers<void>();
      let runs = 0;
      const run = async (): Promise<AnyResponse> => {
        runs += 1;
        await release.promise;
        return { status: 201, body: { order: 'one' } };
      };
      const errors: unknown[] = [];
      const answers = Array.from({ length: 20 }, () =>
        call(run, { key }).catch((error: unknown) => {
          if (errors.push(error) === 19) release.resolve();
        }),
      );
      const given = (await Promise.all(answers)).filter(answer => answer !== undefined);
      expect(runs).toBe(1);
      expect(given).toEqual([{ status: 201, body: { order: 'one' } }]);
      for (const error of errors) expect(error).toMatchObject({ status: 409, headers: { 'retry-after': '1' } });
      expect(await call(run, { key })).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } });
    });

    test('the same key with another body is refused, while the first runs and after', async () => {
      const key = newId();
      const during: unknown[] = [];
      await call(
        async () => {
          during.push(await statusOf(call(async () => ({ status: 200 }), { key, body: { sku: 'B' } })));
          return { status: 201 };
        },
        { key },
      );
      expect(during).toEqual([422]);
      expect(await statusOf(call(async () => ({ status: 200 }), { key, body: { sku: 'B' } }))).toBe(422);
    });

    test('the order of members does not matter, that of items does', async () => {
      const key = newId();
      await call(async () => ({ status: 201 }), { key, body: { a: 1, b: [1, 2] } });
      expect(await statusOf(call(async () => ({ status: 500 }), { key, body: { b: [1, 2], a: 1 } }))).toBe(201);
      expect(await statusOf(call(async () => ({ status: 500 }), { key, body: { b: [2, 1], a: 1 } }))).toBe(422);
    });

    test('a key is scoped to its sender and to the operation', async () => {
      const key = newId();
      let runs = 0;
      const run = async () => ({ status: 201, body: ++runs });
      await call(run, { key });
      await call(run, { key, principal: { ...ada, id: 'bob' } });
      await call(run, { key, operationId: 'cancelOrder' });
      await call(run, { key, principal: { kind: 'anonymous', id: 'anonymous', roles: [] } });
      expect(runs).toBe(4);
    });

    test('guests are distinguished by the ids in the path, else need an unguessable key', async () => {
      const guest: Principal = { kind: 'anonymous', id: 'anonymous', roles: [] };
      let runs = 0;
      const run = async () => ({ status: 201, body: ++runs });
      const inCart = (cartId: string) => call(run, { key: 'order-00001', principal: guest, path: { cartId } });
      const cart = newId();
      expect(await inCart(cart)).toMatchObject({ body: 1 });
      expect(await inCart(newId())).toMatchObject({ body: 2 });
      expect(await inCart(cart)).toMatchObject({ body: 1, headers: { 'idempotent-replayed': 'true' } });
      expect(await statusOf(call(run, { key: 'order-00001', principal: guest }))).toBe(400);
      expect(await statusOf(call(run, { key: newId(), principal: guest }))).toBe(201);
    });

    test.each([400, 401, 403, 422, 429, 500, 503])(
      'after %i nothing is stored, and the key can be used again',
      async status => {
        const key = newId();
        expect(await statusOf(call(async () => ({ status }), { key }))).toBe(status);
        expect(
          await statusOf(call(() => Promise.reject(new ProblemError({ status })), { key, body: { other: true } })),
        ).toBe(status);
        expect(await statusOf(call(async () => ({ status: 201 }), { key, body: { third: true } }))).toBe(201);
      },
    );

    test('after a crash of the handler the key can be used again', async () => {
      const key = newId();
      await expect(call(() => Promise.reject(new TypeError('bug')), { key })).rejects.toThrow('bug');
      expect(await statusOf(call(async () => ({ status: 201 }), { key }))).toBe(201);
    });

    test('a problem is replayed, whether returned or thrown', async () => {
      const returned = newId();
      const thrown = newId();
      await call(async () => ({ status: 409, body: { title: 'Shipped' } }), { key: returned });
      expect(await call(async () => ({ status: 200 }), { key: returned })).toMatchObject({
        status: 409,
        body: { title: 'Shipped' },
      });
      const problem = new ProblemError({ status: 402, detail: 'Declined.', extra: { code: 'card_declined' } });
      await statusOf(call(() => Promise.reject(problem), { key: thrown }));
      const replayed = await call(async () => ({ status: 200 }), { key: thrown }).catch((error: unknown) => error);
      expect(replayed).toBeInstanceOf(ProblemError);
      expect(replayed).toMatchObject({
        status: 402,
        detail: 'Declined.',
        extra: { code: 'card_declined' },
        headers: { 'idempotent-replayed': 'true' },
      });
    });

    test('without a key everything runs', async () => {
      let runs = 0;
      const run = async () => ({ status: 201, body: ++runs });
      await call(run, {});
      expect(await call(run, {})).toEqual({ status: 201, body: 2 });
    });

    test('a run that was killed frees its key, to the same request only', async () => {
      const key = newId();
      const { store } = bench();
      const killed = {
        scope: 'shopper:ada:createOrder',
        key,
        fingerprint: fingerprint({ path: {}, query: {}, body: { sku: 'A' } }),
        token: newId(),
      };
      expect(await store.claim(killed, 15_000)).toEqual({ state: 'claimed' });
      expect(await statusOf(call(async () => ({ status: 201 }), { key }))).toBe(409);
      await bench().age(key);
      expect(await statusOf(call(async () => ({ status: 200 }), { key, body: { sku: 'B' } }))).toBe(422);
      const second = async (): Promise<AnyResponse> => {
        expect(await store.renew(killed, 15_000)).toBe(false);
        expect(await store.complete(killed, { status: 201, headers: {}, body: 'late' }, 1_000)).toBe(false);
        await store.release(killed);
        return { status: 201, body: 'second' };
      };
      expect(await statusOf(call(second, { key }))).toBe(201);
      await store.release(killed);
      expect(await call(async () => ({ status: 500 }), { key })).toMatchObject({ status: 201, body: 'second' });
    });

    test('a response recorded in the transaction survives a kill between commit and response', async () => {
      const key = newId();
      const run =
        (killed: boolean) =>
        async (context: RequestContext<Tx>): Promise<AnyResponse> => {
          const response = { status: 201, body: { order: key } };
          await bench().transaction(key, async tx => {
            await context.idempotency?.recordIn(tx, response);
          });
          if (killed) throw new Error('killed');
          return response;
        };
      await expect(call(run(true), { key })).rejects.toThrow('killed');
      expect(await call(run(false), { key })).toEqual({
        status: 201,
        body: { order: key },
        headers: { 'idempotent-replayed': 'true' },
      });
      expect(await bench().counter(key)).toBe(1);
    });

    test('a response recorded in a transaction that failed is not stored', async () => {
      const key = newId();
      const run = async (context: RequestContext<Tx>): Promise<AnyResponse> => {
        await bench().failing(tx => context.idempotency?.recordIn(tx, { status: 201, body: 'undone' }));
        return { status: 409, body: 'sold out' };
      };
      expect(await call(run, { key })).toMatchObject({ body: 'sold out' });
      expect(await call(run, { key })).toMatchObject({ body: 'sold out', headers: { 'idempotent-replayed': 'true' } });
      const thrown = newId();
      const crash = (context: RequestContext<Tx>) => run(context).then(() => Promise.reject(new TypeError('bug')));
      await statusOf(call(crash, { key: thrown }));
      expect(await call(async () => ({ status: 201 }), { key: thrown })).toEqual({ status: 201 });
    });

    test('deletes a response after its retention', async () => {
      const key = newId();
      await call(async () => ({ status: 201, body: 'first' }), { key });
      await bench().age(key);
      expect(await call(async () => ({ status: 201, body: 'second' }), { key, body: 'other' })).toMatchObject({
        body: 'second',
      });
    });
  });
}

let counters: Counters;
let mongo: TestMongo;
let redis: TestRedis;

beforeAll(async () => {
  redis = createTestRedis();
  [counters, mongo] = await Promise.all([openCounters(), createTestMongo()]);
  await prepareMongoIdempotency(mongo.db);
});
afterAll(() => Promise.all([counters.drop(), mongo.drop(), redis.drop()]));

suite<Tx>('PostgreSQL', () => ({
  store: postgresIdempotency<Tx>(counters.prisma),
  transaction: (name, work) =>
    counters.prisma.$transaction(async tx => {
      await tx.$executeRaw`INSERT INTO totals VALUES (${name}, 1, 1) ON CONFLICT (key) DO UPDATE SET total = totals.total + 1`;
      await work(tx);
    }),
  counter: name => counters.total(name),
  async failing(work) {
    const undone = counters.prisma.$transaction(async tx => {
      await work(tx);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
  },
  async age(key) {
    await counters.prisma.idempotencyKey.updateMany({ where: { key }, data: { lockedUntil: new Date(0) } });
    await counters.prisma
      .$executeRaw`UPDATE idempotency_keys SET expires_at = to_timestamp(0) WHERE key = ${key} AND response IS NOT NULL`;
  },
}));

suite<ClientSession>('MongoDB', () => ({
  store: mongoIdempotency(mongo.db),
  transaction: (name, work) =>
    mongo.client.withSession(session =>
      session.withTransaction(async () => {
        await mongo.db.collection('totals').updateOne({ name }, { $inc: { total: 1 } }, { upsert: true, session });
        await work(session);
      }),
    ),
  async failing(work) {
    await mongo.client.withSession(async session => {
      session.startTransaction();
      await work(session);
      await session.abortTransaction();
    });
  },
  counter: async name => (await mongo.db.collection('totals').findOne({ name }))?.total,
  async age(key) {
    const keys = mongo.db.collection('idempotency_keys');
    const _id = new RegExp(`${key}$`);
    await keys.updateOne({ _id } as object, { $set: { lockedUntil: new Date(0) } });
    await keys.updateOne({ _id, response: { $exists: true } } as object, { $set: { expiresAt: new Date(0) } });
  },
}));

suite<ChainableCommander>('Redis', () => ({
  store: redisIdempotency(redis.redis),
  async transaction(name, work) {
    const multi = redis.redis.multi().incr(`totals:${name}`);
    await work(multi);
    await multi.exec();
  },
  async failing(work) {
    await work(redis.redis.multi());
  },
  counter: async name => Number(await redis.redis.get(`totals:${name}`)),
  async age(key) {
    const name = `idempotency:shopper:ada:createOrder:${key}`;
    if (await redis.redis.hexists(name, 'response')) await redis.redis.del(name);
    else await redis.redis.hset(name, 'until', 0);
  },
}));

describe('deleteExpired', () => {
  test.each([
    ['PostgreSQL', () => postgresIdempotency<Tx>(counters.prisma)],
    ['MongoDB', () => mongoIdempotency(mongo.db)],
  ])('deletes expired keys from %s, and no others', async (_name, open) => {
    const store = open();
    await store.deleteExpired();
    const [old, fresh] = [1, 60_000].map(keepMs => ({
      keepMs,
      claim: { scope: 's', key: newId(), fingerprint: 'f', token: newId() },
    }));
    for (const { claim, keepMs } of [old, fresh].filter(entry => entry !== undefined)) {
      await store.claim(claim, 1_000);
      await store.complete(claim, { status: 201, headers: {} }, keepMs);
    }
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(await store.deleteExpired()).toBe(1);
    expect(fresh && (await store.claim(fresh.claim, 1_000))).toMatchObject({ state: 'done' });
  });
});

describe('canonical JSON', () => {
  test('is the same for equal values, whatever the order of their members', () => {
    expect(canonical({ b: 1, a: [{ d: null, c: 'x' }], e: undefined })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
    expect(canonical(Buffer.from('hi'))).toBe('"aGk="');
    expect(canonical([undefined])).toBe('[null]');
  });
});

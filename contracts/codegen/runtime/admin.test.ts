import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createAdminClients } from '../fixtures/library/generated/admin/clients.ts';
import { createAdminCalls } from '../fixtures/library/generated/admin/resources.ts';
import { type BooksHandlers, createBooksRouter } from '../fixtures/library/generated/books/server.ts';
import type { Book } from '../fixtures/library/generated/books/types.ts';
import { ProblemError } from './problem.ts';
import { problemHandler } from './problem-handler.ts';

const book: Book = {
  id: '0190a6e0-7c1d-7000-8000-000000000001',
  title: 'Emma',
  authors: [{ name: 'Jane Austen' }],
  medium: { kind: 'paper', pages: 474 },
  addedAt: '2026-11-22T10:00:00Z',
};
const keys: string[] = [];

function notHere(): never {
  throw new ProblemError({ status: 501 });
}

const handlers: BooksHandlers<object> = {
  listBooks: async ({ query }) => ({
    status: 200,
    body: { items: query.genre === 'atlas' ? [] : [book], nextCursor: 'n-1' },
  }),
  addBook: async ({ body, headers }) => {
    keys.push(headers['idempotency-key']);
    if (body.title === 'Emma')
      return { status: 409, body: { type: 'about:blank', title: 'Conflict', status: 409, detail: 'We have it.' } };
    return { status: 201, body: { ...book, ...body }, headers: { location: '/books/1' } };
  },
  getBook: async ({ path }) =>
    path.bookId === book.id
      ? { status: 200, body: book }
      : { status: 404, body: { type: 'about:blank', title: 'Not Found', status: 404 } },
  listPopular: async () => ({ status: 200, body: { items: [book] } }),
  retireBook: notHere,
  getCover: notHere,
  putCover: notHere,
  exportBooks: notHere,
  hearFromPress: notHere,
  countVisits: notHere,
  writeNote: notHere,
};

let server: Server;
let calls: ReturnType<typeof createAdminCalls>;

beforeAll(async () => {
  const granted = async () => 'granted' as const;
  const app = express();
  app.use(
    createBooksRouter({
      handlers,
      security: { desk: granted, card: granted, robot: granted },
      context: () => ({}),
      checkResponses: true,
    }),
  );
  app.use(problemHandler({ log: { error: () => {} } }));
  server = createServer(app);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port }: AddressInfo = Object(server.address());
  calls = createAdminCalls(createAdminClients({ baseUrl: `http://127.0.0.1:${port}` }));
});

afterAll(() => new Promise(resolve => server.close(resolve)));

const draft = {
  title: 'Persuasion',
  authors: [{ name: 'Jane Austen' }],
  medium: { kind: 'paper' as const, pages: 249 },
  copies: 2,
};

describe('The calls of a resource', () => {
  test('list with filters and give the page', async () => {
    expect(await calls.books.list({ genre: 'novel', limit: 10 })).toEqual({
      items: [{ ...book, copies: undefined }].map(({ copies: _, ...rest }) => rest),
      nextCursor: 'n-1',
    });
    expect((await calls.books.list({ genre: 'atlas' })).items).toEqual([]);
  });

  test('list what takes no filters whole', async () => {
    expect((await calls.popular.list({})).items).toMatchObject([{ title: 'Emma' }]);
  });

  test('read one record by its key', async () => {
    expect(await calls.books.get(book.id)).toMatchObject({ title: 'Emma' });
  });

  test('send the idempotency key with what creates, the same each time it is tried', async () => {
    for (const _ of [1, 2])
      expect(await calls.books.create(draft, { idempotencyKey: 'k-00000001' })).toMatchObject({ title: 'Persuasion' });
    expect(keys).toEqual(['k-00000001', 'k-00000001']);
  });

  test('throw the problem that an answer carries', async () => {
    await expect(
      calls.books.create({ ...draft, title: 'Emma' }, { idempotencyKey: 'k-00000002' }),
    ).rejects.toMatchObject({
      status: 409,
      detail: 'We have it.',
    });
    await expect(calls.books.get('0190a6e0-7c1d-7000-8000-000000000002')).rejects.toBeInstanceOf(ProblemError);
  });

  test('throw what is wrong with each field', async () => {
    const refused = calls.books.create({ ...draft, copies: -1 }, { idempotencyKey: 'k-00000003' });
    await expect(refused).rejects.toMatchObject({ status: 400, errors: [{ path: '/body/copies' }] });
  });
});

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createBooksClient } from '../fixtures/library/generated/books/client.ts';
import type { BooksHandlers } from '../fixtures/library/generated/books/server.ts';
import type { BookDraft } from '../fixtures/library/generated/books/types.ts';
import { UnexpectedResponseError } from './client.ts';
import { ProblemError } from './problem.ts';
import { emma, type Library, startLibrary, type Visit } from './testing/library.ts';

const open: Library[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(library => library.close()));
});

async function connect(handlers: Partial<BooksHandlers<Visit>>) {
  const library = await startLibrary(handlers);
  open.push(library);
  return {
    library,
    client: createBooksClient({ baseUrl: `${library.url}/`, headers: () => ({ desk: 'librarian', 'x-card': '7' }) }),
  };
}

const draft: BookDraft = {
  title: 'Emma & co',
  authors: [{ name: 'Jane Austen' }],
  medium: { kind: 'audio', minutes: 900.5 },
};
const path = { bookId: emma.id };

describe('a round trip', () => {
  test('carries every kind of parameter', async () => {
    const { library, client } = await connect({ listBooks: async () => ({ status: 200, body: { items: [emma] } }) });
    const query = {
      cursor: 'a b&c=ä',
      limit: 3,
      lent: false,
      minRating: 4.5,
      tag: ['x', 'y,z'],
      shelf: [1, 2],
      size: { min: 1 },
    };
    expect(await client.listBooks({ query })).toMatchObject({ status: 200, body: { items: [emma] } });
    expect(library.inputs).toEqual([{ query }]);
  });

  test('leaves out what is undefined, and the whole input where nothing is required', async () => {
    const { library, client } = await connect({
      listBooks: async () => ({ status: 200, body: { items: [] } }),
      countVisits: async () => ({ status: 200, body: { visits: 0 } }),
    });
    await client.listBooks();
    await client.listBooks({ query: { cursor: undefined } });
    await client.countVisits({ cookies: { visits: 3 }, headers: { 'x-trace': undefined } });
    expect(library.inputs).toEqual([
      { query: { limit: 10 } },
      { query: { limit: 10 } },
      { headers: {}, cookies: { visits: 3 } },
    ]);
  });

  test('carries a body and headers both ways', async () => {
    const { library, client } = await connect({
      addBook: async () => ({ status: 201, body: emma, headers: { location: '/books/1' } }),
    });
    const answer = await client.addBook({ headers: { 'idempotency-key': 'key-00001' }, body: draft });
    expect(answer).toMatchObject({ status: 201, body: emma, headers: { location: '/books/1' } });
    expect(library.inputs).toEqual([{ headers: { 'idempotency-key': 'key-00001' }, body: { ...draft, copies: 1 } }]);
  });

  test('an answer without a body has none', async () => {
    const { client } = await connect({ retireBook: async () => ({ status: 204 }) });
    const answer = await client.retireBook({ path });
    expect(answer.status).toBe(204);
    expect('body' in answer).toBe(false);
  });

  test('a declared error is returned', async () => {
    const { client } = await connect({
      getBook: async () => ({ status: 404, body: { type: 'about:blank', title: 'Not Found', status: 404 } }),
    });
    expect(await client.getBook({ path })).toMatchObject({ status: 404, body: { title: 'Not Found' } });
  });

  test('carries bytes, streams and text', async () => {
    const received: string[] = [];
    const { client } = await connect({
      putCover: async ({ body, contentType }) => {
        received.push(contentType, await text(body));
        return { status: 204 };
      },
      getCover: async () => ({ status: 200, contentType: 'image/png', body: Readable.from([Buffer.from([137, 80])]) }),
      exportBooks: async () => ({ status: 200, body: 'title\nEmma\n' }),
      hearFromPress: async ({ body }) => {
        received.push(String(body));
        return { status: 204 };
      },
    });
    await client.putCover({ path, contentType: 'image/png', body: new Uint8Array([97, 98]) });
    await client.putCover({ path, contentType: 'image/webp', body: Readable.from([Buffer.from('c'), 'd']) });
    await client.hearFromPress({ headers: { 'x-signature': 's' }, body: '{ "a":  1 }' });
    expect(received).toEqual(['image/png', 'ab', 'image/webp', 'cd', '{ "a":  1 }']);
    expect(await client.getCover({ path })).toMatchObject({
      contentType: 'image/png',
      body: new Uint8Array([137, 80]),
    });
    expect(await client.exportBooks()).toMatchObject({ status: 200, body: 'title\nEmma\n' });
  });
});

describe('what the contract does not declare', () => {
  test('a problem is thrown as it was sent', async () => {
    const problem = new ProblemError({
      status: 503,
      detail: 'Back soon.',
      headers: { 'retry-after': '3' },
      extra: { code: 'down' },
    });
    const { client } = await connect({ getBook: () => Promise.reject(problem) });
    const thrown = await client.getBook({ path }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ProblemError);
    expect(thrown).toMatchObject({
      status: 503,
      title: 'Service Unavailable',
      detail: 'Back soon.',
      extra: { code: 'down' },
      headers: { 'retry-after': '3' },
    });
  });

  test.each([
    [401, 502],
    [404, 502],
    [429, 503],
    [500, 502],
    [503, 503],
  ])('a %i that nobody caught is a %i to our own caller', async (status, want) => {
    const far = await connect({
      listBooks: () => Promise.reject(new ProblemError({ status, headers: { 'retry-after': '3' } })),
    });
    const { library } = await connect({
      listBooks: async () => {
        await far.client.listBooks();
        return { status: 200, body: { items: [] } };
      },
    });
    const response = await fetch(`${library.url}/books`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([want, '3']);
    expect(await response.json()).toMatchObject({ type: 'about:blank', status: want });
  });

  test('an answer can be passed on as it came', async () => {
    const far = await connect({ getBook: async () => ({ status: 200, body: emma, headers: { 'x-shelf': '7' } }) });
    const near = await connect({ getBook: ({ path }) => far.client.getBook({ path }) });
    expect(await near.client.getBook({ path })).toMatchObject({ status: 200, body: emma, headers: { 'x-shelf': '7' } });
  });

  test('a refused request names its fields', async () => {
    const { client } = await connect({});
    const thrown = await client.getBook({ path: { bookId: 'emma' } }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ status: 400, errors: [{ path: '/path/bookId' }] });
  });

  test.each([
    [500, 'text/html', '<h1>Oops</h1>'],
    [200, 'text/html', '<h1>A captive portal</h1>'],
    [302, 'text/plain', 'elsewhere'],
  ])('%i %s is unexpected', async (status, type, body) => {
    const fetch = async () => new Response(body, { status, headers: { 'content-type': type } });
    const client = createBooksClient({ baseUrl: 'http://library.example', fetch });
    await expect(client.getBook({ path })).rejects.toThrow(UnexpectedResponseError);
  });

  test('no connection is what fetch says it is', async () => {
    const client = createBooksClient({
      baseUrl: 'http://library.example',
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    });
    await expect(client.getBook({ path })).rejects.toThrow('fetch failed');
  });
});

test('a call can be aborted, and has headers of its own', async () => {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request);
    request.signal.throwIfAborted();
    return new Response(JSON.stringify({ items: [] }), { headers: { 'content-type': 'application/json' } });
  };
  const client = createBooksClient({
    baseUrl: 'http://library.example/api',
    fetch,
    headers: async () => ({ a: '1', b: '1' }),
  });
  await client.listBooks({}, { headers: { b: '2' } });
  const [request] = requests;
  expect([request?.url, request?.headers.get('a'), request?.headers.get('b')]).toEqual([
    'http://library.example/api/books',
    '1',
    '2',
  ]);
  await expect(client.listBooks({}, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test('a path value cannot leave its segment', async () => {
  const urls: string[] = [];
  const fetch = async (request: Request) => {
    urls.push(request.url);
    return new Response(null, { status: 204 });
  };
  await createBooksClient({ baseUrl: 'http://library.example', fetch }).retireBook({
    path: { bookId: '../desk?x=1#y' },
  });
  expect(urls).toEqual(['http://library.example/books/..%2Fdesk%3Fx%3D1%23y']);
});

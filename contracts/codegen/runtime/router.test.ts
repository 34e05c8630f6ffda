import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { BooksHandlers } from '../fixtures/library/generated/books/server.ts';
import type { Around } from './operation.ts';
import { ProblemError } from './problem.ts';
import { emma, type Library, startLibrary, type Visit } from './testing/library.ts';

const open: Library[] = [];

async function start(
  handlers: Partial<BooksHandlers<Visit>>,
  options?: Parameters<typeof startLibrary>[1],
): Promise<Library> {
  const library = await startLibrary(handlers, options);
  open.push(library);
  return library;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(library => library.close()));
});

const empty: Partial<BooksHandlers<Visit>> = { listBooks: async () => ({ status: 200, body: { items: [] } }) };
const draft = { title: 'Emma', authors: [{ name: 'Jane Austen' }], medium: { kind: 'paper', pages: 474 } };
const headers = { 'content-type': 'application/json', 'idempotency-key': 'key-00001', desk: 'librarian' };
const adding: Partial<BooksHandlers<Visit>> = {
  addBook: async () => ({ status: 201, body: emma, headers: { location: `/books/${emma.id}` } }),
};

const streaming = { duplex: 'half' }; // DOM's RequestInit does not know it yet

interface Problem {
  status: number;
  title: string;
  detail?: string;
  errors?: { path: string; message: string }[];
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null || !('status' in body) || !('title' in body))
    throw new Error('This is no problem');
  const { status, title, ...rest } = body;
  return { ...rest, status: Number(status), title: String(title) };
}

async function pathsOf(response: Response): Promise<string[]> {
  return ((await problemOf(response)).errors ?? []).map(({ path }) => path);
}

describe('the query', () => {
  test.each([
    ['', { limit: 10 }],
    ['?limit=3&genre=novel&lent=true&minRating=4.5', { limit: 3, genre: 'novel', lent: true, minRating: 4.5 }],
    ['?tag=a&tag=b', { limit: 10, tag: ['a', 'b'] }],
    ['?tag=a', { limit: 10, tag: ['a'] }],
    ['?shelf=1,2,3', { limit: 10, shelf: [1, 2, 3] }],
    ['?size[min]=1&size[max]=9', { limit: 10, size: { min: 1, max: 9 } }],
    ['?cursor=a%20b%26c', { limit: 10, cursor: 'a b&c' }],
  ])('%s is given to the handler in its declared types', async (query, want) => {
    const library = await start(empty);
    expect((await fetch(`${library.url}/books${query}`)).status).toBe(200);
    expect(library.inputs).toEqual([{ query: want }]);
  });

  test.each([
    ['?limit=0', ['/query/limit']],
    ['?limit=many', ['/query/limit']],
    ['?limit=', ['/query/limit']],
    ['?limit=1&limit=2', ['/query/limit']],
    ['?genre=opera&lent=maybe', ['/query/genre', '/query/lent']],
    ['?tag=a&tag=b&tag=c&tag=d', ['/query/tag']],
    ['?shelf=1,two', ['/query/shelf/1']],
    ['?size[depth]=1', ['/query/size/depth']],
    ['?page=2', ['/query/page']],
    ['?__proto__=1', ['/query/__proto__']],
    ['?cursor=%00', ['/query/cursor']],
  ])('%s is refused and never reaches the handler', async (query, want) => {
    const library = await start(empty);
    const response = await fetch(`${library.url}/books${query}`);
    expect(response.status).toBe(400);
    expect(await pathsOf(response)).toEqual(want);
    expect(library.inputs).toEqual([]);
  });
});

describe('path, headers and cookies', () => {
  test('a path value of another form is refused', async () => {
    const library = await start({});
    const response = await fetch(`${library.url}/books/emma`, { headers: { 'x-card': '1' } });
    expect(await pathsOf(response)).toEqual(['/path/bookId']);
  });

  test('a path that is not percent-encoded properly is a 400', async () => {
    const library = await start({});
    const response = await fetch(`${library.url}/books/%E0%A4%A`, { headers: { 'x-card': '1' } });
    expect((await problemOf(response)).status).toBe(400);
  });

  test('cookies and headers have their declared types and lower-case names', async () => {
    const library = await start({
      countVisits: async ({ cookies }) => ({ status: 200, body: { visits: (cookies.visits ?? 0) + 1 } }),
    });
    const response = await fetch(`${library.url}/visits`, {
      headers: { cookie: 'other=1; visits=41', 'X-Trace': 'abc' },
    });
    expect(await response.json()).toEqual({ visits: 42 });
    expect(library.inputs).toEqual([{ headers: { 'x-trace': 'abc' }, cookies: { visits: 41 } }]);
  });

  test('a header that is missing is named', async () => {
    const library = await start(adding);
    const response = await fetch(`${library.url}/books`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', desk: 'librarian' },
      body: JSON.stringify(draft),
    });
    expect(await pathsOf(response)).toEqual(['/headers/idempotency-key']);
  });
});

describe('the body', () => {
  const post = (library: Library, body: string, more: Record<string, string> = {}) =>
    fetch(`${library.url}/books`, { method: 'POST', headers: { ...headers, ...more }, body });

  test('defaults are filled in', async () => {
    const library = await start(adding);
    expect((await post(library, JSON.stringify(draft))).status).toBe(201);
    expect(library.inputs).toEqual([{ headers: { 'idempotency-key': 'key-00001' }, body: { ...draft, copies: 1 } }]);
  });

  test('every mistake is named, with unknown fields at every depth', async () => {
    const library = await start(adding);
    const body = {
      ...draft,
      title: '',
      authors: [{ name: 'Jane', age: 41 }],
      medium: { kind: 'audio', pages: 1 },
      colour: 'red',
      arrives: 'soon',
    };
    const response = await post(library, JSON.stringify(body));
    expect(response.status).toBe(400);
    expect((await pathsOf(response)).sort()).toEqual([
      '/body/arrives',
      '/body/authors/0/age',
      '/body/colour',
      '/body/medium/minutes',
      '/body/medium/pages',
      '/body/title',
    ]);
  });

  test.each([
    ['not JSON', '{"title":'],
    ['nothing at all', ''],
    ['a prototype', `{"__proto__": {"admin": true}, ${JSON.stringify(draft).slice(1)}`],
    ['an escaped prototype', `{"\\u005f_proto__": {"admin": true}, ${JSON.stringify(draft).slice(1)}`],
    ['a NUL character', JSON.stringify({ ...draft, title: 'a\0b' })],
    ['the wrong type', '"Emma"'],
  ])('%s is a 400', async (_name, body) => {
    const library = await start(adding);
    const response = await post(library, body);
    expect((await problemOf(response)).status).toBe(400);
    expect(library.inputs).toEqual([]);
  });

  test('bytes that are no UTF-8 are a 400', async () => {
    const library = await start(adding);
    const response = await fetch(`${library.url}/books`, {
      method: 'POST',
      headers,
      body: new Uint8Array([0x22, 0xff, 0x22]),
    });
    expect((await problemOf(response)).status).toBe(400);
  });

  test('another content type is a 415 that says which are taken', async () => {
    const library = await start(adding);
    const response = await post(library, JSON.stringify(draft), { 'content-type': 'text/plain' });
    expect(response.headers.get('accept')).toBe('application/json');
    expect((await problemOf(response)).status).toBe(415);
  });

  test('a charset other than UTF-8 is a 415', async () => {
    const library = await start(adding);
    expect(
      (await post(library, JSON.stringify(draft), { 'content-type': 'application/json; charset=utf-16' })).status,
    ).toBe(415);
  });

  test('a longer body than the limit is a 413, declared or streamed', async () => {
    const library = await start(adding);
    const long = JSON.stringify({ ...draft, subtitle: 'x'.repeat(3000) });
    expect((await problemOf(await post(library, long))).status).toBe(413);
    const streamed = await fetch(`${library.url}/books`, {
      method: 'POST',
      headers,
      body: new Blob([long]).stream(),
      ...streaming,
    });
    expect(streamed.status).toBe(413);
  });

  test('a body that is optional may be left out', async () => {
    const library = await start({
      writeNote: async ({ body }) => ({ status: 200, body: body ?? { text: 'nothing' } }),
    });
    const response = await fetch(`${library.url}/internal/notes`, {
      method: 'POST',
      headers: { authorization: 'robot' },
    });
    expect(await response.json()).toEqual({ text: 'nothing' });
  });

  test('what the contract leaves open may hold anything, and recursion is followed', async () => {
    const library = await start({ writeNote: async ({ body }) => ({ status: 200, body: body ?? { text: '' } }) });
    const send = (body: unknown) =>
      fetch(`${library.url}/internal/notes`, {
        method: 'POST',
        headers: { authorization: 'robot', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const note = { text: 'a', data: { any: [1] }, replies: [{ text: 'b', replies: [{ text: 'c' }] }] };
    expect(await (await send(note)).json()).toEqual(note);
    expect(await pathsOf(await send({ text: 'a', replies: [{ text: 'b', replies: [{ txt: 'c' }] }] }))).toEqual([
      '/body/replies/0/replies/0/text',
      '/body/replies/0/replies/0/txt',
    ]);
  });

  test('a raw body comes as the bytes that were sent', async () => {
    const bodies: Buffer[] = [];
    const library = await start({
      hearFromPress: async ({ body }) => {
        bodies.push(body);
        return { status: 204 };
      },
    });
    const body = '{ "spaced":   1 }';
    await fetch(`${library.url}/press`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-signature': 's' },
      body,
    });
    expect(bodies.map(String)).toEqual([body]);
  });

  test('a body that is not JSON comes as a stream, with its content type, and is limited too', async () => {
    const covers: string[] = [];
    const library = await start({
      putCover: async ({ body, contentType }) => {
        covers.push(contentType, await text(body));
        return { status: 204 };
      },
    });
    const put = (body: BodyInit, more: object = {}) =>
      fetch(`${library.url}/books/${emma.id}/cover`, {
        method: 'PUT',
        headers: { 'content-type': 'image/png' },
        body,
        ...more,
      });
    expect((await put('picture')).status).toBe(204);
    expect(covers).toEqual(['image/png', 'picture']);
    expect((await put('x'.repeat(2000))).status).toBe(413);
    expect((await put(new Blob(['x'.repeat(2000)]).stream(), { ...streaming })).status).toBe(413);
    expect((await put('x', { headers: { 'content-type': 'text/html' } })).status).toBe(415);
  });
});

describe('security', () => {
  const found: Partial<BooksHandlers<Visit>> = {
    getBook: async () => ({ status: 200, body: emma }),
    retireBook: async () => ({ status: 204 }),
  };
  const book = `/books/${emma.id}`;

  test.each([
    ['nobody', 'GET', {}, 401],
    ['one alternative', 'GET', { 'x-card': '7' }, 200],
    ['the other alternative', 'GET', { desk: 'intern' }, 200],
    ['the wrong role', 'GET', { desk: 'cleaner' }, 403],
    ['the wrong role, but another alternative', 'GET', { desk: 'cleaner', 'x-card': '7' }, 200],
    ['half of what is needed', 'DELETE', { desk: 'librarian' }, 401],
    ['the other half', 'DELETE', { 'x-card': '7' }, 401],
    ['both', 'DELETE', { desk: 'librarian', 'x-card': '7' }, 204],
    ['both, one without the role', 'DELETE', { desk: 'intern', 'x-card': '7' }, 403],
  ])('%s', async (_name, method, sent, want) => {
    const library = await start(found);
    const response = await fetch(library.url + book, { method, headers: sent });
    expect(response.status).toBe(want);
    if (want === 401) expect(response.headers.get('www-authenticate')).toContain('ApiKey name="X-Card"');
  });

  test('comes before the request is looked at', async () => {
    const library = await start({});
    expect((await fetch(`${library.url}/books`, { method: 'POST', body: 'nonsense' })).status).toBe(401);
  });

  test('shares the context with the handler', async () => {
    const contexts: Visit[] = [];
    const library = await start({
      getBook: async (_input, visit) => {
        contexts.push(visit);
        return { status: 200, body: emma };
      },
    });
    await fetch(library.url + book, { headers: { 'x-card': '7' } });
    expect(contexts).toEqual([{ seen: ['card'] }]);
  });
});

describe('the answer', () => {
  test('has the status, headers and content type of the contract', async () => {
    const library = await start(adding);
    const response = await fetch(`${library.url}/books`, { method: 'POST', headers, body: JSON.stringify(draft) });
    expect([response.status, response.headers.get('content-type'), response.headers.get('location')]).toEqual([
      201,
      'application/json',
      `/books/${emma.id}`,
    ]);
    expect(await response.json()).toEqual(emma);
  });

  test('may be bytes or a stream, in the type that the handler names', async () => {
    const library = await start({
      getCover: async () => ({ status: 200, contentType: 'image/jpeg', body: new Uint8Array([1, 2, 3]) }),
      exportBooks: async () => ({ status: 200, body: Readable.from(['title\n', 'Emma\n']) }),
    });
    const cover = await fetch(`${library.url}/books/${emma.id}/cover`);
    expect([cover.headers.get('content-type'), [...new Uint8Array(await cover.arrayBuffer())]]).toEqual([
      'image/jpeg',
      [1, 2, 3],
    ]);
    const exported = await fetch(`${library.url}/export`);
    expect([exported.headers.get('content-type'), await exported.text()]).toEqual(['text/csv', 'title\nEmma\n']);
  });

  test('a stream that fails cuts the connection, so that nobody takes half for the whole', async () => {
    const failing = Readable.from(
      (async function* () {
        yield 'title\n';
        throw new Error('the disk is gone');
      })(),
    );
    const library = await start({ exportBooks: async () => ({ status: 200, body: failing }) });
    await expect(fetch(`${library.url}/export`).then(response => response.text())).rejects.toThrow();
  });

  test('HEAD is GET without the body, and leaves no stream open', async () => {
    const body = Readable.from(['title\n']);
    const library = await start({ ...empty, exportBooks: async () => ({ status: 200, body }) });
    const response = await fetch(`${library.url}/books`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '12', '']);
    expect((await fetch(`${library.url}/export`, { method: 'HEAD' })).status).toBe(200);
    expect(body.destroyed).toBe(true);
  });

  test('an unchanged answer is a 304 to whoever has it', async () => {
    const library = await start(empty);
    const etag = (await fetch(`${library.url}/books`)).headers.get('etag') ?? '';
    expect(
      (await fetch(`${library.url}/books`, { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } }))
        .status,
    ).toBe(304);
  });

  test.each<[string, Around<Visit>, RegExp]>([
    ['a status that is not declared', async () => ({ status: 418 }), /does not declare status 418/],
    ['a field that is missing', async () => ({ status: 200, body: {} }), /\/body\/items is required/],
    ['a body that is missing', async () => ({ status: 200 }), /must have a body/],
    [
      'another content type',
      async () => ({ status: 200, body: { items: [] }, contentType: 'text/html' }),
      /does not declare text\/html/,
    ],
  ])('%s breaks the contract: a 500 that says so in the log only', async (_name, around, logged) => {
    const library = await start(empty, { around });
    const response = await fetch(`${library.url}/books`);
    expect(await problemOf(response)).toEqual({ type: 'about:blank', status: 500, title: 'Internal Server Error' });
    expect(library.logged).toEqual([expect.stringMatching(logged)]);
  });

  test('fields that the contract does not declare may be answered', async () => {
    const around: Around<Visit> = async () => ({ status: 200, body: { items: [], took: 3 } });
    expect((await fetch(`${(await start(empty, { around })).url}/books`)).status).toBe(200);
  });

  test('is not checked in production', async () => {
    const around: Around<Visit> = async () => ({ status: 200, body: { broken: true } });
    expect((await fetch(`${(await start(empty, { around, checkResponses: false })).url}/books`)).status).toBe(200);
  });
});

describe('errors', () => {
  test('a problem is sent as it is', async () => {
    const problem = new ProblemError({
      status: 429,
      type: 'https://library.example/slow-down',
      title: 'Too many questions',
      detail: 'Ask again later.',
      headers: { 'retry-after': '7' },
      extra: { code: 'slow_down' },
    });
    const library = await start({ listBooks: () => Promise.reject(problem) });
    const response = await fetch(`${library.url}/books`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await problemOf(response)).toEqual({
      status: 429,
      type: 'https://library.example/slow-down',
      title: 'Too many questions',
      detail: 'Ask again later.',
      code: 'slow_down',
    });
    expect(library.logged).toEqual([]);
  });

  test('what nobody expected is a 500 that tells nothing', async () => {
    const library = await start({ listBooks: () => Promise.reject(new Error('password is hunter2')) });
    const response = await fetch(`${library.url}/books`);
    expect(await response.clone().text()).not.toMatch(/hunter2|at /);
    expect((await problemOf(response)).status).toBe(500);
    expect(library.logged).toEqual(['password is hunter2']);
  });

  test('an error in the context is one too', async () => {
    const context = () => {
      throw new ProblemError({ status: 503, headers: { 'retry-after': '1' } });
    };
    expect((await fetch(`${(await start(empty, { context })).url}/books`)).status).toBe(503);
  });

  test('an unknown path is a 404', async () => {
    expect((await problemOf(await fetch(`${(await start({})).url}/magazines`))).status).toBe(404);
  });

  test.each([
    ['/books', 'DELETE', 'GET, HEAD, OPTIONS, POST'],
    ['/books/popular', 'DELETE', 'GET, HEAD, OPTIONS'],
    [`/books/${emma.id}`, 'POST', 'DELETE, GET, HEAD, OPTIONS'],
    ['/press', 'GET', 'OPTIONS, POST'],
  ])('%s has no %s: a 405 that says what there is', async (path, method, allow) => {
    const library = await start({});
    const response = await fetch(library.url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect((await fetch(library.url + path, { method: 'OPTIONS' })).headers.get('allow')).toBe(allow);
  });

  test('a concrete path is served before a templated one', async () => {
    const library = await start({ listPopular: async () => ({ status: 200, body: { items: [emma] } }) });
    expect(await (await fetch(`${library.url}/books/popular`)).json()).toEqual({ items: [emma] });
  });

  test('a reader that goes away in the middle of its body disturbs nobody', async () => {
    const library = await start({ ...adding, ...empty });
    await new Promise<void>(resolve => {
      const request = httpRequest(`${library.url}/books`, {
        method: 'POST',
        headers: { ...headers, 'content-length': '500' },
      });
      request.on('error', () => resolve());
      request.write('{"title"', () => request.destroy());
      request.on('close', () => resolve());
    });
    expect((await fetch(`${library.url}/books`)).status).toBe(200);
  });
});

test('around sees the operation and may answer in the place of the handler', async () => {
  const seen: unknown[] = [];
  const library = await start(empty, {
    around: async (operation, input, _context, run) => {
      seen.push(operation, input);
      const answer = await run();
      return { ...answer, headers: { 'x-around': 'yes' } };
    },
  });
  expect((await fetch(`${library.url}/books?limit=2`)).headers.get('x-around')).toBe('yes');
  const cache = { maxAge: 0, sMaxAge: 60, staleWhileRevalidate: 600, tags: ['books'] };
  expect(seen).toEqual([
    { operationId: 'listBooks', method: 'GET', path: '/books', gateway: 'public', cache },
    { query: { limit: 2 } },
  ]);
});

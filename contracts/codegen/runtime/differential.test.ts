import { once } from 'node:events';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { middleware } from 'express-openapi-validator';
import fc from 'fast-check';
import { bundle } from '../document/bundle.ts';
import { SourceCache } from '../document/source.ts';
import { createPartiesRouter } from '../fixtures/library/generated/parties/server.ts';
import { problemHandler } from './problem-handler.ts';

/**
 * The precompiled validators against express-openapi-validator: the same requests are accepted, whatever either says of
 * the others.
 */

const contract = fileURLToPath(new URL('../fixtures/library/openapi/parties.yaml', import.meta.url));

interface Sent {
  method: 'GET' | 'POST';
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const servers: Server[] = [];
let urls: { ours: string; theirs: string };

async function listen(app: Express): Promise<string> {
  const server = app.listen(0, '127.0.0.1');
  server.keepAliveTimeout = 65_000; // longer than any pause between two requests of a test
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen');
  return `http://127.0.0.1:${address.port}`;
}

beforeAll(async () => {
  const ours = express();
  const handlers = {
    listParties: async () => ({ status: 200, body: { fine: true } }) as const,
    planParty: async () => ({ status: 200, body: { fine: true } }) as const,
  };
  ours.use(createPartiesRouter({ handlers, security: {}, context: () => ({}), checkResponses: false }));
  ours.use(problemHandler({ log: { error: () => undefined } }));

  const theirs = express();
  theirs.use(express.json());
  const apiSpec = JSON.parse(JSON.stringify(bundle(contract, new SourceCache()).document));
  theirs.use(
    middleware({ apiSpec, validateRequests: { allErrors: true }, validateResponses: false, validateSecurity: false }),
  );
  theirs.use((_request, response) => void response.json({ fine: true }));
  const refuse: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
    response.status(typeof status === 'number' ? status : 500).json({});
  };
  theirs.use(refuse);
  urls = { ours: await listen(ours), theirs: await listen(theirs) };
});

afterAll(async () => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
});

async function verdict(url: string, { method, path, query, headers, body }: Sent): Promise<'accepted' | 'refused'> {
  const response = await fetch(`${url}${path}${query}`, { method, headers, ...(body !== undefined && { body }) });
  await response.arrayBuffer();
  if (response.status >= 500) throw new Error(`${response.status} for ${path}${query} ${body}`);
  return response.status < 400 ? 'accepted' : 'refused';
}

async function verdicts(sent: Sent) {
  return { ours: await verdict(urls.ours, sent), theirs: await verdict(urls.theirs, sent) };
}

const post = (body: unknown): Sent => ({
  method: 'POST',
  path: '/parties/2026',
  query: '',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const get = (query: string, path = '/parties/2026', headers = {}): Sent => ({
  method: 'GET',
  path,
  query: `?since=2026-11-22T10%3A00%3A00Z${query}`,
  headers,
  body: undefined,
});

const hand: [name: string, sent: Sent, want: 'accepted' | 'refused'][] = [
  ['the least', get(''), 'accepted'],
  ['a required parameter missing', { ...get(''), query: '' }, 'refused'],
  [
    'everything',
    get(
      '&limit=5&cursor=x&mood=calm&indoors=false&price=1.5&guest=0190a6e0-7c1d-7000-8000-000000000001',
      '/parties/2000',
      {
        'X-Count': '3',
      },
    ),
    'accepted',
  ],
  ['a scalar twice', get('&limit=1&limit=2'), 'refused'],
  ['an array once', get('&guest=0190a6e0-7c1d-7000-8000-000000000001'), 'accepted'],
  [
    'an array with a doubled item',
    get('&guest=0190a6e0-7c1d-7000-8000-000000000001&guest=0190a6e0-7c1d-7000-8000-000000000001'),
    'refused',
  ],
  ['an unknown parameter', get('&colour=red'), 'refused'],
  ['an integer with a fraction', get('&limit=1.5'), 'refused'],
  ['a path value out of bounds', get('', '/parties/1999'), 'refused'],
  ['a header of another type', get('', '/parties/2026', { 'X-Count': 'three' }), 'refused'],
  ['a party', post({ host: { name: 'Ada' }, guests: [] }), 'accepted'],
  ['an unknown field at the top', post({ host: { name: 'Ada' }, guests: [], colour: 'red' }), 'refused'],
  ['an unknown field inside', post({ host: { name: 'Ada', age: 3 }, guests: [] }), 'refused'],
  ['null where it may be', post({ host: { name: 'Ada', born: null }, guests: [], budget: null }), 'accepted'],
  ['null where it may not be', post({ host: null, guests: [] }), 'refused'],
  ['a number as text in a body', post({ host: { name: 'Ada' }, guests: [], budget: '3' }), 'refused'],
  [
    'a branch of oneOf',
    post({
      host: { name: 'Ada' },
      guests: [],
      food: [
        { kind: 'cake', layers: 2 },
        { kind: 'soup', hot: true },
      ],
    }),
    'accepted',
  ],
  [
    'fields of two branches',
    post({ host: { name: 'Ada' }, guests: [], food: [{ kind: 'soup', layers: 2 }] }),
    'refused',
  ],
  [
    'letters of two code units',
    post({ host: { name: '\u{1f370}\u{1f370}\u{1f370}\u{1f370}\u{1f370}' }, guests: [] }),
    'accepted',
  ],
  ['no body', { ...post({}), body: undefined }, 'refused'],
  ['no JSON', { ...post({}), body: '{' }, 'refused'],
  [
    'another content type',
    { ...post({ host: { name: 'Ada' }, guests: [] }), headers: { 'content-type': 'text/plain' } },
    'refused',
  ],
];

/** What storage and `Date` would stumble over later. */
const stricter: [name: string, sent: Sent][] = [
  ['a day that there is not', post({ host: { name: 'Ada' }, guests: [], start: '2026-02-30T10:00:00Z' })],
  ['a UUID with a prefix', get('&guest=urn%3Auuid%3A0190a6e0-7c1d-7000-8000-000000000001')],
  ['a NUL character in a body', post({ host: { name: 'A\0a' }, guests: [] })],
  ['half a character in a body', post({ host: { name: 'A\ud83d' }, guests: [] })],
  ['a control character in a body', post({ host: { name: 'A\u001b[2J' }, guests: [] })],
  ['a character that is none in a body', post({ host: { name: 'A\uffff' }, guests: [] })],
  ['a NUL character in the query', get('&cursor=%00')],
  ['a number beyond all numbers', get('&limit=1e999')],
  ['infinity by name', get('&price=Infinity')],
  ['an integer in hexadecimal', get('&limit=0x10')],
  ['a price in scientific notation without a mantissa of digits', get('&price=.5')],
];

/** Mostly what is wanted, sometimes what is not. */
const mostly = <T, U>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: bad });
const junk = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('', 'x', '2026-13-01', 'a@b'),
  fc.constant([]),
  fc.constant({ x: 1 }),
);
const guest = fc.record(
  {
    name: mostly(fc.stringMatching(/^[a-z]{2,5}$/), junk),
    email: mostly(fc.constantFrom('ada@example.com', 'a@b.co'), junk),
    born: mostly(fc.constantFrom('1815-12-10', null), junk),
    age: fc.constant(3),
  },
  { requiredKeys: ['name'] },
);
const without = <T extends { age?: number }>(arbitrary: fc.Arbitrary<T>) =>
  arbitrary.map(({ age: _, ...rest }) => rest);
const person = mostly(without(guest), guest);
const food = fc.oneof(
  fc.record({ kind: fc.constant('cake'), layers: mostly(fc.integer({ min: 1, max: 9 }), junk) }),
  fc.record({ kind: mostly(fc.constant('soup'), junk), hot: mostly(fc.boolean(), junk) }, { requiredKeys: ['kind'] }),
);
const party = fc.record(
  {
    host: mostly(person, junk),
    guests: mostly(fc.array(person, { maxLength: 3 }), junk),
    food: mostly(fc.array(mostly(food, junk), { maxLength: 3 }), junk),
    tags: mostly(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), mostly(fc.stringMatching(/^[a-z]{1,3}$/), junk), { maxKeys: 3 }),
      junk,
    ),
    budget: mostly(fc.oneof(fc.nat(), fc.constant(null)), junk),
    start: mostly(fc.constantFrom('2026-11-22T10:00:00Z', '2026-02-28T23:59:59.5+01:00'), junk),
  },
  { requiredKeys: ['host', 'guests'] },
);
const parameter = fc.oneof(
  fc.tuple(fc.constant('limit'), mostly(fc.integer({ min: 1, max: 50 }), fc.constantFrom(0, 51, 'x', 1.5))),
  fc.tuple(fc.constant('cursor'), fc.stringMatching(/^[a-z ]{1,4}$/)),
  fc.tuple(fc.constant('mood'), mostly(fc.constantFrom('calm', 'loud'), fc.constant('odd'))),
  fc.tuple(fc.constant('indoors'), mostly(fc.constantFrom('true', 'false'), fc.constantFrom('yes', '1'))),
  fc.tuple(fc.constant('price'), mostly(fc.constantFrom('0.5', '2'), fc.constantFrom('0', '-1', '0.3', 'NaN'))),
  fc.tuple(fc.constant('guest'), mostly(fc.uuid(), fc.constant('nobody'))),
  fc.tuple(mostly(fc.constant('limit'), fc.constant('nonsense')), fc.constant('3')),
);
const query = fc
  .uniqueArray(parameter, { maxLength: 5, selector: ([name, value]) => (name === 'guest' ? String(value) : name) })
  .map(pairs => pairs.map(([name, value]) => `&${name}=${encodeURIComponent(String(value))}`).join(''));

describe('the two validators', () => {
  test.each(hand)('agree on %s', async (_name, sent, want) => {
    expect(await verdicts(sent)).toEqual({ ours: want, theirs: want });
  });

  test.each(stricter)('differ on purpose on %s', async (_name, sent) => {
    expect(await verdicts(sent)).toEqual({ ours: 'refused', theirs: 'accepted' });
  });

  test('agree on generated bodies and queries, of which some are accepted and some are not', async () => {
    const seen = { accepted: 0, refused: 0 };
    const request = fc.oneof(
      party.map(post),
      fc.tuple(query, fc.integer({ min: 1999, max: 2101 })).map(([text, year]) => get(text, `/parties/${year}`)),
    );
    await fc.assert(
      fc.asyncProperty(request, async sent => {
        const { ours, theirs } = await verdicts(sent);
        seen[ours] += 1;
        expect(ours).toBe(theirs);
      }),
      { seed: 20261122, numRuns: 600 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(100);
  });
});

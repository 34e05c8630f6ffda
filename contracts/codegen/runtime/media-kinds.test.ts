import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateContract, lintContract, type ServedContract, serveContract } from '../testing/contract.ts';
import { coveringType } from './media-type.ts';

const named = '{ type: object, required: [name], properties: { name: { type: string } } }';
const document = `paths:
  /people:
    post:
      operationId: addPerson
      requestBody: { required: true, content: { application/json; charset=utf-8: { schema: ${named} } } }
      responses: { '200': { description: Fine, content: { application/json; charset=utf-8: { schema: ${named} } } } }
  /versions:
    post:
      operationId: versions
      requestBody:
        required: true
        content:
          application/vnd.tea.cup+json; size=small: { schema: { type: object, required: [a], properties: { a: { type: string } } } }
          application/vnd.tea.cup+json; size=large: { schema: { type: object, required: [b], properties: { b: { type: string } } } }
          text/csv: { schema: { type: string } }
      responses:
        '200':
          description: Fine
          content:
            application/vnd.tea.cup+json; size=small: { schema: { type: object, required: [a], properties: { a: { type: string } } } }
            application/vnd.tea.cup+json; size=large: { schema: { type: object, required: [b], properties: { b: { type: string } } } }
            text/csv: { schema: { type: string } }
            image/png: {}
            text/event-stream: {}
  /any:
    post:
      operationId: any
      requestBody: { required: true, content: { application/*: { schema: ${named} } } }
      responses: { '204': { description: Fine } }
  /albums:
    post:
      operationId: addAlbum
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [meta, photos]
              properties:
                meta: { type: object, required: [name], properties: { name: { type: string }, stars: { type: integer } } }
                photos: { type: array, maxItems: 2, items: { type: string, contentMediaType: image/png } }
                cover: { type: string, format: binary }
                badge: { type: string, description: A picture that only its encoding calls one. }
                year: { type: integer, default: 2026 }
                tags: { type: array, items: { type: string } }
                story: { type: string, maxLength: 9 }
            encoding:
              photos: { contentType: 'image/png, image/jpeg' }
              badge: { contentType: 'image/png, image/*' }
              story: { contentType: text/markdown }
      responses: { '204': { description: Fine } }
  /videos:
    post:
      operationId: addVideo
      x-body: { limit: 20mb }
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [video]
              properties:
                video: { type: string, format: binary, maxLength: 12000000 }
                stills: { type: array, items: { type: string, contentMediaType: image/png, minLength: 2, maxLength: 8 } }
                title: { type: string }
      responses: { '204': { description: Fine } }
  /token:
    post:
      operationId: token
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [grant]
              properties:
                grant: { type: string, enum: [code] }
                scope: { type: array, items: { type: string } }
                ttl: { type: integer }
                card: { type: object, properties: { number: { type: string }, year: { type: integer } } }
                lines: { type: array, items: { type: object, properties: { price: { type: integer } } } }
                owner: { type: object, properties: { name: { type: string } } }
            encoding:
              card: { style: deepObject, explode: true }
              lines: { style: deepObject, explode: true }
      responses: { '204': { description: Fine } }
`;

let served: ServedContract;
beforeAll(async () => {
  served = await serveContract(document);
});
afterAll(() => served.close());

async function post(path: string, body: BodyInit, contentType?: string): Promise<unknown> {
  served.inputs.length = 0;
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  const response = await fetch(`${served.url}${path}`, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.ok) return served.inputs[0];
  const problem: { errors?: { path: string; message: string }[] } = JSON.parse(text);
  return [response.status, ...(problem.errors ?? []).map(error => `${error.path} ${error.message}`)];
}

describe('a media type', () => {
  test.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/JSON;charset="UTF-8"', 'application/json; charset=utf-8'],
    ['application/json; version=1', 'application/json; version=1'],
    ['application/problem+json', 'application/*+json'],
    ['application/pdf', 'application/*'],
    ['text/plain', '*/*'],
  ])('%s is covered by %s, which says most about it', (given, covering) => {
    const declared = [
      '*/*',
      'application/*',
      'application/*+json',
      'application/json; charset=utf-8',
      'application/json; version=1',
    ];
    expect(coveringType(declared, given)).toBe(covering);
  });

  test('with another parameter is another one', () => {
    expect(coveringType(['application/json; version=1'], 'application/json; version=2')).toBeUndefined();
    expect(coveringType(['application/json; version=1'], 'application/json')).toBeUndefined();
  });

  test('is matched with and without a charset', async () => {
    served.answer = { status: 200, body: { name: 'x' } };
    for (const type of ['application/json', 'application/json; charset=utf-8'])
      expect(await post('/people', '{"name":"x"}', type)).toEqual({ body: { name: 'x' } });
    expect(await post('/people', '{"name":1}', 'application/json')).toEqual([400, '/body/name must be string']);
    expect(await post('/people', '{"name":1}', 'text/plain')).toEqual([415]);
    served.answer = { status: 204 };
  });

  test('is distinguished from another by its parameter, in requests and answers', async () => {
    const small = 'application/vnd.tea.cup+json; size=small';
    const large = 'application/vnd.tea.cup+json; size=large';
    served.answer = { status: 200, contentType: large, body: { b: 'x' } };
    expect(await post('/versions', '{"a":"x"}', 'application/vnd.tea.cup+json;size=small')).toEqual({
      contentType: small,
      body: { a: 'x' },
    });
    expect(await post('/versions', '{"a":"x"}', large)).toEqual([400, '/body/b is required', '/body/a is not known']);
    expect(await post('/versions', '{"a":"x"}', 'application/vnd.tea.cup+json')).toEqual([415]);
    expect(await served.call('versions', { contentType: large, body: { b: 'y' } })).toMatchObject({
      contentType: large,
      body: { b: 'x' },
    });
    expect(served.inputs.at(-1)).toEqual({ contentType: large, body: { b: 'y' } });
    served.answer = { status: 204 };
  });

  test.each([
    ['text/csv', 'a,b', 'a,b'],
    ['image/png', new Uint8Array([1]), new Uint8Array([1])],
    ['text/event-stream', 'data: 1', expect.any(ReadableStream)],
  ])('%s beside others is read as its type says', async (contentType, body, want) => {
    served.answer = { status: 200, contentType, body };
    const input = { contentType: 'text/csv', body: 'x' };
    expect(await served.call('versions', input)).toMatchObject({ contentType, body: want });
    served.answer = { status: 204 };
  });

  test('of a range is read where it is JSON, and refused where nothing would check it', async () => {
    expect(await post('/any', '{"name":"x"}', 'application/hal+json')).toEqual({
      contentType: 'application/hal+json',
      body: { name: 'x' },
    });
    expect(await post('/any', '{}', 'application/json')).toEqual([400, '/body/name is required']);
    expect(await post('/any', '<a/>', 'application/xml')).toEqual([415]);
  });
});

const png = (name: string) => new File(['bytes'], name, { type: 'image/png' });

function album(fields: [string, string | Blob][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

describe('a multipart form', () => {
  test('has typed fields, JSON and files', async () => {
    const meta = new Blob(['{"name":"x"}'], { type: 'application/json' });
    const input = await post(
      '/albums',
      album([
        ['meta', meta],
        ['photos', png('a.png')],
        ['tags', 'a,b'],
        ['tags', 'c'],
        ['cover', png('b')],
        ['badge', png('c')],
      ]),
    );
    expect(input).toMatchObject({ body: { meta: { name: 'x' }, year: 2026, tags: ['a,b', 'c'] } });
    const body: { photos?: File[]; cover?: File; badge?: File } = Reflect.get(Object(input), 'body');
    expect(body.photos?.map(({ name, type }) => [name, type])).toEqual([['a.png', 'image/png']]);
    expect(await body.cover?.text()).toBe('bytes');
    expect([body.badge?.name, await body.badge?.text()]).toEqual(['c', 'bytes']);
  });

  test('has texts of a media type of their own, which the client sends with it', async () => {
    const body = { meta: { name: 'x' }, photos: [png('a')], story: '# Örö' };
    served.inputs.length = 0;
    expect(await served.call('addAlbum', { body })).toMatchObject({ status: 204 });
    expect(served.inputs).toMatchObject([{ body: { story: '# Örö' } }]);
    const sent = (story: string | Blob) =>
      post(
        '/albums',
        album([
          ['meta', '{"name":"x"}'],
          ['photos', png('a')],
          ['story', story],
        ]),
      );
    expect(await sent('plain')).toMatchObject({ body: { story: 'plain' } });
    expect(await sent(new Blob(['<p>'], { type: 'text/html' }))).toEqual([400, '/body/story must be text/markdown']);
    expect(await sent(new Blob(['ten letters'], { type: 'text/markdown' }))).toEqual([
      400,
      '/body/story must NOT have more than 9 characters',
    ]);
  });

  test.each([
    ['without a field', album([['photos', png('a')]]), [400, '/body/meta is required']],
    [
      'with JSON that breaks its schema',
      album([
        ['meta', '{"stars":"1"}'],
        ['photos', png('a')],
      ]),
      [400, '/body/meta/name is required', '/body/meta/stars must be integer'],
    ],
    [
      'with a number that is none',
      album([
        ['meta', '{"name":"x"}'],
        ['photos', png('a')],
        ['year', 'x'],
      ]),
      [400, '/body/year must be integer'],
    ],
    [
      'with a text for a file',
      album([
        ['meta', '{"name":"x"}'],
        ['photos', 'a'],
      ]),
      [400, '/body/photos must be a file', '/body/photos is required'],
    ],
    [
      'with a file of another type',
      album([
        ['meta', '{"name":"x"}'],
        ['photos', new File(['x'], 'x', { type: 'text/html' })],
      ]),
      [400, '/body/photos must be image/png or image/jpeg'],
    ],
    [
      'with too many files',
      album([['meta', '{"name":"x"}'], ...['a', 'b', 'c'].map((name): [string, File] => ['photos', png(name)])]),
      [400, '/body/photos must NOT have more than 2 items'],
    ],
    [
      'with a field that nobody knows',
      album([
        ['meta', '{"name":"x"}'],
        ['photos', png('a')],
        ['x', 'y'],
      ]),
      [400, '/body/x is not known'],
    ],
    [
      'with a field twice',
      album([
        ['meta', '{"name":"x"}'],
        ['photos', png('a')],
        ['year', '1'],
        ['year', '2'],
      ]),
      [400, '/body/year must be integer'],
    ],
  ])('%s is refused', async (_name, form, problem) => {
    expect(await post('/albums', form)).toEqual(problem);
  });

  test('that is none, or too long, is refused', async () => {
    expect(await post('/albums', 'x', 'multipart/form-data; boundary=x')).toEqual([400, '/body is not a valid form']);
    const long = new File([new Uint8Array(2 ** 20)], 'long.png', { type: 'image/png' });
    expect(
      await post(
        '/albums',
        album([
          ['meta', '{"name":"x"}'],
          ['photos', long],
        ]),
      ),
    ).toEqual([413]);
  });

  test('is what the generated client sends', async () => {
    const body = { meta: { name: 'é', stars: 3 }, photos: [png('a.png')], tags: ['a', 'b'], year: 1 };
    await served.call('addAlbum', { body });
    expect(served.inputs.at(-1)).toMatchObject({ body: { meta: body.meta, tags: body.tags, year: 1 } });
  });
});

describe('a file of a form', () => {
  const video = new File([new Uint8Array(10_000_000).fill(7)], 'long.mp4', { type: 'video/mp4' });
  const foldersOfForms = () => readdirSync(tmpdir()).filter(name => name.startsWith('covenant-form-'));

  test('that is long is read from the disk, which forgets it with the response', async () => {
    const before = foldersOfForms();
    // Those of earlier requests may go meanwhile.
    const ownFolders = () => foldersOfForms().filter(name => !before.includes(name));
    let seen: unknown;
    served.answer = async input => {
      const body: { video?: File } = Reflect.get(Object(input), 'body');
      let length = 0;
      let sum = 0;
      for await (const chunk of body.video?.stream() ?? []) {
        length += chunk.length;
        sum += chunk.reduce((total: number, byte: number) => total + byte, 0);
      }
      seen = { name: body.video?.name, type: body.video?.type, length, sum, stored: ownFolders().length };
      return { status: 204 };
    };
    await post('/videos', album([['video', video]]));
    expect(seen).toEqual({
      name: 'long.mp4',
      type: 'video/mp4',
      length: 10_000_000,
      sum: 70_000_000,
      stored: 1,
    });
    while (ownFolders().length > 0) await new Promise(setImmediate);
    served.answer = { status: 204 };
  });

  test.each([
    [
      'longer than its field allows',
      'video',
      new Uint8Array(12_000_001),
      'video/mp4',
      '/body/video must be at most 12000000 bytes long',
    ],
    ['shorter than its field allows', 'stills', 'x', 'image/png', '/body/stills must be at least 2 bytes long'],
    [
      'longer than the items of its field',
      'stills',
      '123456789',
      'image/png',
      '/body/stills must be at most 8 bytes long',
    ],
    ['of another type than its schema says', 'stills', '1234', 'image/gif', '/body/stills must be image/png'],
  ])('that is %s is refused', async (_name, field, bytes, type, message) => {
    const rest: [string, Blob][] = field === 'video' ? [] : [['video', new File(['x'], 'v')]];
    const file = new File([bytes], 'f', { type });
    const [status, ...messages] = [await post('/videos', album([...rest, [field, file]]))].flat();
    expect([status, messages]).toEqual([400, expect.arrayContaining([message])]);
  });

  test('may come after text, but texts may not be as long as files', async () => {
    const form = album([
      ['title', 'x'.repeat(1_100_000)],
      ['video', new File(['x'], 'v')],
    ]);
    expect(await post('/videos', form)).toEqual([413]);
  });
});

describe('a urlencoded form', () => {
  const type = 'application/x-www-form-urlencoded';
  test.each([
    ['lists', 'grant=code&scope=a%26b&scope=c+d&ttl=5', { grant: 'code', scope: ['a&b', 'c d'], ttl: 5 }],
    [
      'objects in brackets',
      'grant=code&card[number]=4&card[year]=2030',
      { grant: 'code', card: { number: '4', year: 2030 } },
    ],
    [
      'lists of objects in brackets',
      'grant=code&lines[0][price]=1&lines[1][price]=2',
      { grant: 'code', lines: [{ price: 1 }, { price: 2 }] },
    ],
    [
      'objects as JSON',
      `grant=code&owner=${encodeURIComponent('{"name":"x"}')}`,
      { grant: 'code', owner: { name: 'x' } },
    ],
  ])('has %s', async (_name, text, body) => {
    expect(JSON.parse(JSON.stringify(await post('/token', text, type)))).toEqual({ body });
  });

  test.each([
    ['grant=x', [400, '/body/grant must be one of code']],
    ['ttl=5', [400, '/body/grant is required']],
    ['grant=code&ttl=x', [400, '/body/ttl must be integer']],
    ['grant=code&card[month]=1', [400, '/body/card/month is not known']],
    ['grant=code&x=1', [400, '/body/x is not known']],
  ])('%s is refused', async (text, problem) => {
    expect(await post('/token', text, type)).toEqual(problem);
  });

  test('is what the generated client sends', async () => {
    const body = {
      grant: 'code',
      scope: ['a b', 'c&d'],
      ttl: 5,
      card: { number: '4', year: 1 },
      lines: [{ price: 1 }],
      owner: { name: '=' },
    };
    await served.call('token', { body });
    expect(JSON.parse(JSON.stringify(served.inputs.at(-1)))).toEqual({ body });
  });
});

test('the types are narrowed by the content type, and files are files', () => {
  expect(
    served.typeErrors(`import type { AddAlbumInput, AddAlbumRequest, TokenInput, VersionsInput } from './types.ts';
      export const b = (input: VersionsInput): string =>
        input.contentType === 'application/vnd.tea.cup+json; size=large' ? input.body.b : '';
      export const photos = ({ body }: AddAlbumInput): File[] => body.photos;
      export const sent: AddAlbumRequest = { body: { meta: { name: 'x' }, photos: [new Blob([])] } };
      export const scope = ({ body }: TokenInput): string[] | undefined => body.scope;
      // @ts-expect-error the other content type
      export const wrong: VersionsInput = { contentType: 'application/vnd.tea.cup+json; size=small', body: { b: 'x' } };`),
  ).toEqual([]);
});

test.each([
  [
    'headers of a part',
    '{ headers: { X-A: { schema: { type: string } } } }',
    'a: headers of a part are not supported: a FormData cannot carry them. Make them fields',
  ],
  [
    'a text of several media types',
    '{ contentType: "application/xml, text/html" }',
    'a: a field is text of one media type, JSON or a file; application/xml, text/html is not supported',
  ],
])('%s is refused where it stands', async (_name, encoding, message) => {
  const contract = `paths:
  /forms:
    post:
      operationId: send
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { a: { type: string } } }
            encoding:
              a: ${encoding}
      responses: { '204': { description: Fine } }
`;
  expect(await lintContract(contract)).toEqual([`12:15 not-supported: ${message}`]);
  await expect(generateContract(contract)).rejects.toThrow(`openapi/api.yaml:12:15 not-supported: ${message}`);
});

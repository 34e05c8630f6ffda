import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { startTestApp } from '../../platform/testing/app.ts';
import { buildApp } from '../app.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';
import { mediaIdOf, widthsFor } from './pictures.ts';
import { createStorage, regionOf } from './storage.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());

type ContentType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/avif';

let shade = 0;
function picture(width: number, height: number): Sharp {
  shade += 1;
  return sharp({ create: { width, height, channels: 4, background: { r: shade % 250, g: 90, b: 200, alpha: 0.5 } } });
}

async function upload(
  bytes: Uint8Array,
  contentType: ContentType = 'image/png',
  fields: { alt?: string; tint?: string } = {},
) {
  const announced = await suite.merchant.createUpload({
    body: { fileName: 'a.png', contentType, bytes: bytes.length, ...fields },
  });
  if (announced.status !== 201) throw new Error(JSON.stringify(announced));
  const { id, url, method, headers } = announced.body;
  const put = await fetch(url, { method, headers, body: Buffer.from(bytes) });
  expect(put.status).toBe(200);
  return id;
}

const complete = (uploadId: string) => suite.merchant.completeUpload({ path: { uploadId } });

async function image(bytes: Uint8Array, contentType: ContentType = 'image/png', fields = {}) {
  const answer = await complete(await upload(bytes, contentType, fields));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body;
}

test('an upload becomes a picture in every size, and completing it twice gives the same', async () => {
  const bytes = await picture(1500, 1000).png().toBuffer();
  const id = await upload(bytes, 'image/png', { alt: 'A banana', tint: '#ffeecc' });
  const first = await complete(id);
  const again = await complete(id);
  expect(first).toMatchObject({ status: 200, body: { width: 1280, height: 853, alt: 'A banana', tint: '#ffeecc' } });
  expect(again.body).toEqual(first.body);
  if (first.status !== 200) return;
  expect(first.body.sizes.map(size => size.width)).toEqual([160, 320, 640, 1280]);
  for (const size of first.body.sizes) {
    const response = await fetch(suite.url + size.url);
    const served = sharp(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(await served.metadata()).toMatchObject({ width: size.width, format: 'webp', hasAlpha: true });
  }
});

test('the same bytes are the same picture, however often they come', async () => {
  const bytes = await picture(200, 200).png().toBuffer();
  const one = await image(bytes, 'image/png', { alt: 'One' });
  const two = await image(bytes, 'image/png', { alt: 'Two' });
  expect(two.url).toBe(one.url);
  expect(await suite.mongo.db.collection('media').countDocuments({ _id: { $eq: mediaIdOf(one.url) as never } })).toBe(
    1,
  );
});

test('a known copy is not sent again', async () => {
  const { url } = await image(await picture(50, 50).png().toBuffer());
  const first = await fetch(suite.url + url);
  const etag = first.headers.get('etag') ?? '';
  const again = await fetch(suite.url + url, { headers: { 'if-none-match': `W/"x", ${etag}` } });
  expect([first.status, again.status, await again.text()]).toEqual([200, 304, '']);
  expect((await fetch(suite.url + url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('a small picture is not made larger; jpeg, webp and avif are read', async () => {
  expect(await image(await picture(100, 40).png().toBuffer())).toMatchObject({ width: 100, sizes: [{ width: 100 }] });
  expect((await image(await picture(400, 300).jpeg().toBuffer(), 'image/jpeg')).sizes.map(size => size.width)).toEqual([
    160, 320, 400,
  ]);
  expect((await image(await picture(160, 160).webp().toBuffer(), 'image/webp')).width).toBe(160);
  expect((await image(await picture(64, 64).avif().toBuffer(), 'image/avif')).width).toBe(64);
});

test('a photograph that lies on its side is turned upright', async () => {
  const bytes = await picture(400, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  expect(await image(bytes, 'image/jpeg')).toMatchObject({ width: 200, height: 400 });
});

test.each<[string, () => Promise<Uint8Array>, ContentType]>([
  ['text', async () => Buffer.from('this is no picture'), 'image/png'],
  ['another type than announced', () => picture(40, 40).jpeg().toBuffer(), 'image/png'],
  [
    'SVG under the name of PNG',
    async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"/>'),
    'image/png',
  ],
  [
    'half a picture',
    async () =>
      (
        await sharp({
          create: {
            width: 300,
            height: 300,
            channels: 3,
            background: '#000',
            noise: { type: 'gaussian', mean: 120, sigma: 60 },
          },
        })
          .png()
          .toBuffer()
      ).subarray(0, 5_000),
    'image/png',
  ],
  [
    'too many pixels',
    () =>
      sharp({ create: { width: 8_000, height: 6_500, channels: 3, background: '#fff' } })
        .png({ compressionLevel: 1 })
        .toBuffer(),
    'image/png',
  ],
  ['too few pixels', () => picture(8, 8).png().toBuffer(), 'image/png'],
])('%s is refused with 422', async (_name, bytes, contentType) => {
  const answer = await complete(await upload(await bytes(), contentType));
  expect(answer).toMatchObject({ status: 422, body: { code: 'picture_refused' } });
});

test('an upload without bytes is 422, an unknown one 404, an unknown picture 404, a bad name 400', async () => {
  const announced = await suite.merchant.createUpload({
    body: { fileName: 'a.png', contentType: 'image/png', bytes: 10 },
  });
  if (announced.status !== 201) throw new Error(JSON.stringify(announced));
  expect(await complete(announced.body.id)).toMatchObject({ status: 422, body: { code: 'upload_missing' } });
  expect(await complete('0190a6e0-7c1d-7000-8000-00000000dead')).toMatchObject({ status: 404 });
  expect((await fetch(`${suite.url}/media/${'0'.repeat(32)}-640.webp`)).status).toBe(404);
  expect((await fetch(`${suite.url}/media/..%2fuploads%2fx`)).status).toBe(400);
});

test('one Idempotency-Key is one upload', async () => {
  const request = {
    body: { fileName: 'a.png', contentType: 'image/png' as const, bytes: 10 },
    headers: { 'idempotency-key': 'upload-0001' },
  };
  const first = await suite.merchant.createUpload(request);
  const again = await suite.merchant.createUpload(request);
  expect(again).toMatchObject({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } });
  expect(await suite.merchant.createUpload({ ...request, body: { ...request.body, bytes: 11 } })).toMatchObject({
    status: 422,
  });
});

test('bytes of another type than the address was given for are not taken', async () => {
  const announced = await suite.merchant.createUpload({
    body: { fileName: 'a.png', contentType: 'image/png', bytes: 4 },
  });
  if (announced.status !== 201) throw new Error(JSON.stringify(announced));
  const put = await fetch(announced.body.url, { method: 'PUT', headers: { 'content-type': 'text/html' }, body: '<b>' });
  expect(put.status).toBe(403);
});

test('more bytes than the address was given for are not taken', async () => {
  const announced = await suite.merchant.createUpload({
    body: { fileName: 'a.png', contentType: 'image/png', bytes: 4 },
  });
  if (announced.status !== 201) throw new Error(JSON.stringify(announced));
  const { url, headers } = announced.body;
  expect((await fetch(url, { method: 'PUT', headers, body: Buffer.alloc(1_000) })).status).toBe(403);
  expect((await fetch(url, { method: 'PUT', headers, body: Buffer.alloc(4) })).status).toBe(200);
});

test('while object storage is down pictures are 503 with Retry-After, and products are still available', async () => {
  const storage = createStorage({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    accessKeyId: 'a',
    secretAccessKey: 'b',
    bucket: 'c',
  });
  const app = await startTestApp(buildApp({ ...suite.dependencies, storage }));
  const response = await fetch(`${app.url}/media/${'0'.repeat(32)}-640.webp`);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
  expect((await fetch(`${app.url}/products`)).status).toBe(200);
  storage.close();
  await app.close();
});

test('widths grow, are never larger than the picture, and end with the largest there can be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 20_000 }), width => {
      const widths = widthsFor(width);
      expect(widths).toEqual(widths.toSorted((a, b) => a - b));
      expect(new Set(widths).size).toBe(widths.length);
      expect(widths.at(-1)).toBe(Math.min(width, 1280));
    }),
    { seed: 1 },
  );
});

test.each([
  ['https://s3.eu-central-1.amazonaws.com', 'eu-central-1'],
  ['https://s3.dualstack.ap-southeast-2.amazonaws.com', 'ap-southeast-2'],
  ['https://s3.amazonaws.com', 'us-east-1'],
  ['http://127.0.0.1:7070', 'us-east-1'],
])('requests to %s are signed for the region %s', (endpoint, region) => {
  expect(regionOf(endpoint)).toBe(region);
});

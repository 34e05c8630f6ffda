import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { uploadPicture } from '../testing/pictures.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';
import { isHtml, textOfHtml } from './html.ts';
import { runImports } from './worker.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());
beforeEach(async () => {
  for (const name of ['products', 'imports', 'outbox']) await suite.mongo.db.collection(name).deleteMany({});
  suite.inventory.levels.clear();
});

const OLD =
  'Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,Variant Weight Unit,Cost per item,Status';
const NEW =
  'Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Option1 Linked To,Option2 name,Option2 value,Price,Compare-at price,Cost per item,Charge tax,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Weight unit for display,Requires shipping,Product image URL,Image position,Image alt text,Variant image URL,Gift card,SEO title,SEO description';
const CDN = 'https://cdn.shopify.com/s/files';

type Cells = Record<string, string>;

/** A file with these columns; cells are quoted, as Shopify does it where it must. */
function fileOf(header: string, rows: readonly Cells[], delimiter = ','): string {
  const columns = header.split(',');
  const line = (cells: readonly string[]) =>
    cells.map(cell => (cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`)).join(delimiter);
  return [columns.join(delimiter), ...rows.map(row => line(columns.map(column => row[column] ?? '')))].join('\n');
}

const body = '<p>Soft &amp; light, crème.</p><ul><li>Cotton</li><li>Warm</li></ul><script>x()</script>';

const oldRows: Cells[] = [
  {
    Handle: 'tee',
    Title: 'Example T-Shirt',
    'Body (HTML)': body,
    Vendor: 'Acme',
    Type: 'Shirts',
    Tags: 'summer, cotton',
    'Product Category': 'Apparel & Accessories > Clothing > Shirts',
    Published: 'true',
    Status: 'active',
    'Option1 Name': 'Colour',
    'Option1 Value': 'Red',
    'Option2 Name': 'Size',
    'Option2 Value': 'S',
    'Variant SKU': 'TEE-RS',
    'Variant Grams': '250.0',
    'Variant Inventory Qty': '5',
    'Variant Price': '19.99',
    'Variant Compare At Price': '25.00',
    'Variant Barcode': '123',
    'Image Src': `${CDN}/tee.jpg`,
    'Image Position': '1',
    'Image Alt Text': 'A tee',
    'SEO Title': 'Buy tees',
    'SEO Description': 'The best tees',
  },
  {
    Handle: 'tee',
    'Option1 Value': 'Red',
    'Option2 Value': 'M',
    'Variant SKU': 'TEE-RM',
    'Variant Grams': '250',
    'Variant Inventory Qty': '-2',
    'Variant Price': '19.99',
    'Image Src': `${CDN}/back.jpg`,
    'Image Position': '2',
  },
  {
    Handle: 'tee',
    'Option1 Value': 'Blue',
    'Option2 Value': 'S',
    'Variant Inventory Qty': '7',
    'Variant Price': '21',
    'Variant Compare At Price': '0.00',
  },
  { Handle: 'tee', 'Image Src': `${CDN}/side.jpg`, 'Image Position': '3' },
  {
    Handle: 'hat',
    Title: 'Example Hat',
    'Body (HTML)': 'Plain words',
    Vendor: 'Acme',
    Published: 'false',
    Status: 'active',
    'Product Category': 'Apparel & Accessories > Hats',
    'Option1 Name': 'Title',
    'Option1 Value': 'Default Title',
    'Variant SKU': 'HAT-1',
    'Variant Grams': '80',
    'Variant Inventory Qty': '3',
    'Variant Price': '12',
  },
];

/** The same rows under the newer names. */
const newNames: Cells = {
  Handle: 'URL handle',
  'Body (HTML)': 'Description',
  'Product Category': 'Product category',
  Published: 'Published on online store',
  'Variant SKU': 'SKU',
  'Variant Barcode': 'Barcode',
  'Option1 Name': 'Option1 name',
  'Option1 Value': 'Option1 value',
  'Option2 Name': 'Option2 name',
  'Option2 Value': 'Option2 value',
  'Variant Price': 'Price',
  'Variant Compare At Price': 'Compare-at price',
  'Variant Inventory Qty': 'Inventory quantity',
  'Variant Grams': 'Weight value (grams)',
  'Image Src': 'Product image URL',
  'Image Position': 'Image position',
  'Image Alt Text': 'Image alt text',
  'SEO Title': 'SEO title',
  'SEO Description': 'SEO description',
};
const newRows = oldRows.map(row =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [newNames[name] ?? name, cell])),
);
const oldFile = fileOf(OLD, oldRows);
const commaRows = oldRows.map(row => ({ ...row, 'Variant Price': (row['Variant Price'] ?? '').replace('.', ',') }));

async function imported(
  file: string | Uint8Array,
  query: { currency?: string; location?: string; dryRun?: boolean; encoding?: 'windows-1252' } = {},
  importer = suite.importer,
) {
  const answer = await suite.merchant.createImport({ body: file, query: { currency: 'USD', ...query } });
  if (answer.status !== 202) throw new Error(JSON.stringify(answer));
  await runImports(importer, new AbortController().signal);
  const job = await suite.merchant.getImport({ path: { importId: answer.body.id } });
  if (job.status !== 200) throw new Error(JSON.stringify(job));
  return job.body;
}

async function products() {
  const answer = await suite.merchant.listAllProducts({ query: { sort: '-createdAt' } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body.items;
}

describe('a file of Shopify', () => {
  test.each([
    ['with the old headers', oldFile, {}],
    ['with the new headers', fileOf(NEW, newRows), {}],
    [
      'with semicolons, decimal commas and Windows-1252',
      Buffer.from(fileOf(OLD, commaRows, ';'), 'latin1'),
      { encoding: 'windows-1252' as const },
    ],
  ])('%s becomes products, their stock and notes', async (_name, file, encoding) => {
    const done = await imported(file, { location: 'east', ...encoding });
    expect(done).toMatchObject({
      status: 'done',
      format: 'shopify',
      currency: 'USD',
      location: 'east',
      created: 2,
      failed: 0,
    });
    const [tee, hat] = await products();
    expect(tee).toMatchObject({
      slug: 'tee',
      title: 'Example T-Shirt',
      description: 'Soft & light, crème.\n\n• Cotton\n• Warm',
      brand: 'Acme',
      category: { name: 'Shirts' },
      tags: ['summer', 'cotton'],
      status: 'active',
      seo: { title: 'Buy tees', description: 'The best tees' },
      options: [
        { name: 'Colour', values: ['Red', 'Blue'] },
        { name: 'Size', values: ['S', 'M'] },
      ],
      variants: [
        {
          sku: 'TEE-RS',
          price: { amount: 1999, currency: 'USD' },
          compareAtPrice: { amount: 2500 },
          barcode: '123',
          weightGrams: 250,
        },
        { sku: 'TEE-RM', options: { Colour: 'Red', Size: 'M' } },
        { sku: 'tee-blue-s', price: { amount: 2100 }, options: { Colour: 'Blue', Size: 'S' } },
      ],
    });
    expect(tee?.variants[2]).not.toHaveProperty('compareAtPrice');
    expect(hat).toMatchObject({
      status: 'draft',
      category: { name: 'Hats' },
      description: 'Plain words',
      options: [],
      variants: [{ sku: 'HAT-1' }],
    });
    expect(Object.fromEntries(suite.inventory.levels)).toEqual({
      'TEE-RS east': 5,
      'TEE-RM east': 0,
      'tee-blue-s east': 7,
      'HAT-1 east': 3,
    });
    const notes = done.errors.map(({ line, column, severity }) => `${line} ${column ?? ''} ${severity}`);
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^3 .*(Inventory).* note$/i),
        expect.stringMatching(/^4 .*sku note$/i),
      ]),
    );
    await suite.clearOutbox();
    expect(await imported(file, { location: 'east', ...encoding })).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      failed: 0,
    });
    expect(await suite.outbox()).toEqual([]);
  });

  test('its pictures are fetched from the places that are allowed, once, and from no other', async () => {
    const bytes = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#0cf' } })
      .jpeg()
      .toBuffer();
    let asked = 0;
    const server = createServer((request, response) => {
      if (request.url === '/tee.jpg') {
        asked += 1;
        response.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes);
      } else if (request.url === '/moved.jpg') response.writeHead(301, { location: '/here/tee' }).end();
      else if (request.url === '/here/tee')
        response.writeHead(200, { 'content-type': 'binary/octet-stream' }).end(bytes);
      else if (request.url === '/round.jpg') response.writeHead(302, { location: '/round.jpg' }).end();
      else if (request.url === '/page.jpg')
        response.writeHead(200, { 'content-type': 'image/jpeg' }).end('<!doctype html>');
      else response.writeHead(302, { location: 'http://127.0.0.1:1/inside' }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const file = oldFile.replaceAll(CDN, origin).replace(`${origin}/side.jpg`, 'http://127.0.0.1:1/side.jpg');
    const importer = { ...suite.importer, imageOrigins: [origin] };
    const done = await imported(file, {}, importer);
    const again = await imported(file, {}, importer);
    const rows = ['moved', 'round', 'page', 'else'].map(name => `${name},${name},${name},1,${origin}/${name}.jpg`);
    const more = await imported(['Title,URL handle,SKU,Price,Image Src', ...rows].join('\n'), {}, importer);
    server.close();
    expect(more.errors.map(({ message }) => message.replaceAll(origin, ''))).toEqual([
      expect.stringContaining('redirected again and again'),
      expect.stringContaining('no picture that can be used'),
      expect.stringContaining('redirected to 127.0.0.1:1'),
    ]);
    expect((await products()).find(({ title }) => title === 'moved')?.images).toHaveLength(1);
    expect(
      done.errors.filter(({ column }) => column === 'Image Src').map(({ line, severity }) => [line, severity]),
    ).toEqual([
      [3, 'note'],
      [5, 'note'],
    ]);
    const tee = (await products()).find(({ images }) => images[0]?.alt === 'A tee');
    expect(tee?.images).toMatchObject([{ alt: 'A tee', width: 300 }]);
    expect(again).toMatchObject({ updated: 0, unchanged: 2 });
    expect(asked).toBe(1);
  });

  test('pictures that cannot be had take none away', async () => {
    await imported(oldFile);
    const image = await uploadPicture(suite, '#f0c');
    const [tee] = await products();
    if (!tee) throw new Error('nothing was made');
    await suite.merchant.updateProduct({ path: { productId: tee.id }, body: { images: [image] } });
    expect(await imported(oldFile)).toMatchObject({ unchanged: 2 });
    expect((await products()).find(({ id }) => id === tee.id)?.images).toEqual([image]);
  });

  test('broken rows are reported, under the names of the file, and the rest goes on', async () => {
    const file = [
      'Title,URL handle,SKU,Price,Option1 name,Option1 value',
      'Good,good,G-1,5,Title,Default Title',
      'Dear,dear,D-1,five,Title,Default Title',
      'Spaced,spaced,S 1,5,Title,Default Title',
      'No price,no-price,N-1,,Title,Default Title',
      'Short,short,H-1',
      'Unclear,unclear,U-1,"1,500",Title,Default Title',
      'Last,last,L-1,6,Title,Default Title',
    ].join('\n');
    const done = await imported(file);
    expect(done).toMatchObject({ created: 2, failed: 5 });
    expect(done.errors.map(({ line, column }) => [line, column])).toEqual([
      [3, 'Price'],
      [4, 'SKU'],
      [5, 'Price'],
      [6, 'Price'],
      [7, 'Price'],
    ]);
  });

  test('what it made is found by its id, also when people change it afterwards', async () => {
    const done = await imported(oldFile);
    const [tee] = await products();
    if (!tee) throw new Error('nothing was made');
    await suite.merchant.createProduct({
      body: {
        title: 'By hand',
        category: 'Things',
        variants: [{ sku: 'hand', price: { amount: 1, currency: 'USD' } }],
      },
    });
    await suite.merchant.updateProduct({ path: { productId: tee.id }, body: { title: 'Changed by hand' } });
    const answer = await suite.merchant.listAllProducts({ query: { import: done.id } });
    expect(answer.status === 200 && answer.body.items.map(({ title }) => title).toSorted()).toEqual([
      'Changed by hand',
      'Example Hat',
    ]);
  });

  test('without a currency it is refused with what to do; without a location stock is left out', async () => {
    expect(await suite.merchant.createImport({ body: oldFile })).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/currency/) },
    });
    const done = await imported(oldFile);
    expect(suite.inventory.levels.size).toBe(0);
    expect(done.errors).toContainEqual({
      line: 2,
      column: 'Variant Inventory Qty',
      message: expect.stringMatching(/no location/),
      severity: 'note',
    });
  });
});

describe('descriptions in HTML', () => {
  test.each([
    ['<p>One</p><p>Two<br>three</p>', 'One\n\nTwo\nthree'],
    ['<ul><li>a</li><li>b &lt;c&gt;</li></ul>', '• a\n• b <c>'],
    ['<style>p{}</style><p onclick="x()">Hi<script>alert(1)</script></p>', 'Hi'],
    ['<scr<script>ipt>alert(1)</script>', 'ipt>alert(1)'],
    ['a &nbsp; b', 'a b'],
    ['<div>unclosed <b>bold', 'unclosed bold'],
    ['<table><tr><td>1</td><td>2</td></tr></table>', '1 2'],
  ])('%s', (html, text) => {
    expect(textOfHtml(html)).toBe(text);
    expect(isHtml(html)).toBe(true);
  });

  test('what holds no markup is left as it is', () => {
    expect(isHtml('5 < 6 and 7 > 2\nnew line')).toBe(false);
  });
});

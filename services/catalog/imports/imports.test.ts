import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { Import, Product } from '../../../generated/catalog/types.ts';
import { type CatalogSuite, startCatalogSuite, startInventoryStub } from '../testing/suite.ts';
import { runImports } from './worker.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());
beforeEach(async () => {
  for (const name of ['products', 'imports', 'outbox']) await suite.mongo.db.collection(name).deleteMany({});
  suite.inventory.levels.clear();
  suite.inventory.refuse.clear();
});

const HEAD = 'handle,title,category,sku,price,currency';
const csv = (...lines: string[]) => `${lines.join('\n')}\n`;

async function send(
  file: string | Uint8Array,
  query: { dryRun?: boolean; fileName?: string } = {},
  headers: Record<string, string> = {},
) {
  return suite.merchant.createImport({ body: file, query, headers });
}

async function accepted(
  file: string | Uint8Array,
  query: { dryRun?: boolean; fileName?: string } = {},
): Promise<string> {
  const answer = await send(file, query);
  if (answer.status !== 202) throw new Error(JSON.stringify(answer));
  return answer.body.id;
}

async function job(importId: string): Promise<Import> {
  const answer = await suite.merchant.getImport({ path: { importId } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body;
}

const work = (signal = new AbortController().signal, importer = suite.importer) => runImports(importer, signal);

async function imported(file: string | Uint8Array, query: { dryRun?: boolean } = {}): Promise<Import> {
  const id = await accepted(file, query);
  await work();
  return job(id);
}

async function products(): Promise<Product[]> {
  const answer = await suite.merchant.listAllProducts({ query: { limit: 100, sort: '-createdAt' } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body.items;
}

const things = (count: number, from = 0) =>
  csv(
    HEAD,
    ...Array.from(
      { length: count },
      (_, index) => `thing-${from + index},Thing ${from + index},Things,t-${from + index},1.50,USD`,
    ),
  );

describe('what a file does', () => {
  test('its products are there in its order, each with its event', async () => {
    const file = csv(
      `${HEAD},description,brand,compare_at_price,size,barcode,weight_grams,status,tags,seo_title,seo_description`,
      'bananas,Bananas,Tropical fruit,1082185,1.01,USD,"Ripe, and\nyellow",Sunny,1.5,40 lb,123,500,active,"fruit, yellow",Buy bananas,The best',
      'yen,Yen thing,Things,yen-1,100,JPY,,,,,,,draft,,,',
    );
    const done = await imported(file);
    expect(done).toMatchObject({
      status: 'done',
      rows: { total: 2, done: 2 },
      created: 2,
      updated: 0,
      unchanged: 0,
      failed: 0,
      errors: [],
      dryRun: false,
    });
    const [bananas, yen] = await products();
    expect(bananas).toMatchObject({
      slug: 'bananas',
      title: 'Bananas',
      description: 'Ripe, and\nyellow',
      brand: 'Sunny',
      status: 'active',
      category: { slug: 'tropical-fruit', name: 'Tropical fruit' },
      tags: ['fruit', 'yellow'],
      seo: { title: 'Buy bananas', description: 'The best' },
      version: 1,
      variants: [
        {
          sku: '1082185',
          price: { amount: 101, currency: 'USD' },
          compareAtPrice: { amount: 150, currency: 'USD' },
          size: '40 lb',
          barcode: '123',
          weightGrams: 500,
        },
      ],
    });
    expect(yen).toMatchObject({
      slug: 'yen',
      status: 'draft',
      variants: [{ price: { amount: 100, currency: 'JPY' } }],
    });
    expect(yen).not.toHaveProperty('brand');
    expect((await suite.outbox()).map(event => event.aggregateid)).toEqual([bananas?.id, yen?.id]);
  });

  test('the same file again changes nothing and publishes nothing', async () => {
    const file = csv(`${HEAD},stock:east`, 'a,A,Things,a-1,1,USD,5', 'b,B,Things,b-1,2,USD,6');
    await imported(file);
    const before = await products();
    await suite.clearOutbox();
    expect(await imported(file)).toMatchObject({ created: 0, updated: 0, unchanged: 2, failed: 0 });
    expect(await products()).toEqual(before);
    expect(await suite.outbox()).toEqual([]);
  });

  test('what changed is updated, and only that; an absent column keeps, an empty cell takes away', async () => {
    await imported(csv(`${HEAD},brand,size`, 'a,A,Things,a-1,1,USD,Old,5 oz', 'b,B,Things,b-1,2,USD,Old,6 oz'));
    await suite.clearOutbox();
    expect(await imported(csv(`${HEAD},brand`, 'a,A,Things,a-1,1.10,USD,', 'b,B,Things,b-1,2,USD,Old'))).toMatchObject({
      updated: 1,
      unchanged: 1,
    });
    const [a] = await products();
    expect(a).toMatchObject({ slug: 'a', version: 2, variants: [{ price: { amount: 110 }, size: '5 oz' }] });
    expect(a).not.toHaveProperty('brand');
    expect(await suite.outbox()).toHaveLength(1);
  });

  test('rows of one handle are the variants of one product', async () => {
    const head = `${HEAD},option1_name,option1_value,variant_title`;
    await imported(
      csv(
        head,
        'shirt,Shirt,Clothes,s-s,19,EUR,Size,S,',
        'shirt,,,s-m,19,EUR,Size,M,Medium one',
        'hat,Hat,Clothes,h-1,9,EUR,,,',
      ),
    );
    const [shirt] = await products();
    expect(shirt).toMatchObject({
      title: 'Shirt',
      options: [{ name: 'Size', values: ['S', 'M'] }],
      variants: [{ title: 'S', options: { Size: 'S' } }, { title: 'Medium one' }],
    });
    await suite.clearOutbox();
    await imported(csv(head, 'shirt,Shirt,Clothes,s-m,19,EUR,Size,M,Medium one'));
    expect(await suite.outbox()).toEqual([
      expect.objectContaining({ payload: expect.objectContaining({ removedSkus: ['s-s'], version: 2 }) }),
    ]);
  });

  test('stock goes to inventory, under its locations', async () => {
    await imported(csv(`${HEAD},stock:east,Stock: West-2`, 'a,A,Things,a-1,1,USD,5,0', 'b,B,Things,b-1,2,USD,,7'));
    expect(Object.fromEntries(suite.inventory.levels)).toEqual({ 'a-1 east': 5, 'a-1 west-2': 0, 'b-1 west-2': 7 });
  });

  test('a picture that was uploaded here is put on its product; another is a bad row', async () => {
    const bytes = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#fc0' } })
      .png()
      .toBuffer();
    const announced = await suite.merchant.createUpload({
      body: { fileName: 'a.png', contentType: 'image/png', bytes: bytes.length },
    });
    if (announced.status !== 201) throw new Error(JSON.stringify(announced));
    await fetch(announced.body.url, { method: 'PUT', headers: announced.body.headers, body: bytes });
    const image = await suite.merchant.completeUpload({ path: { uploadId: announced.body.id } });
    if (image.status !== 200) throw new Error(JSON.stringify(image));
    const done = await imported(
      csv(
        `${HEAD},image,image_alt,image_tint`,
        `a,A,Things,a-1,1,USD,${image.body.url},A lemon,#FFEECC`,
        `b,B,Things,b-1,1,USD,/media/${'0'.repeat(32)}-640.webp,,`,
        'c,C,Things,c-1,1,USD,https://elsewhere.example/x.png,,',
      ),
    );
    expect((await products()).map(product => product.images)).toEqual([
      [{ ...image.body, alt: 'A lemon', tint: '#ffeecc' }],
    ]);
    expect(done.errors.map(({ line, column }) => [line, column])).toEqual([
      [3, 'image'],
      [4, 'image'],
    ]);
  });

  test('a product made by hand keeps its place: an import knows it by its handle, even under a new slug', async () => {
    const made = await suite.merchant.createProduct({
      body: {
        title: 'By hand',
        category: 'Things',
        variants: [{ sku: 'hand', price: { amount: 100, currency: 'USD' } }],
      },
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made));
    await suite.merchant.updateProduct({ path: { productId: made.body.id }, body: { slug: 'another-slug' } });
    expect(await imported(csv(HEAD, 'by-hand,By import,Things,hand,1,USD'))).toMatchObject({ created: 0, updated: 1 });
    expect(await products()).toMatchObject([{ id: made.body.id, slug: 'another-slug', title: 'By import' }]);
  });

  test('a dry run says what would happen and does nothing', async () => {
    const done = await imported(csv(`${HEAD},stock:east`, 'a,A,Things,a-1,1,USD,5', 'b,B,Things,b-1,x,USD,5'), {
      dryRun: true,
    });
    expect(done).toMatchObject({
      status: 'done',
      dryRun: true,
      created: 1,
      failed: 1,
      errors: [{ line: 3, column: 'price' }],
    });
    expect([await products(), await suite.outbox(), suite.inventory.levels.size]).toEqual([[], [], 0]);
  });

  test('imports are listed, newest first', async () => {
    const ids = [
      await accepted(things(1), { fileName: 'one.csv' }),
      await accepted(things(1)),
      await accepted(things(1)),
    ];
    await work();
    const first = await suite.merchant.listImports({ query: { limit: 2 } });
    if (first.status !== 200 || !first.body.nextCursor) throw new Error(JSON.stringify(first));
    const second = await suite.merchant.listImports({ query: { limit: 2, cursor: first.body.nextCursor } });
    if (second.status !== 200) throw new Error(JSON.stringify(second));
    expect([...first.body.items, ...second.body.items].map(item => item.id)).toEqual(ids.reverse());
    expect(second.body).toMatchObject({ nextCursor: null, items: [{ fileName: 'one.csv' }] });
  });
});

describe('bad rows', () => {
  test('each is reported by line and column with its reason, and the rest goes on', async () => {
    const done = await imported(
      csv(
        `${HEAD},status,weight_grams,image_tint,stock:east,created_at,colour`,
        'good,Good,Things,g-1,1,USD,,,,,,',
        ',No handle,Things,n-1,1,USD,,,,,,',
        'no-title,,Things,n-2,1,USD,,,,,,',
        'bad-price,Bad,Things,n-3,abc,USD,,,,,,',
        'neg-price,Bad,Things,n-4,-1,USD,,,,,,',
        'cents,Bad,Things,n-5,1.005,USD,,,,,,',
        'bad-sku,Bad,Things,$ne,1,USD,,,,,,',
        'money,Bad,Things,n-6,1,QQQ,,,,,,',
        'status,Bad,Things,n-7,1,USD,for sale,,,,,',
        'weight,Bad,Things,n-8,1,USD,,heavy,,,,',
        'tint,Bad,Things,n-9,1,USD,,,red,,,',
        'stock,Bad,Things,n-10,1,USD,,,,-4,,',
        'date,Bad,Things,n-11,1,USD,,,,,tomorrow,',
        'short,Bad,Things,n-12,1',
        '"multi',
        'line",Two lines,Things,n-13,1,USD,,,,,,',
        'again,Again,Things,n-14,x,USD,,,,,,',
        'good,Good again,Things,g-2,1,USD,,,,,,',
      ),
    );
    expect(done).toMatchObject({ status: 'done', created: 2, failed: 15, rows: { total: 17, done: 17 } });
    const found = done.errors.map(({ line, column }) => `${line} ${column ?? ''}`.trim());
    expect(found).toEqual([
      '1 colour',
      '3 handle',
      '4 title',
      '5 price',
      '6 price',
      '7 price',
      '8 sku',
      '9 currency',
      '10 status',
      '11 weight_grams',
      '12 image_tint',
      '13 stock:east',
      '14 created_at',
      '15 currency',
      '18 price',
      '19 handle',
    ]);
    expect((await products()).map(product => product.slug)).toEqual(['good', 'multi-line']);
  });

  test('a bad row takes no variant away from a product that has it', async () => {
    const head = `${HEAD},option1_name,option1_value`;
    await imported(csv(head, 'shirt,Shirt,Clothes,s-s,19,EUR,Size,S', 'shirt,,,s-m,19,EUR,Size,M'));
    const done = await imported(csv(head, 'shirt,Shirt,Clothes,s-s,18,EUR,Size,S', 'shirt,,,s-m,cheap,EUR,Size,M'));
    expect(done).toMatchObject({ updated: 1, failed: 1 });
    expect((await products())[0]?.variants.map(({ sku, price }) => [sku, price.amount])).toEqual([
      ['s-s', 1800],
      ['s-m', 1900],
    ]);
  });

  test('a sku under two handles belongs to the first; the second is a bad row', async () => {
    const done = await imported(csv(HEAD, 'a,A,Things,a-1,1,USD', 'b,B,Things,a-1,1,USD', 'c,C,Things,c-1,1,USD'));
    expect(done).toMatchObject({
      created: 2,
      failed: 1,
      errors: [{ line: 3, column: 'sku', message: 'a-1 belongs to a further up' }],
    });
  });

  test('a sku of another product, and stock that inventory refuses', async () => {
    await imported(csv(HEAD, 'a,A,Things,a-1,1,USD'));
    suite.inventory.refuse.add('c-1');
    const done = await imported(csv(`${HEAD},stock:east`, 'b,B,Things,a-1,1,USD,1', 'c,C,Things,c-1,1,USD,1'));
    expect(done).toMatchObject({
      created: 1,
      failed: 2,
      errors: [
        { line: 2, column: 'sku', message: 'belongs to the product a' },
        { line: 3, column: 'stock:east', message: 'is less than what is held' },
      ],
    });
    expect(suite.inventory.levels.has('a-1 east')).toBe(false);
  });
});

describe('files that are refused as a whole', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing but white space', ' \n \n', /empty/],
    ['no rows', `${HEAD}\n`, /no rows/],
    ['missing columns', csv('handle,title,sku', 'a,A,a-1'), /lacks the columns category, price, currency/],
    ['a column twice', csv(`${HEAD},sku`, 'a,A,T,a,1,USD,a'), /sku is there twice/],
    ['a binary file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /zero byte/],
    ['half a character of UTF-16', Buffer.concat([utf16(csv(HEAD)), Buffer.from([0xd8])]), /UTF-16/],
    ['a quote that never ends', csv(HEAD, 'a,"A,Things,a-1,1,USD'), /quote/],
    ['a location that cannot be', csv(`${HEAD},stock:The East!`, 'a,A,Things,a-1,1,USD,1'), /names no location/],
  ])('%s', async (_name, file, reason) => {
    expect(await send(file)).toMatchObject({
      status: 422,
      body: { code: 'file_refused', detail: expect.stringMatching(reason) },
    });
    expect(await suite.mongo.db.collection('imports').countDocuments()).toBe(0);
  });

  test('no body is 400, another type 415, more than 64 MB 413', async () => {
    const post = (body: Uint8Array | undefined, type: string) =>
      fetch(`${suite.url}/admin/imports`, {
        method: 'POST',
        headers: { ...suite.staffHeaders, 'content-type': type },
        ...(body && { body: Buffer.from(body) }),
      });
    expect((await post(undefined, 'text/csv')).status).toBe(400);
    expect((await post(Buffer.from('{}'), 'application/json')).status).toBe(415);
    expect((await post(Buffer.alloc(64 * 1024 * 1024 + 1, 'a'), 'text/csv')).status).toBe(413);
  });

  test.each<[string, (text: string) => string | Uint8Array]>([
    ['UTF-8 with a mark', text => `\ufeff${text}`],
    ['UTF-16 with a mark', utf16],
    ['UTF-16 without a mark', text => utf16(text).subarray(2)],
    ['big-endian UTF-16 with a mark', text => utf16(text).swap16()],
    ['semicolons', text => text.replaceAll(',', ';')],
    ['tabs and Windows line ends', text => text.replaceAll(',', '\t').replaceAll('\n', '\r\n')],
    ['titles with capitals and blanks', text => text.replace(HEAD, 'Handle, TITLE ,Category,SKU,Price,Currency')],
  ])('%s is read', async (_name, write) => {
    expect(await imported(write(csv(HEAD, 'creme,Crème ☕,Things,c-1,1.50,USD')))).toMatchObject({
      created: 1,
      failed: 0,
    });
    expect((await products())[0]).toMatchObject({ title: 'Crème ☕', variants: [{ price: { amount: 150 } }] });
  });
});

describe('a job', () => {
  test('one Idempotency-Key is one job; another file under it is refused', async () => {
    const headers = { 'idempotency-key': 'import-0001' };
    const first = await send(things(2), {}, headers);
    const again = await send(things(2), {}, headers);
    expect([first.status, again.body]).toEqual([202, first.body]);
    expect(await send(things(3), {}, headers)).toMatchObject({ status: 422 });
    expect(await suite.mongo.db.collection('imports').countDocuments()).toBe(1);
  });

  test('stopped in the middle it goes on at the chunk where it was: nothing twice, nothing left out', async () => {
    const file = csv(
      `${HEAD},stock:east`,
      ...Array.from({ length: 1_300 }, (_, index) => `thing-${index},Thing ${index},Things,t-${index},1.50,USD,1`),
    );
    const id = await accepted(file);
    const stop = new AbortController();
    const { jobs } = suite.importer;
    let chunks = 0;
    const stopping = {
      ...suite.importer,
      jobs: {
        ...jobs,
        advance: async (...given: Parameters<typeof jobs.advance>) => {
          chunks += 1;
          if (chunks === 2) stop.abort();
          return jobs.advance(...given);
        },
      },
    };
    await work(stop.signal, stopping);
    expect(await job(id)).toMatchObject({ status: 'running', rows: { total: 1_300, done: 1_000 } });
    expect(suite.inventory.levels.size).toBe(0);
    await work();
    expect(await job(id)).toMatchObject({ status: 'done', rows: { done: 1_300 }, created: 1_300, failed: 0 });
    expect(new Set((await suite.outbox()).map(event => event.aggregateid)).size).toBe(1_300);
    expect(await suite.outbox()).toHaveLength(1_300);
    expect((await products()).slice(0, 3).map(product => product.slug)).toEqual(['thing-0', 'thing-1', 'thing-2']);
  });

  test('two workers at once do the work of one', async () => {
    const id = await accepted(things(1_200));
    await Promise.all([work(), work()]);
    await work();
    expect(await job(id)).toMatchObject({ status: 'done', created: 1_200, rows: { done: 1_200 } });
    expect(await suite.outbox()).toHaveLength(1_200);
  });

  test('while inventory is down it waits, and goes on when it is back', async () => {
    const file = csv(`${HEAD},stock:east`, 'a,A,Things,a-1,1,USD,5');
    const id = await accepted(file);
    let down = 2;
    const { inventory } = suite.importer;
    const gone = await startInventoryStub(suite.identity.url);
    await gone.close();
    const { createInventoryClient } = await import('../../../generated/inventory/client.ts');
    const unreachable = createInventoryClient({ baseUrl: gone.url });
    const flaky = {
      ...inventory,
      setLevels: (...given: Parameters<typeof inventory.setLevels>) =>
        (down-- > 0 ? unreachable : inventory).setLevels(...given),
    };
    await work(undefined, { ...suite.importer, inventory: flaky });
    expect(await job(id)).toMatchObject({ status: 'done', created: 1 });
    expect(down).toBeLessThan(0);
    expect(suite.inventory.levels.get('a-1 east')).toBe(5);
  });

  test('a file that is gone ends the job with the reason', async () => {
    const id = await accepted(things(1));
    await suite.dependencies.storage.remove(`imports/${id}.csv`);
    await work();
    expect(await job(id)).toMatchObject({ status: 'failed', reason: expect.stringContaining('not in storage') });
  });
});

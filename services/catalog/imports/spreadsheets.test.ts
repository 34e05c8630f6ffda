import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { csv, importing } from '../testing/imports.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';

let suite: CatalogSuite;
let files: ReturnType<typeof importing>;
beforeAll(async () => {
  suite = await startCatalogSuite();
  files = importing(suite);
});
afterAll(() => suite.close());
beforeEach(() => files.clear());

const HEAD = 'handle,title,category,sku,price,currency';

describe('cells', () => {
  test('that are left out or added at the end of a row, when they are empty, are nothing', async () => {
    const file = csv(
      `${HEAD},brand,tags,seo_title,,`,
      'a,A,Tea,A,4.00,USD,Farm,organic,Oolong',
      'b,B,Tea,B,3.00,USD,Farm',
      'c,C,Tea,C,3.20,USD',
      'd,D,Tea,D,3.40,USD,Farm,,,,,,,',
      'e,E,Tea,E,3.40,USD,Farm,,,,,,more',
    );
    expect(await files.imported(file)).toMatchObject({ created: 4, failed: 1, errors: [{ line: 6 }] });
  });

  test('blank rows are no rows, however many', async () => {
    const blank = Array.from({ length: 250 }, () => ',,,,,,');
    const file = ['sep=,', `${HEAD},brand`, 'a,A,Tea,A,4,USD,Farm', ...blank, ' , ,,,,,', 'b,B,Tea,B,3,USD,Farm'].join(
      '\r\n',
    );
    expect(await files.imported(file)).toMatchObject({
      created: 2,
      failed: 0,
      errors: [],
      rows: { total: 2, done: 2 },
    });
  });

  test('a pasted picture is left out with a note, and its text is imported', async () => {
    const picture = `<p>Before</p><img src=""data:image/png;base64,${'QUJDRA'.repeat(50_000)}""><p>After</p>`;
    const file = csv(
      'Handle,Title,Body (HTML),Type,Variant SKU,Variant Price',
      `a,A,"${picture}",Tea,A,5`,
      'b,B,Text,Tea,B,5',
    );
    const done = await files.imported(file, { currency: 'USD' });
    expect(done).toMatchObject({ created: 2, failed: 0, errors: [{ line: 2, severity: 'note' }] });
    expect((await files.products())[0]?.description).toBe('Before\n\nAfter');
  });

  test('one that is too long is refused by its line', async () => {
    const file = csv(`${HEAD},description`, `a,A,Tea,A,1,USD,${'long '.repeat(100_000)}`, 'b,B,Tea,B,1,USD,Short');
    expect(await files.imported(file)).toMatchObject({
      created: 1,
      failed: 1,
      errors: [{ line: 2, column: 'description', message: 'is longer than 20000 characters' }],
    });
  });

  test('a number that a spreadsheet has shortened is refused', async () => {
    const file = csv(
      `${HEAD},barcode`,
      'a,A,Tea,A,1,USD,4.00638E+12',
      'b,B,Tea,4.00638E+12,1,USD,',
      'c,C,Tea,C,1,USD,4006381333931',
    );
    expect(await files.imported(file)).toMatchObject({
      created: 1,
      errors: [
        { line: 2, column: 'barcode', message: expect.stringContaining('shortened') },
        { line: 3, column: 'sku', message: expect.stringContaining('shortened') },
      ],
    });
  });

  test('that a spreadsheet was told are text are what stands in them', async () => {
    const file = csv(
      `${HEAD},barcode,status,weight_grams`,
      `a,"=""00 A""",Tea,'00123,1,USD,'4006381333931,Draft,"1,250"`,
      `b,'90s Mix,Tea,"=""00456""",1,USD,"=""0042""",ACTIVE,5.00`,
    );
    expect(await files.imported(file)).toMatchObject({ created: 2, failed: 0, errors: [] });
    const read = (await files.products()).map(({ title, status, variants: [variant] }) => ({
      title,
      status,
      sku: variant?.sku,
      barcode: variant?.barcode,
      weightGrams: variant?.weightGrams,
    }));
    expect(read).toEqual(
      expect.arrayContaining([
        { title: '00 A', status: 'draft', sku: '00123', barcode: '4006381333931', weightGrams: 1250 },
        { title: "'90s Mix", status: 'active', sku: '00456', barcode: '0042', weightGrams: 5 },
      ]),
    );
  });

  test('more rows of one product than a product can have are not read, and the rest of the file is', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `a,A,Tea,A-${at},1,USD`);
    const nameless = Array.from({ length: 3_000 }, () => ',No handle,Tea,N,1,USD');
    const done = await files.imported(csv(HEAD, ...many, ...nameless, 'b,B,Tea,B,1,USD'));
    expect(done).toMatchObject({ status: 'done', created: 1, failed: 8_000, rows: { total: 8_001, done: 8_001 } });
    expect(done.errors.length).toBeLessThanOrEqual(1_000);
  });
});

describe('a file that is not Unicode', () => {
  const cyrillic = Buffer.concat([
    Buffer.from(`${HEAD}\na,`),
    Buffer.from([0xd7, 0xe0, 0xe9]),
    Buffer.from(',Tea,A,1,USD\n'),
  ]);

  test('is read for a dry run, which shows how it reads; it is not imported without a choice', async () => {
    const dry = await files.imported(cyrillic, { dryRun: true });
    expect(dry).toMatchObject({ status: 'done', encoding: 'windows-1252', errors: [{ line: 2, severity: 'note' }] });
    expect(dry.readings).toContainEqual({ encoding: 'windows-1251', sample: expect.stringContaining('Чай') });
    expect(await suite.merchant.createImport({ body: cyrillic, query: {} })).toMatchObject({
      status: 422,
      body: { code: 'encoding_needed', detail: expect.stringContaining('Чай') },
    });
    expect(await files.products()).toEqual([]);
    expect(await files.imported(cyrillic, { encoding: 'windows-1251' })).toMatchObject({ created: 1, errors: [] });
    expect(await files.products()).toMatchObject([{ title: 'Чай' }]);
  });

  test('cannot be read in an encoding that it is not in', async () => {
    const latin = Buffer.concat([Buffer.from(`${HEAD}\na,`), Buffer.from([0xff]), Buffer.from(',Tea,A,1,USD\n')]);
    expect(await suite.merchant.createImport({ body: latin, query: { encoding: 'shift_jis' } })).toMatchObject({
      status: 422,
      body: { code: 'file_refused' },
    });
  });
});

describe('stock', () => {
  const file = (onHand: number) => csv(`${HEAD},stock:east`, `a,Tin,Tea,A,6,USD,${onHand}`, 'b,Box,Tea,B,6,USD,3');

  test('a dry run says what will become of it, and the import says what became of it', async () => {
    await files.imported(file(8));
    const change = { line: 2, sku: 'A', location: 'east', before: 8, after: 5 };
    const stock = { changed: 1, unchanged: 1, changes: [change] };
    expect(await files.imported(file(5), { dryRun: true })).toMatchObject({ unchanged: 2, stock });
    expect(suite.inventory.levels.get('A east')).toBe(8);
    expect(await files.imported(file(5))).toMatchObject({ unchanged: 2, stock });
    expect(suite.inventory.levels.get('A east')).toBe(5);
  });

  test('is set once: what is sold before a crash is noticed stays sold', async () => {
    const id = await files.accepted(file(8));
    const { jobs } = suite.importer;
    const lost = Object.assign(new Error('connection lost'), { name: 'MongoNetworkError' });
    let crashes = 1;
    await files.work({
      ...suite.importer,
      jobs: {
        ...jobs,
        recordStock: async (...given: Parameters<typeof jobs.recordStock>) => {
          if (crashes-- > 0) {
            suite.inventory.levels.set('A east', 7);
            throw lost;
          }
          return jobs.recordStock(...given);
        },
      },
    });
    expect(await files.job(id)).toMatchObject({ status: 'done', stock: { changed: 2 } });
    expect(suite.inventory.levels.get('A east')).toBe(7);
  });
});

describe('an import that fails', () => {
  const file = csv(
    `${HEAD},stock:east`,
    'known,Changed,Tea,K,2,USD,5',
    ...Array.from({ length: 700 }, (_, at) => `new-${at},New ${at},Tea,N-${at},1,USD,5`),
  );

  test('changes nothing: neither products nor stock', async () => {
    await files.imported(csv(HEAD, 'known,Known,Tea,K,1,USD'));
    const [before] = await files.products();
    const id = await files.accepted(file);
    const { jobs } = suite.importer;
    let chunks = 0;
    const failing = {
      ...suite.importer,
      jobs: {
        ...jobs,
        advance: async (...given: Parameters<typeof jobs.advance>) => {
          chunks += 1;
          if (chunks === 2) throw new Error('a fault of ours');
          return jobs.advance(...given);
        },
      },
    };
    await files.work(failing);
    expect(await files.job(id)).toMatchObject({ status: 'failed', rows: { done: 500 } });
    expect(await files.products()).toMatchObject([
      { id: before?.id, title: 'Known', variants: [{ price: { amount: 100 } }] },
    ]);
    expect(suite.inventory.levels.size).toBe(0);
  });

  test('because it ends the program again and again is given up after three attempts', async () => {
    const id = await files.accepted(file);
    for (let attempt = 0; attempt < 3; attempt += 1) await suite.importer.jobs.claimNext();
    await files.work();
    expect(await files.job(id)).toMatchObject({ status: 'failed', reason: expect.stringContaining('3 times') });
    expect(await files.products()).toEqual([]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { csv, importing } from '../testing/imports.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';

let suite: CatalogSuite;
let run: ReturnType<typeof importing>;
beforeAll(async () => {
  suite = await startCatalogSuite();
  run = importing(suite);
});
afterAll(() => suite.close());
beforeEach(() => run.clear());

const HEAD = 'handle,title,category,sku,price,currency';
const undo = (importId: string) => suite.merchant.undoImport({ path: { importId } });

async function leftOut(importId: string): Promise<{ status: number; text: string }> {
  const answer = await suite.merchant.getLeftOutRows({ path: { importId } });
  if (answer.status !== 200) return { status: answer.status, text: '' };
  return { status: 200, text: String(answer.body) };
}

describe('an import that is taken back', () => {
  test('leaves products as they were: new ones go, changed ones are as before', async () => {
    await run.imported(csv(HEAD, 'tea,Tea,Drinks,t-1,3.00,USD', 'cup,Cup,Things,c-1,9.00,USD'));
    const second = await run.imported(
      csv(HEAD, 'tea,Green tea,Drinks,t-1,4.00,USD', 'cup,Cup,Things,c-1,9.00,USD', 'pot,Pot,Things,p-1,20.00,USD'),
    );
    expect(second).toMatchObject({ created: 1, updated: 1, canBeUndone: true });
    expect(await undo(second.id)).toMatchObject({ status: 202, body: { undo: { products: 0 } } });
    await run.work();
    expect(await run.job(second.id)).toMatchObject({
      status: 'done',
      undo: { products: 2, finishedAt: expect.any(String) },
    });
    const products = await run.products();
    expect(products.map(({ title, variants }) => [title, variants[0]?.price.amount]).toSorted()).toEqual([
      ['Cup', 900],
      ['Tea', 300],
    ]);
    expect(await undo(second.id)).toMatchObject({ status: 202, body: { undo: { products: 2 } } });
  });

  test('leaves what somebody has changed since as it is', async () => {
    const done = await run.imported(csv(HEAD, 'tea,Tea,Drinks,t-1,3.00,USD', 'cup,Cup,Things,c-1,9.00,USD'));
    const tea = (await run.products()).find(({ title }) => title === 'Tea');
    await suite.merchant.updateProduct({ path: { productId: tea?.id ?? '' }, body: { title: 'Tea, by hand' } });
    await undo(done.id);
    await run.work();
    expect((await run.products()).map(({ title }) => title)).toEqual(['Tea, by hand']);
    expect(await run.job(done.id)).toMatchObject({ undo: { products: 1 } });
  });

  test('is refused for a dry run, one that changed nothing, and one that is not there', async () => {
    const dry = await run.imported(csv(HEAD, 'tea,Tea,Drinks,t-1,3.00,USD'), { dryRun: true });
    expect(await undo(dry.id)).toMatchObject({ status: 409 });
    await run.imported(csv(HEAD, 'tea,Tea,Drinks,t-1,3.00,USD'));
    const same = await run.imported(csv(HEAD, 'tea,Tea,Drinks,t-1,3.00,USD'));
    expect(same.canBeUndone).toBeUndefined();
    expect(await undo(same.id)).toMatchObject({ status: 409 });
    expect(await undo('01939a6e-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
  });
});

describe('rows that were left out', () => {
  test('are a file with their errors, which is corrected and imported', async () => {
    const file = csv(HEAD, 'tea,Tea,Drinks,t-1,3.00,USD', 'cup,"Cup, blue",Things,c-1,nine,USD', 'pot,Pot,,p 1,2,USD');
    const done = await run.imported(file, { fileName: 'spring list.csv' });
    expect(done).toMatchObject({ created: 1, failed: 2 });
    const { text } = await leftOut(done.id);
    const [header, ...rows] = text.replace('\ufeff', '').trim().split('\r\n');
    expect(header).toBe(`${HEAD},problem`);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/^cup,"Cup, blue",Things,c-1,nine,USD,.*price: .*nine/);
    expect(rows[1]).toMatch(/sku: .*p 1/);
    const corrected = text.replace('nine', '9.00').replace('Pot,,p 1', 'Pot,Things,p-1');
    expect(await run.imported(corrected)).toMatchObject({ created: 2, failed: 0, errors: [] });
  });

  test('are none where every row was used, and of an import that is not there', async () => {
    const done = await run.imported(csv(HEAD, 'tea,Tea,Drinks,t-1,3.00,USD'));
    expect((await leftOut(done.id)).status).toBe(404);
    expect((await leftOut('01939a6e-0000-7000-8000-000000000000')).status).toBe(404);
  });
});

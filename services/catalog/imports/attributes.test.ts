import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { propagateAttributes } from '../propagation.ts';
import { csv, importing } from '../testing/imports.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';

let suite: CatalogSuite;
let files: ReturnType<typeof importing>;
beforeAll(async () => {
  suite = await startCatalogSuite();
  files = importing(suite);
});
afterAll(() => suite.close());
beforeEach(async () => {
  await files.clear();
  const drafts = [
    { name: 'Origin', type: 'choice' as const, values: ['Italy', 'Peru, north', 'Spain'] },
    { name: 'Vegan', type: 'boolean' as const },
    { name: 'Energy', type: 'number' as const, unit: 'kcal' },
    { name: 'Care', type: 'text' as const },
  ];
  for (const [position, draft] of drafts.entries()) {
    const made = await suite.merchant.createAttribute({ body: { ...draft, position } });
    if (made.status !== 201) throw new Error(JSON.stringify(made));
  }
});

const head = 'handle,title,category,sku,price,currency';
const row = (name: string) => `${name},${name},Things,${name},1.00,USD`;

async function exported(): Promise<string> {
  const answer = await suite.merchant.exportProductsAsCsv({ query: {} });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body;
}

const valuesOf = async () =>
  Object.fromEntries(
    (await files.products()).map(({ slug, attributes = [] }) => [
      slug,
      attributes.map(({ key, boolean, number, text, values }) => [
        key,
        boolean ?? number ?? text ?? values?.map(value => value.name),
      ]),
    ]),
  );

const file = csv(
  `${head},Attribute: Origin,attribute:VEGAN,Attribute: Energy,Attribute: Care`,
  `${row('a')},"italy, Peru\\, north",yes,250.5,'=keep cool`,
  `${row('b')},,No,0,`,
  row('c'),
);
const expected = {
  a: [
    ['origin', ['Italy', 'Peru, north']],
    ['vegan', true],
    ['energy', 250.5],
    ['care', '=keep cool'],
  ],
  b: [
    ['vegan', false],
    ['energy', 0],
  ],
  c: [],
};

test('a column an attribute sets its values, the same file changes nothing, and its export neither', async () => {
  expect(await files.imported(file)).toMatchObject({ created: 3, failed: 0, errors: [] });
  expect(await valuesOf()).toEqual(expected);
  expect(await files.imported(file)).toMatchObject({ unchanged: 3, updated: 0 });
  const sheet = await exported();
  expect(sheet.split('\n', 1)[0]).toContain('Attribute: Origin,Attribute: Vegan,Attribute: Energy,Attribute: Care');
  expect(await files.imported(sheet)).toMatchObject({ unchanged: 3, updated: 0, failed: 0, errors: [] });
  await suite.mongo.db.collection('products').deleteMany({});
  expect(await files.imported(sheet)).toMatchObject({ created: 3 });
  expect(await valuesOf()).toEqual(expected);
});

test('an empty cell takes a value away, and a file without the column keeps it', async () => {
  await files.imported(file);
  await files.imported(csv(head, row('a').replace('1.00', '2.00')));
  expect((await valuesOf()).a).toEqual(expected.a);
  await files.imported(csv(`${head},Attribute: Origin,Attribute: Energy`, `${row('a')},,300`));
  expect((await valuesOf()).a).toEqual([
    ['vegan', true],
    ['energy', 300],
    ['care', '=keep cool'],
  ]);
});

test.each([
  ['Origin', 'Italy | Mars', '"Mars" is no value of Origin'],
  ['Vegan', 'perhaps', 'must be yes or no: "perhaps"'],
  ['Energy', 'much', 'is no number: "much"'],
  ['Energy', '"1,500"', 'can be read in two ways: write 1500 or 1.500'],
  ['Colour', 'red', 'there is no attribute "Colour"'],
])('a cell of %s that says %s is refused with its row and the reason', async (name, cell, message) => {
  const done = await files.imported(csv(`${head},Attribute: ${name}`, `${row('a')},`, `${row('b')},${cell}`));
  expect(done).toMatchObject({ created: 1, errors: [{ line: 3, column: `Attribute: ${name}`, message }] });
  expect(await valuesOf()).toEqual({ a: [] });
});

test.each([
  ['Attribute:', 'Attribute: names no attribute: its name stands after "Attribute:".'],
  ['Attribute: Vegan,attribute: vegan', 'The column attribute: vegan is there twice.'],
])('a file with the columns %s is refused', async (columns, reason) => {
  const answer = await suite.merchant.createImport({ body: csv(`${head},${columns}`, row('a')) });
  expect(JSON.stringify(answer)).toContain(JSON.stringify(reason).slice(1, -1));
});

test('an import that is taken back brings the values of before, under the names of now', async () => {
  await files.imported(file);
  const again = await files.imported(csv(`${head},Attribute: Vegan`, `${row('a')},no`));
  const { items } = (await suite.merchant.listAttributes()).body as { items: { id: string; name: string }[] };
  const vegan = items.find(({ name }) => name === 'Vegan');
  await suite.merchant.updateAttribute({ path: { attributeId: vegan?.id ?? '' }, body: { name: 'Plant-based' } });
  await suite.merchant.undoImport({ path: { importId: again.id } });
  await files.work();
  await propagateAttributes(suite.dependencies.store, new AbortController().signal);
  const { attributes } = (await files.products()).find(({ slug }) => slug === 'a') ?? {};
  expect(attributes?.[1]).toMatchObject({ key: 'vegan', name: 'Plant-based', boolean: true });
});

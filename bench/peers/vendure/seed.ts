import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogue, STOCK } from '../catalogue.ts';
import { vendureConfig } from './config.ts';
import { commandLine, core } from './packages.ts';

/** Makes the tables, imports the catalogue and builds the index of search: run where Vendure is installed. */
const file = join(process.cwd(), 'products.csv');
const head =
  'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets';
const rows = catalogue.flatMap(({ title, slug, description, category, variants }) =>
  variants.map(({ size, sku, price }, at) => {
    const ofProduct =
      at === 0 ? [title, slug, `"${description}"`, '', `category:${category}`, 'size'] : ['', '', '', '', '', ''];
    return [...ofProduct, size, sku, price / 100, 'standard', STOCK, 'true', '', ''].join(',');
  }),
);
writeFileSync(file, [head, ...rows].join('\n'));

const initialData = {
  defaultLanguage: 'en',
  defaultZone: 'Europe',
  countries: [{ name: 'United Kingdom', code: 'GB', zone: 'Europe' }],
  taxRates: [{ name: 'Standard Tax', percentage: 20 }],
  shippingMethods: [{ name: 'Standard', price: 500 }],
  paymentMethods: [
    {
      name: 'Dummy',
      handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] },
    },
  ],
  collections: [],
};
const app = await commandLine.populate(() => core.bootstrap(vendureConfig({ synchronize: true })), initialData, file);
const { rawConnection } = app.get(core.TransactionalConnection);
// The import leaves a job of the index for each variant: one rebuild does them all.
await rawConnection.query(`DELETE FROM job_record WHERE state = 'PENDING'`);
const context = await app.get(core.RequestContextService).create({ apiType: 'admin' });
const { id } = await app.get(core.SearchService).reindex(context);
await app.get(core.JobQueueService).start();
for (let state: unknown = 'PENDING'; state !== 'COMPLETED'; await sleep(250)) {
  if (state === 'FAILED' || state === 'CANCELLED') throw new Error(`The rebuild of the index: ${state}`);
  [{ state } = { state: 'CANCELLED' }] = await rawConnection.query('SELECT state FROM job_record WHERE id = $1', [id]);
}
process.exit(0);

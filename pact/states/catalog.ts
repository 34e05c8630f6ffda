import sharp from 'sharp';
import { z } from 'zod';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import type { Product } from '../../generated/catalog/types.ts';
import { runImports } from '../../services/catalog/imports/worker.ts';
import { imageOf } from '../../services/catalog/media/pictures.ts';
import type { CatalogSuite } from '../../services/catalog/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { usd } from '../examples.ts';
import { state, stateOf } from '../state.ts';

const picture = { id: '0123456789abcdef0123456789abcdef', sizes: [{ width: 160, height: 160 }] };

/** Defines what products are described by, once for a database. */
async function define(merchant: CatalogSuite['merchant']): Promise<void> {
  const body = { name: 'Origin', type: 'choice' as const, values: ['Peru'], filterable: true };
  const made = await merchant.createAttribute({ headers: { 'idempotency-key': newId() }, body });
  if (made.status !== 201 && made.status !== 409) throw new Error(JSON.stringify(made.body));
}

/** A product with every field, created over HTTP. */
export async function addProduct({ dependencies, merchant }: CatalogSuite, skus: readonly string[]): Promise<Product> {
  await dependencies.store.inTransaction(session => dependencies.media.complete(newId(), picture, session));
  await define(merchant);
  const response = await merchant.createProduct({
    headers: { 'idempotency-key': newId() },
    body: {
      title: `Bananas ${skus[0]}`,
      description: 'Ripe.',
      status: 'active',
      brand: 'Chiquita',
      category: 'Fruit',
      tags: ['organic'],
      attributes: [{ key: 'origin', values: ['peru'] }],
      images: [imageOf(picture, 'Bananas', '#f5d76e')],
      variants: skus.map(sku => ({ sku, price: usd(101), size: '1 kg', options: { Bunch: sku }, weightGrams: 1_000 })),
    },
  });
  if (response.status !== 201) throw new Error(JSON.stringify(response.body));
  return response.body;
}

/** The provider states of catalog. The products of a state are the only ones, as some consumers read all. */
export function catalogStates(suite: CatalogSuite) {
  return {
    'a product is for sale': stateOf({ sku: z.string() }, async ({ sku }) => {
      await suite.mongo.db.collection('products').deleteMany({});
      return { productId: (await addProduct(suite, [sku])).id };
    }),
    'somebody else changed a product': stateOf({ sku: z.string() }, async ({ sku }) => {
      const { id: productId } = await addProduct(suite, [sku]);
      await bodyOf(suite.merchant.updateProduct({ path: { productId }, body: { description: 'Riper.' } }));
      return { productId };
    }),
    'a picture was put where it belongs': state(async () => {
      const bytes = await sharp({ create: { width: 320, height: 320, channels: 3, background: '#f5d76e' } })
        .png()
        .toBuffer();
      const body = {
        fileName: 'bananas.png',
        contentType: 'image/png',
        bytes: bytes.length,
        alt: 'Bananas',
        tint: '#f5d76e',
      } as const;
      const { id: uploadId, url, method, headers } = await bodyOf(suite.merchant.createUpload({ body }));
      const put = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
      if (!put.ok) throw new Error(`${put.status}`);
      return { uploadId };
    }),
    'a category has no products': stateOf({ name: z.string() }, async ({ name }) => {
      const body = { name, position: 3 };
      const made = await bodyOf(suite.merchant.createCategory({ headers: { 'idempotency-key': newId() }, body }));
      return { categoryId: made.id };
    }),
    'an attribute has no products': stateOf({ name: z.string() }, async ({ name }) => {
      const body = { name, type: 'number' as const, unit: 'kcal', filterable: true, position: 3 };
      const made = await bodyOf(suite.merchant.createAttribute({ headers: { 'idempotency-key': newId() }, body }));
      return { attributeId: made.id };
    }),
    'a file was imported': state(async () => {
      const body = ['handle,title,category,sku,price,currency', 'figs,Figs,Fruit,FIGS,0.99,USD', ''].join('\n');
      const query = { dryRun: false, fileName: 'figs.csv' };
      const { id: importId } = await bodyOf(suite.merchant.createImport({ body, query }));
      await runImports(suite.importer, new AbortController().signal);
      return { importId };
    }),
    'a file was looked through': state(async () => {
      const head = 'handle,title,category,sku,price,currency';
      const body = [head, 'limes,Limes,Fruit,LIMES,0.99,USD', 'lemons,Lemons,Fruit,LEMONS,cheap,USD', ''].join('\n');
      const query = { dryRun: true, fileName: 'fruit.csv' };
      const { id: importId } = await bodyOf(suite.merchant.createImport({ body, query }));
      await runImports(suite.importer, new AbortController().signal);
      return { importId };
    }),
  };
}

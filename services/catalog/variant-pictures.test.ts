import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Product, ProductDraft } from '../../generated/catalog/types.ts';
import { importing } from './testing/imports.ts';
import { uploadPicture } from './testing/pictures.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());

let shade = 0;
const price = { amount: 100, currency: 'USD' };

/** A cup in two colours, with a picture of each. */
async function cups(name: string, own: Partial<ProductDraft> = {}): Promise<Product> {
  shade += 1;
  const images = [await uploadPicture(suite, `#f0${shade}`), await uploadPicture(suite, `#0${shade}f`)];
  const variants = ['Red', 'Blue'].map((Colour, index) => ({
    sku: `${name}-${Colour}`,
    price,
    options: { Colour },
    ...(index === 1 && { imageUrl: images[1]?.url ?? '' }),
  }));
  const made = await suite.merchant.createProduct({
    body: { title: name, category: 'Cups', status: 'active', images, variants, ...own },
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return made.body;
}

const pictures = ({ variants }: Product) => variants.map(({ imageUrl }) => imageUrl);

test('a variant is sold and described with its own picture, and without one with the first of its product', async () => {
  const { images, variants } = await cups('cup');
  const urls = images.map(({ url }) => url);
  expect(variants.map(({ imageUrl }) => imageUrl)).toEqual([undefined, urls[1]]);
  const sold = await suite.service.lookUpVariants({ body: { skus: ['cup-Red', 'cup-Blue'] } });
  expect(sold.status === 200 && sold.body.items.map(({ sku, image }) => [sku, image?.url])).toEqual([
    ['cup-Red', urls[0]],
    ['cup-Blue', urls[1]],
  ]);
  const described = await suite.merchant.describeVariants({ query: { sku: ['cup-Blue'] } });
  expect(described).toMatchObject({ status: 200, body: { items: [{ image: { url: urls[1] } }] } });
});

test('a picture of another product is refused, at its variant', async () => {
  const cup = await cups('mug');
  const other = await cups('other');
  const variants = cup.variants.map(({ sku, options }, index) => ({
    sku,
    price,
    options,
    ...(index === 0 && { imageUrl: other.images[0]?.url ?? '' }),
  }));
  expect(await suite.merchant.updateProduct({ path: { productId: cup.id }, body: { variants } })).toMatchObject({
    status: 422,
    body: { errors: [{ path: '/body/variants/0/imageUrl', message: 'is no picture of this product' }] },
  });
});

test('a picture that is taken from the product is taken from its variants', async () => {
  const cup = await cups('jug');
  const changed = await suite.merchant.updateProduct({
    path: { productId: cup.id },
    body: { images: cup.images.slice(0, 1) },
  });
  expect(changed.status === 200 && pictures(changed.body)).toEqual([undefined, undefined]);
});

test('a file of Shopify names the pictures of variants; a file without that column leaves them', async () => {
  const cup = await cups('pot', { slug: 'pot' });
  const urls = cup.images.map(({ url }) => url);
  const { imported } = importing(suite);
  const read = async () => {
    const found = await suite.merchant.getProductById({ path: { productId: cup.id } });
    if (found.status !== 200) throw new Error(JSON.stringify(found));
    return pictures(found.body);
  };
  const header = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src';
  const query = { currency: 'USD' };
  await imported(`${header}\npot,pot,Colour,Red,pot-Red,2,${urls[0]}\npot,,,Blue,pot-Blue,2,${urls[1]}\n`, query);
  expect(await read()).toEqual([undefined, urls[1]]);
  const rows = [`pot,pot,Colour,Red,pot-Red,2,${urls[0]},${urls[1]}`, `pot,,,Blue,pot-Blue,2,${urls[1]},`];
  await imported(`${header},Variant Image\n${rows.join('\n')}\n`, query);
  expect(await read()).toEqual([urls[1], undefined]);
});

import { toDecimal } from '../../look/money.ts';
import { publicUrl } from '../shop/about.ts';
import type { Product } from '../shop/catalog.ts';
import { variantUrl } from '../shop/variant-options.ts';

/** A product for search engines (schema.org Product with one Offer a variant); availability only where it is known. */
export function productData(product: Product, stock: ReadonlyMap<string, number> | undefined): Record<string, unknown> {
  const { title, slug, description, brand, images, variants } = product;
  const url = `${publicUrl()}/products/${slug}`;
  const offers = variants.map(variant => {
    const { sku, price, imageUrl } = variant;
    const available = stock?.get(sku);
    return {
      '@type': 'Offer',
      sku,
      url: publicUrl() + variantUrl(product, variant),
      price: toDecimal(price),
      priceCurrency: price.currency,
      ...(imageUrl ? { image: new URL(imageUrl, publicUrl()).href } : {}),
      ...(available === undefined
        ? {}
        : { availability: `https://schema.org/${available > 0 ? 'InStock' : 'OutOfStock'}` }),
    };
  });
  const first = variants[0];
  return {
    '@type': 'Product',
    name: title,
    url,
    ...(first ? { sku: first.sku } : {}),
    ...(first?.barcode ? { gtin: first.barcode } : {}),
    ...(description ? { description } : {}),
    ...(brand ? { brand: { '@type': 'Brand', name: brand } } : {}),
    image: images.map(image => new URL(image.url, publicUrl()).href),
    offers,
  };
}

import { publicUrl } from '../shop/about.ts';
import type { Product } from '../shop/catalog.ts';
import { choiceAddress } from '../shop/choice.ts';
import { decimal } from '../shop/money.ts';

/** A product for search engines (schema.org Product with an Offer a variant); stock only where it is known. */
export function productData(product: Product, stock: ReadonlyMap<string, number> | undefined): Record<string, unknown> {
  const { title, slug, description, brand, images, variants } = product;
  const url = `${publicUrl()}/products/${slug}`;
  const offers = variants.map(variant => {
    const { sku, price } = variant;
    const available = stock?.get(sku);
    return {
      '@type': 'Offer',
      sku,
      url: publicUrl() + choiceAddress(product, variant),
      price: decimal(price),
      priceCurrency: price.currency,
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

import { toDecimal } from '../../look/money.ts';
import { publicUrl } from '../shop/about.ts';
import type { Product } from '../shop/catalog.ts';
import { variantUrl } from '../shop/variant-options.ts';

/** A product for search engines (schema.org Product with one Offer a variant); availability only where it is known. */
export function productData(product: Product, stock: ReadonlyMap<string, number> | undefined): Record<string, unknown> {
  const { title, slug, description, brand, images, variants, attributes = [] } = product;
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
    ...(attributes.length > 0 ? { additionalProperty: attributes.map(propertyOf) } : {}),
    offers,
  };
}

/** https://schema.org/PropertyValue; a unit as people write it is `unitText`. */
function propertyOf(attribute: NonNullable<Product['attributes']>[number]): Record<string, unknown> {
  const { name, boolean, number, unit, values } = attribute;
  const [first, ...others] = values?.map(value => value.name) ?? [];
  return {
    '@type': 'PropertyValue',
    name,
    value: boolean ?? number ?? (others.length > 0 ? [first, ...others] : (first ?? attribute.text)),
    ...(number === undefined || unit === undefined ? {} : { unitText: unit }),
  };
}

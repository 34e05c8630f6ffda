import type { Image } from '../../../generated/catalog/types.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../../look/csv.ts';
import { toDecimal } from '../../../look/money.ts';
import type { AttributeRecord } from '../attribute.ts';
import { attributeCell, attributeColumn } from '../imports/attribute-cells.ts';
import { tagsCell } from '../imports/cells.ts';
import type { ProductRecord, VariantRecord } from '../product.ts';

const OPTIONS = 5;

type Row = Readonly<Record<string, string>>;

/** The columns of an export before those of attributes, each of which an import reads (imports/columns.ts). */
const columns: readonly string[] = [
  'handle',
  'title',
  'description',
  'category',
  'brand',
  'status',
  'tags',
  ...Array.from({ length: OPTIONS }, (_, index) => [`option${index + 1}_name`, `option${index + 1}_value`]).flat(),
  'sku',
  'variant_title',
  'price',
  'currency',
  'compare_at_price',
  'size',
  'barcode',
  'weight_grams',
  'variant_image',
  'image',
  'image_alt',
  'image_tint',
  'seo_title',
  'seo_description',
  'created_at',
];

function productCells(product: ProductRecord, attributes: readonly AttributeRecord[]): Row {
  const { title, description, category, brand, status, tags, seo, createdAt } = product;
  const described = attributes.flatMap(attribute => {
    const own = product.attributes?.find(({ id }) => id === attribute.id);
    return own ? [[attributeColumn(attribute.name), attributeCell(attribute, own)]] : [];
  });
  return {
    title,
    description: description ?? '',
    category: category.name,
    brand: brand ?? '',
    status,
    tags: tagsCell(tags),
    seo_title: seo.title ?? '',
    seo_description: seo.description ?? '',
    created_at: createdAt.toISOString(),
    ...Object.fromEntries(described),
  };
}

function variantCells(product: ProductRecord, variant: VariantRecord): Row {
  const { sku, title, price, compareAtPrice, size, barcode, weightGrams, imageUrl } = variant;
  const options = product.options.flatMap(({ name }, index) => {
    const value = variant.options.find(option => option.name === name)?.value;
    return value === undefined
      ? []
      : [
          [`option${index + 1}_name`, name],
          [`option${index + 1}_value`, value],
        ];
  });
  return {
    sku,
    variant_title: title ?? '',
    price: toDecimal(price),
    currency: price.currency,
    compare_at_price: compareAtPrice ? toDecimal(compareAtPrice) : '',
    size: size ?? '',
    barcode: barcode ?? '',
    weight_grams: weightGrams === undefined ? '' : String(weightGrams),
    variant_image: imageUrl ?? '',
    ...Object.fromEntries(options),
  };
}

function imageCells({ url, alt, tint }: Image): Row {
  return { image: url, image_alt: alt, image_tint: tint ?? '' };
}

/** The rows of a product: one a variant, each with a picture while there are any, then one for each further picture. */
function exportRows(product: ProductRecord, attributes: readonly AttributeRecord[]): Row[] {
  const { variants, images } = product;
  return Array.from({ length: Math.max(variants.length, images.length) }, (_, index) => {
    const variant = variants[index];
    const image = images[index];
    return {
      handle: product.handle,
      ...(index === 0 && productCells(product, attributes)),
      ...(variant && variantCells(product, variant)),
      ...(image && imageCells(image)),
    };
  });
}

const PIECE = 64 * 1024;

/** The file of an export in pieces, attributes last, with a byte order mark so that spreadsheets read it as UTF-8. */
export async function* exportFile(
  products: AsyncIterable<ProductRecord>,
  attributes: readonly AttributeRecord[],
): AsyncGenerator<string> {
  const header = [...columns, ...attributes.map(({ name }) => attributeColumn(name))];
  let piece = BYTE_ORDER_MARK + csvLine(header);
  for await (const product of products) {
    for (const row of exportRows(product, attributes)) piece += csvLine(header.map(column => row[column] ?? ''));
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

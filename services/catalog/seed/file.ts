import type { Image } from '../../../generated/catalog/types.ts';
import { attributeColumns } from './attributes.ts';
import { type GroceryProduct, stableHash } from './grocery.ts';

/** The first of these are what visitors see: there is always enough of them. */
const PLENTY = 50;
const POPULAR = 300;
/** When the shop opened; its best-selling product is its newest, so that lists begin with it. */
const OPENED = Date.UTC(2026, 0, 1);

const header = [
  'handle',
  'title',
  'description',
  'category',
  'brand',
  'sku',
  'price',
  'currency',
  'size',
  'status',
  'tags',
  'image',
  'image_alt',
  'image_tint',
  'created_at',
  'stock:east',
  'stock:west',
  ...attributeColumns,
];

/**
 * How much lies in the two locations: always the same for a sku, plenty of what sells well, a few things low, some sold
 * out.
 */
export function stockOf(sku: string, rank: number): { east: number; west: number } {
  const chance = stableHash(`stock ${sku}`) % 100;
  const east = stableHash(`east ${sku}`);
  const west = stableHash(`west ${sku}`);
  if (rank < PLENTY) return { east: 200 + (east % 400), west: 150 + (west % 300) };
  if (chance < 3) return { east: 0, west: 0 };
  if (chance < 9) return { east: 1 + (east % 3), west: west % 3 };
  if (rank < POPULAR) return { east: 80 + (east % 240), west: 60 + (west % 180) };
  return { east: 10 + (east % 90), west: west % 70 };
}

/** Products of the same figures on the same tint share a picture. */
export const pictureKey = ({ picture: { emoji, accent = '', tint } }: GroceryProduct): string =>
  `${emoji}${accent} ${tint}`;

function cell(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * The file that a merchant would import: one row a product, best-selling first, with the pictures that are already in
 * the shop.
 */
export function importFile(products: readonly GroceryProduct[], pictures: ReadonlyMap<string, Image>): string {
  const rows = products.map((product, rank) => {
    const { handle, title, description, category, brand, sku, price, size = '', tags, attributes, picture } = product;
    const { east, west } = stockOf(sku, rank);
    const image = pictures.get(pictureKey(product))?.url ?? '';
    const createdAt = new Date(OPENED - rank * 1_000).toISOString();
    const cells = [
      handle,
      title,
      description,
      category.name,
      brand,
      sku,
      price,
      'USD',
      size,
      'active',
      tags.join(', '),
      image,
      title,
      picture.tint,
      createdAt,
      String(east),
      String(west),
      ...attributes,
    ];
    return cells.map(cell).join(',');
  });
  return `${header.join(',')}\n${rows.join('\n')}\n`;
}

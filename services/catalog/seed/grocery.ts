import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { slugify } from '../slug.ts';
import { accentOf } from './accents.ts';
import { attributeCells } from './attributes.ts';
import { type ShopCategory, shopCategory } from './categories.ts';
import type { Picture } from './pictures.ts';
import { readable, readableSize } from './plain-titles.ts';

const sourceSchema = z.array(
  z.object({
    product_id: z.string().regex(/^\d+$/),
    manufacturer_id: z.string(),
    department: z.string(),
    brand: z.string(),
    product_category: z.string(),
    product_type: z.string(),
    package_size: z.string(),
    list_price: z.string(),
    units_sold: z.coerce.number(),
  }),
);
type Source = z.output<typeof sourceSchema>[number];

const typeSchema = z.array(
  z.object({ category: z.string(), type: z.string(), title: z.string(), emoji: z.string(), varieties: z.string() }),
);

/** A product as the shop is to have it. */
export interface GroceryProduct {
  handle: string;
  title: string;
  category: ShopCategory;
  brand: string;
  sku: string;
  /** US dollars, as observed. */
  price: string;
  size?: string;
  picture: Picture;
  tags: string[];
  /** The cells of its attributes (attributes.ts). */
  attributes: string[];
  description: string;
}

const file = (name: string): Buffer => readFileSync(new URL(`data/${name}`, import.meta.url));

const types = new Map(
  typeSchema
    .parse(parse(file('types.psv'), { columns: true, delimiter: '|', quote: null }))
    .map(({ category, type, ...shop }) => [
      `${category}|${type}`,
      { title: shop.title, emoji: shop.emoji, varieties: shop.varieties === '' ? [''] : shop.varieties.split(';') },
    ]),
);

/** What is in the data set and is no ware: coupons, deposits, tickets, fuel. */
const noWare =
  /COUPON|MISC SALES|TICKET|PREPAID|CALLING CARD|BOTTLE DEPOSIT|SUPPLIES$|GASOLINE|KEY RING|PHARMACY|PHOTOFINISHING|POSTAL|TRANSACTION/;
/** Not among the best-selling products on the first pages: what a shop may not sell to everybody. */
const restricted = /CIGAR|TOBACCO|BEERS|WINE|LIQUOR/;

const freshDepartments = new Set([
  'PRODUCE',
  'MEAT',
  'SEAFOOD',
  'DELI',
  'PASTRY',
  'SALAD BAR',
  'FLORAL',
  'MEAT-PCKGD',
  'SEAFOOD-PCKGD',
  'RESTAURANT',
]);
const houseBrand = 'Good Harvest';
const freshBrand = 'Market Fresh';
const brandNames = [
  'Amber Mill',
  'Bluebird Lane',
  'Bright Acre',
  'Cedar Row',
  'Clover & Oak',
  'Copper Creek',
  'Daybreak',
  'Elm Street',
  'Fairweather',
  'Foxglove',
  'Golden Fork',
  'Green Door',
  'Harbor Light',
  'Hazel Hill',
  'Honeycomb',
  'Juniper',
  'Kindred',
  'Lakeside',
  'Little Barn',
  'Maple Lane',
  'Meadowlark',
  'Morning Table',
  'North Orchard',
  'Old Bridge',
  'Olive Branch',
  'Park & Pine',
  'Pebble Brook',
  'Red Wagon',
  'Riverbend',
  'Rosemary',
  'Silver Spoon',
  'Stone Oven',
  'Summerfield',
  'Sunny Side',
  'Sweetwater',
  'Three Sisters',
  'Tin Roof',
  'Upper Field',
  'Valley View',
  'Walnut Grove',
  'Whistle Stop',
  'White Barn',
  'Wild Thyme',
  'Willow Run',
];

/** A number from text that is always the same and spread evenly (FNV-1a). */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function brandOf(source: Source): string {
  if (source.brand === 'Private') return houseBrand;
  if (freshDepartments.has(source.department) && Number(source.manufacturer_id) < 1_000) return freshBrand;
  return brandNames[stableHash(`brand ${source.manufacturer_id}`) % brandNames.length] ?? houseBrand;
}

/** Finds a title that no product before has: by variety, then with the brand, then with both. */
function titleOf(
  noun: string,
  varieties: readonly string[],
  size: string | undefined,
  brand: string,
  used: ReadonlySet<string>,
): string {
  const ending = size === undefined ? '' : `, ${size}`;
  const plain = varieties.map(variety => `${variety} ${noun}${ending}`.trim());
  const branded = plain.map(title => `${brand} ${title}`);
  return [...plain, ...branded].find(title => !used.has(title)) ?? branded[0] ?? noun;
}

function toProduct(source: Source, used: Set<string>, handles: Set<string>): GroceryProduct {
  const category = shopCategory(source.department, source.product_category);
  const known = types.get(`${source.product_category}|${source.product_type}`);
  const size = readableSize(source.package_size, freshDepartments.has(source.department));
  const brand = brandOf(source);
  const noun = known?.title ?? readable(source.product_type);
  const title = titleOf(noun, known?.varieties ?? [''], size, brand, used);
  used.add(title);
  const emoji = known?.emoji ?? category.emoji;
  const accent = accentOf(title, emoji);
  const handle = handles.has(slugify(title)) ? `${slugify(title)}-${source.product_id}` : slugify(title);
  handles.add(handle);
  return {
    handle,
    title,
    category,
    brand,
    sku: source.product_id,
    price: source.list_price,
    ...(size !== undefined && { size }),
    picture: { emoji, tint: accent?.tint ?? category.tint, ...(accent && { accent: accent.emoji }) },
    tags: [
      ...(source.brand === 'Private' ? ['house brand'] : []),
      ...(/ORGANIC/.test(source.product_category) || /^Organic/.test(title) ? ['organic'] : []),
    ],
    attributes: attributeCells(source, size),
    description: `${noun} by ${brand}${size === undefined ? '' : `, ${size}`}. From our ${category.name.toLowerCase()} shelf.`,
  };
}

/**
 * The products of the data set, most sold first: `best` that everybody may buy and, where `full`, all others after
 * them.
 */
export function groceryProducts(best: number, full: boolean): GroceryProduct[] {
  // The first lines hold the best-selling ones; what is no ware or restricted is one in ten of them.
  const lines = full ? {} : { to_line: best * 2 + 100 };
  const sources = sourceSchema.parse(parse(gunzipSync(file('grocery-products.csv.gz')), { columns: true, ...lines }));
  const text = (source: Source) => `${source.department}/${source.product_category}/${source.product_type}`;
  const chosen = sources
    .filter(source => Number(source.list_price) >= 0.01 && !noWare.test(text(source)) && !restricted.test(text(source)))
    .slice(0, best);
  const skus = new Set(chosen.map(source => source.product_id));
  const others = full ? sources.filter(source => !skus.has(source.product_id)) : [];
  const used = new Set<string>();
  const handles = new Set<string>();
  return [...chosen, ...others].map(source => toProduct(source, used, handles));
}

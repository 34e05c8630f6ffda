import type { CatalogClient } from '../../../generated/catalog/client.ts';
import type { AttributeDraft } from '../../../generated/catalog/types.ts';

/** What the data set says of a product beside its type. */
export interface SaidOfProduct {
  product_category: string;
  product_type: string;
  /** `Private` is a brand of the shop that the data is from. */
  brand: string;
}

/** The attributes of the groceries, in the order of the columns of their file. */
const definitions: readonly AttributeDraft[] = [
  { name: 'Storage', type: 'choice', values: ['Frozen', 'Chilled', 'Shelf stable'], filterable: true, position: 1 },
  { name: 'Organic', type: 'boolean', filterable: true, position: 2 },
  { name: 'Own brand', type: 'boolean', filterable: true, position: 3 },
  { name: 'Pieces', type: 'number', filterable: true, position: 4 },
];

/** The columns of the attributes in a file of groceries. */
export const attributeColumns: readonly string[] = definitions.map(({ name }) => `Attribute: ${name}`);

/** Where the words of a category or type say how a product is kept; most say nothing. */
const storages = [
  [/\b(FROZEN|FRZN|FRZ)\b/, 'Frozen'],
  [/\b(REFRGRATD|REFRIGERATED|REFRIG)\b/, 'Chilled'],
  [/\bSHELF STABLE\b/, 'Shelf stable'],
] as const;

/** The pieces of a package by its size: "12 ct", "6 × 12 oz", "1 dozen". */
function piecesOf(size: string): string {
  const [, count, dozen] = /^(\d+) (?:ct|pack|(dozen)|× .*)$/.exec(size) ?? [];
  return count === undefined ? '' : String(Number(count) * (dozen === undefined ? 1 : 12));
}

/** The cells of `attributeColumns` for a product; what the data set does not say stays empty. */
export function attributeCells({ product_category, product_type, brand }: SaidOfProduct, size = ''): string[] {
  const said = `${product_category} ${product_type}`;
  const storage = storages.find(([words]) => words.test(said))?.[1] ?? '';
  return [storage, /ORGANIC/.test(said) ? 'yes' : '', brand === 'Private' ? 'yes' : '', piecesOf(size)];
}

/** Defines the attributes that are not there yet. */
export async function putAttributes(catalog: CatalogClient): Promise<void> {
  const known = await catalog.listAttributes();
  if (known.status !== 200) throw new Error(`Listing attributes: ${known.status}`);
  const names = new Set(known.body.items.map(({ name }) => name));
  for (const body of definitions.filter(({ name }) => !names.has(name))) {
    const made = await catalog.createAttribute({ body });
    if (made.status !== 201) throw new Error(`Defining ${body.name}: ${made.status} ${JSON.stringify(made.body)}`);
  }
}

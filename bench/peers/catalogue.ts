/** One of the sizes that a product of the catalogue is sold in. */
interface CatalogueVariant {
  size: string;
  sku: string;
  /** US cents. */
  price: number;
}

/** A product that every shop of the comparison sells. */
export interface CatalogueProduct {
  slug: string;
  title: string;
  description: string;
  category: string;
  variants: readonly CatalogueVariant[];
}

const PRODUCTS = 1_000;
/** Units of each variant: more than a measurement buys. */
export const STOCK = 100_000;

const words = (text: string): string[] => text.split(' ');
const manners = words('Amber Brisk Cobalt Dapper Elder Feral Gentle Hollow Ivory Jolly');
const materials = words('oak steel linen wool glass leather copper cotton bamboo ceramic');
const things = words(
  'Lamp Chair Table Kettle Jacket Boots Backpack Notebook Bottle Blanket Pillow Mirror Clock ' +
    'Vase Basket Candle Hammer Wrench Tent Helmet Gloves Scarf Wallet Speaker Keyboard',
);
const ADVERTISEMENT = 'It is sold to be listed, searched for and bought many times over. '.repeat(2).trim();

/** A different one each time, around in circles. Throws for an empty list. */
export function inTurn<T>(values: readonly T[]): () => T {
  let turn = 0;
  return () => {
    const value = values[turn++ % values.length];
    if (value === undefined) throw new Error('There is nothing to take turns with');
    return value;
  };
}

function productOf(index: number): CatalogueProduct {
  const of = (list: readonly string[], step: number) => list[Math.floor(index / step) % list.length] ?? '';
  const manner = of(manners, 1);
  const thing = of(things, 10);
  const material = of(materials, 3);
  return {
    slug: `p-${index}`,
    title: `${manner} ${thing} ${index}`,
    description: `A ${manner.toLowerCase()} ${thing.toLowerCase()} made of ${material}, in four sizes. ${ADVERTISEMENT}`,
    category: `Of ${material}`,
    variants: ['S', 'M', 'L', 'XL'].map((size, at) => ({
      size,
      sku: `SKU-${index}-${size}`,
      price: 1_000 + (index % 90) * 100 + at * 50,
    })),
  };
}

/** 1,000 products of four sizes each, the same ones each time. */
export const catalogue: readonly CatalogueProduct[] = Array.from({ length: PRODUCTS }, (_, at) => productOf(at + 1));

/** Words to search for: each is in the titles of 40 products. */
export const searchedWords: readonly string[] = things;

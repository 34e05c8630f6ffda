import type { PublishedProduct } from '../product.ts';
import { product } from './index.ts';

const rows = `
Bananas|Tropical fruit|National|101|40 LB
Green bananas|Tropical fruit|National|89|
Mango|Tropical fruit|Private|150|
Banana bread|Bakery|Private|399|14 OZ
Wheat bread|Bakery|National|249|20 OZ
Sourdough loaf|Bakery|Private|459|
Hot dog buns|Bakery|National|199|8 CT
Clover honey|Spreads|National|549|12 OZ
Peanut butter crunchy|Spreads|National|329|18 OZ
Strawberry preserves|Spreads|Private|279|18 OZ
Whole milk|Milk|Private|185|1 GA
Chocolate milk|Milk|National|219|1 QT
Milk chocolate bar|Candy|National|129|1.55 OZ
Gummy candy|Candy|Private|99|5 OZ
Cheddar cheese shredded|Cheese|Private|259|8 OZ
Cottage cheese|Cheese|National|289|16 OZ
Cream cheese|Cheese|National|199|8 OZ
Apples Gala|Apples|National|149|3 LB
Apple juice|Juice|Private|219|64 OZ
Orange juice|Juice|National|349|64 OZ
Cola soft drink|Soft drinks|National|159|2 L
Root beer|Soft drinks|Private|99|2 L
Lager|Beer|National|899|6 PK
Steak & Worcester sauce|Sauces|National|279|10 OZ
Tomato ketchup|Sauces|National|199|24 OZ
Ben's rice original|Rice|Ben's|269|2 LB
Baked beans|Canned vegetables|National|99|15 OZ
Chickpeas|Canned vegetables|Private|89|15 OZ
Tomatoes Roma|Tomatoes|National|129|25 LB
Crème fraîche|Cheese|Private|379|8 OZ
Jalapeño peppers|Peppers|National|79|
Toilet paper|Paper goods|Private|649|12 CT
Coffee beans dark roast|Coffee|National|999|12 OZ
Frozen shrimp|Seafood|Private|1299|1 LB
Chicken breast boneless|Chicken|National|599|
Yogurt vanilla|Yogurt|National|65|6 OZ
Water sparkling|Water|Private|89|1 L
Sugar granulated|Baking|Private|239|4 LB
`;

export interface Grocery {
  product: PublishedProduct;
  sku: string;
  available: number;
}

/** A small shop; every third product is sold out. */
export function groceries(): Grocery[] {
  return rows
    .trim()
    .split('\n')
    .map((row, at) => {
      const [title = '', category = '', brand = '', price, size] = row.split('|');
      const sku = `g${at}`;
      const createdAt = new Date(Date.UTC(2026, 0, 1 + Math.floor(at / 2))).toISOString();
      const payload = product(title, category, {
        brand,
        sku,
        price: Number(price),
        createdAt,
        ...(size ? { size } : {}),
      });
      return { product: payload, sku, available: at % 3 === 0 ? 0 : at };
    });
}

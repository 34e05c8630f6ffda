import { account } from './de/account.ts';
import { browser } from './de/browser.ts';
import { cart } from './de/cart.ts';
import { checkout } from './de/checkout.ts';
import { compare } from './de/compare.ts';
import { error } from './de/error.ts';
import { list } from './de/list.ts';
import { order } from './de/order.ts';
import { product } from './de/product.ts';
import { shop } from './de/shop.ts';
import { stockAlert } from './de/stock-alert.ts';

/** German, with the formal “Sie”. */
export const de = { account, browser, cart, checkout, compare, error, list, order, product, shop, stockAlert } as const;

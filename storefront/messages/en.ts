import { account } from './en/account.ts';
import { browser } from './en/browser.ts';
import { cart } from './en/cart.ts';
import { checkout } from './en/checkout.ts';
import { compare } from './en/compare.ts';
import { error } from './en/error.ts';
import { list } from './en/list.ts';
import { order } from './en/order.ts';
import { product } from './en/product.ts';
import { shop } from './en/shop.ts';
import { stockAlert } from './en/stock-alert.ts';

/** English: what every other language is a translation of. */
export const en = { account, browser, cart, checkout, compare, error, list, order, product, shop, stockAlert } as const;

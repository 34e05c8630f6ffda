import type { Page } from 'playwright-core';
import { environment } from '../outside.ts';
import { fillCart, rememberOrder, type Scene } from './scene.ts';

/** A page to look at. */
export interface Shown {
  name: string;
  /** Its address. */
  url(scene: Scene): string;
  /** What this visitor did before. */
  before?(page: Page, scene: Scene): Promise<void>;
}

const at = (path: string): string => environment.STOREFRONT_URL + path;
const withCart = (page: Page, { product }: Scene): Promise<void> => fillCart(page, product.variants[0]?.sku ?? '', 2);

/** Every page of the storefront, in the order in which a shopper comes by, with those that tell of nothing. */
export const storefrontPages: readonly Shown[] = [
  { name: 'home', url: () => at('/') },
  { name: 'categories', url: () => at('/categories') },
  { name: 'category', url: ({ category }) => at(`/categories/${category}`) },
  { name: 'search', url: () => at('/search?q=bananas') },
  { name: 'search without results', url: () => at('/search?q=xylophone%20quartz') },
  { name: 'product', url: ({ product }) => at(`/products/${product.slug}`) },
  { name: 'empty cart', url: () => at('/cart') },
  { name: 'cart', url: () => at('/cart'), before: withCart },
  { name: 'checkout', url: () => at('/checkout'), before: withCart },
  {
    name: 'order',
    url: ({ order }) => at(`/orders/${order.orderId}`),
    before: (page, { order }) => rememberOrder(page, order),
  },
  { name: 'order of somebody else', url: ({ order }) => at(`/orders/${order.orderId}`) },
  { name: 'no such page', url: () => at('/products/no-such-product') },
];

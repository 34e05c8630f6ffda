import type { Page } from 'playwright-core';
import { environment } from '../api-client.ts';
import { fillCart, type Scenario, signUpInPage, storeOrderToken } from './scenario.ts';

/** A page of the storefront. */
export interface StorefrontPage {
  name: string;
  url(scenario: StorefrontScenario): string;
  /** What the shopper did before. */
  before?(page: Page, scenario: Scenario): Promise<void>;
}

/** What pages of the storefront show. */
export interface StorefrontScenario extends Scenario {
  /** The slug of a product that is sold out. */
  soldOut: string;
}

const storefrontUrl = (path: string): string => environment.STOREFRONT_URL + path;
const withCart = (page: Page, { product }: Scenario): Promise<void> =>
  fillCart(page, product.variants[0]?.sku ?? '', 2);

/** Every page of the storefront, in a shopper's order, with the empty ones. */
export const storefrontPages: readonly StorefrontPage[] = [
  { name: 'home', url: () => storefrontUrl('/') },
  { name: 'categories', url: () => storefrontUrl('/categories') },
  { name: 'category', url: ({ category }) => storefrontUrl(`/categories/${category}`) },
  { name: 'search', url: () => storefrontUrl('/search?q=bananas') },
  { name: 'filtered list', url: () => storefrontUrl('/search?attribute=storage:frozen&attribute=own-brand:true') },
  { name: 'search without results', url: () => storefrontUrl('/search?q=xylophone%20quartz') },
  { name: 'product', url: ({ product }) => storefrontUrl(`/products/${product.slug}`) },
  { name: 'sold-out product', url: ({ soldOut }) => storefrontUrl(`/products/${soldOut}?alert=invalid`) },
  {
    name: 'messages about stock',
    url: ({ order }) => storefrontUrl(`/stock-alerts/${order.orderId}?token=wrong-token&result=wrong`),
  },
  {
    name: 'comparison',
    url: ({ product, soldOut }) => storefrontUrl(`/compare?product=${product.slug}&product=${soldOut}`),
  },
  { name: 'empty comparison', url: () => storefrontUrl('/compare') },
  { name: 'empty cart', url: () => storefrontUrl('/cart') },
  { name: 'cart', url: () => storefrontUrl('/cart'), before: withCart },
  { name: 'checkout', url: () => storefrontUrl('/checkout'), before: withCart },
  {
    name: 'order',
    url: ({ order }) => storefrontUrl(`/orders/${order.orderId}`),
    before: (page, { order }) => storeOrderToken(page, order),
  },
  { name: 'order of somebody else', url: ({ order }) => storefrontUrl(`/orders/${order.orderId}`) },
  { name: 'find an order', url: () => storefrontUrl('/orders?problem=none') },
  { name: 'sign-in', url: () => storefrontUrl('/account') },
  { name: 'sign-up', url: () => storefrontUrl('/account/sign-up') },
  { name: 'forgotten password', url: () => storefrontUrl('/account/forgotten-password') },
  { name: 'link that works no more', url: () => storefrontUrl('/account/new-password?token=no-such-token') },
  { name: 'account', url: () => storefrontUrl('/account'), before: signUpInPage },
  { name: 'confirmation', url: () => storefrontUrl('/account/confirm-address?token=some-token'), before: signUpInPage },
  { name: 'own orders', url: () => storefrontUrl('/account/orders'), before: signUpInPage },
  { name: 'contact', url: () => storefrontUrl('/help/contact') },
  { name: 'delivery', url: () => storefrontUrl('/help/delivery') },
  { name: 'no such page', url: () => storefrontUrl('/products/no-such-product') },
];

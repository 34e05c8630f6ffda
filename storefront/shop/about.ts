/** The texts of the shop about itself. */
export const shop = {
  name: 'Covenant Market',
  /** Where most of its parcels go: ISO 3166-1 alpha-2. */
  country: 'US',
  claim: 'good food, told as it is',
  description: 'Groceries with honest prices and honest stock: what you see is what there is, and what you pay.',
} as const;

/** The storefront's URL as shoppers see it, without a slash at its end: `http://localhost:3000`. */
export function publicUrl(): string {
  const url = process.env.PUBLIC_STOREFRONT_URL;
  if (!url) throw new Error('PUBLIC_STOREFRONT_URL is missing');
  return url.replace(/\/+$/, '');
}

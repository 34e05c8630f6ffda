/** The shop; what it says of itself is among the messages. */
export const shop = {
  name: 'Covenant Market',
  /** Where most of its parcels go: ISO 3166-1 alpha-2. */
  country: 'US',
} as const;

/** The storefront's URL as shoppers see it, without a slash at its end: `http://localhost:3000`. */
export function publicUrl(): string {
  const url = process.env.PUBLIC_STOREFRONT_URL;
  if (!url) throw new Error('PUBLIC_STOREFRONT_URL is missing');
  return url.replace(/\/+$/, '');
}

import { createRequestContext, runInContext } from '../storefront/shop/request-context.ts';

/** The cookies of a browser in which a shopper is signed in. */
export const storefrontSession: ReadonlyMap<string, string> = new Map([['__Host-shopper', 'abc.def']]);

/** Runs the storefront's code as a page does, with the pact's service in place of the gateway. */
export function inStorefront<T>(
  baseUrl: string,
  work: () => Promise<T>,
  cookies: ReadonlyMap<string, string> = new Map(),
): Promise<T> {
  process.env.GATEWAY_URL = baseUrl;
  return runInContext(
    createRequestContext({
      nonce: 'n',
      address: '203.0.113.7',
      origin: 'http://shop.example',
      cookies,
      observe: undefined,
    }),
    work,
  );
}

const sizes = [{ url: '/media/bananas-160.webp', width: 160 }];
export const image = {
  url: '/media/bananas-640.webp',
  width: 640,
  height: 640,
  alt: 'Bananas',
  tint: '#f5d76e',
  sizes,
};

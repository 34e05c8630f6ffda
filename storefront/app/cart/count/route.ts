import { readCookie } from '../../../shop/request-context.ts';

/** The count beside the cart as a picture, for browsers that run no script: pages are the same for everybody. */
export const dynamic = 'force-dynamic';

export function GET(): Response {
  const count = /^[1-9]\d{0,6}$/.exec(readCookie('cart-count') ?? '')?.[0];
  const badge =
    count === undefined
      ? ''
      : `<style>rect{fill:#22242b}text{fill:#fbfbfd;font:500 12px system-ui,sans-serif}@media (prefers-color-scheme:dark){rect{fill:#eff0f3}text{fill:#16171c}}</style><rect width="28" height="20" rx="10"/><text x="14" y="14.5" text-anchor="middle">${count}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="28" height="20">${badge}</svg>`;
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
}

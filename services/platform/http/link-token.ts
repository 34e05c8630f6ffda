import { createHmac, timingSafeEqual } from 'node:crypto';
import { secret } from '../config.ts';

/** The secret of capability URLs. */
export const linkConfig = { LINK_SECRET: secret(32) };

/**
 * The token of a capability URL (https://www.w3.org/TR/capability-urls/): it gives access to one resource, such as
 * `orders/<id>`. It is an HMAC of the resource, so every service with the secret makes the same token and none stores
 * it. It is valid until the secret changes.
 */
export function linkToken(resource: string, linkSecret: string): string {
  return createHmac('sha256', linkSecret).update(`link:${resource}`).digest().subarray(0, 16).toString('base64url');
}

/** Whether `token` is the link token of a resource. Compares in constant time. */
export function isLinkToken(resource: string, token: string, linkSecret: string): boolean {
  const digest = (text: string) => createHmac('sha256', linkSecret).update(text).digest();
  return timingSafeEqual(digest(token), digest(linkToken(resource, linkSecret)));
}

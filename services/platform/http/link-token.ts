import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A token that lets whoever follows a link see one thing, such as `orders/<id>`. Every service that knows the secret
 * makes the same token for the same thing, so nobody has to keep it; it opens that thing only, and for as long as the
 * secret stays.
 */
export function linkToken(opens: string, secret: string): string {
  return createHmac('sha256', secret).update(`link:${opens}`).digest().subarray(0, 16).toString('base64url');
}

/** Whether a token is the one of a link to this thing. Takes the same time whatever the token is. */
export function isLinkToken(opens: string, token: string, secret: string): boolean {
  const [given, right] = [token, linkToken(opens, secret)].map(text =>
    createHmac('sha256', secret).update(text).digest(),
  );
  return given !== undefined && right !== undefined && timingSafeEqual(given, right);
}

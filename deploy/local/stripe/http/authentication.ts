import { ApiError } from '../errors.ts';

/**
 * The key of a request, from `Authorization: Bearer sk_test_…` or basic authentication with the key as its user
 * (https://docs.stripe.com/api/authentication). The sandbox accepts every test key, and no live one.
 */
export function authenticate(header: string | undefined): string {
  const key = readKey(header ?? '');
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  }
  if (/^pk_/.test(key))
    throw unauthorized(
      'This API call cannot be made with a publishable API key. Please use a secret API key.',
      'secret_key_required',
    );
  if (!/^[sr]k_test_\w+$/.test(key))
    throw unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`);
  return key;
}

function readKey(header: string): string | undefined {
  const [scheme, value] = header.split(' ');
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() === 'basic' && value) return Buffer.from(value, 'base64').toString().split(':')[0];
  return undefined;
}

const unauthorized = (message: string, code?: string) =>
  new ApiError(401, { type: 'invalid_request_error', message, ...(code ? { code } : {}) }, false);

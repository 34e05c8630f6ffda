import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { AUDIENCE, SESSION_ISSUER } from '../../../services/platform/http/auth.ts';

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1_000);

function token(header: object, claims: object, signature: (content: string) => string): string {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${signature(content)}`;
}

const strangersKey = generateKeyPairSync('ed25519').privateKey;
const signedBy = (key: KeyObject) => (content: string) => sign(null, Buffer.from(content), key).toString('base64url');
const unsigned = (): string => '';

/** Claims of a first admin, as identity would sign them. */
const adminClaims = () => ({
  iss: SESSION_ISSUER,
  aud: AUDIENCE,
  sub: '0190a6e0-7c1d-7000-8000-00000000000a',
  kind: 'staff',
  roles: ['admin'],
  iat: now(),
  exp: now() + 300,
  auth_time: now(),
});
const serviceClaims = (caller: string, target: string) => ({ iss: caller, aud: target, iat: now(), exp: now() + 60 });
const SERVICE = { alg: 'EdDSA', typ: 'service+jwt' };

/** A token whose last letters are others: the signature does not fit. */
export const withBrokenSignature = (genuine: string): string =>
  genuine.slice(0, -6) + [...genuine.slice(-6)].map(letter => (letter === 'A' ? 'B' : 'A')).join('');

/** A genuine token with other claims under its signature. */
export function withClaims(genuine: string, claims: object): string {
  const [header = '', own = '', signature = ''] = genuine.split('.');
  const before: object = JSON.parse(Buffer.from(own, 'base64url').toString());
  return [header, encode({ ...before, ...claims }), signature].join('.');
}

/** A service's token that ended a minute ago; its key is genuine. */
export const expiredServiceToken = (caller: string, target: string, key: KeyObject): string =>
  token(SERVICE, { iss: caller, aud: target, iat: now() - 120, exp: now() - 60 }, signedBy(key));

/** A service's token without an end. */
export const endlessServiceToken = (caller: string, target: string, key: KeyObject): string =>
  token(SERVICE, { iss: caller, aud: target }, signedBy(key));

/** Tokens that nobody of the system signed, by what is wrong with them. */
export function forgedTokens(caller: string, target: string, publicKey: string): Record<string, string> {
  const hmac = (content: string) => createHmac('sha256', publicKey).update(content).digest('base64url');
  return {
    'a session without a signature (alg: none)': token({ alg: 'none', typ: 'JWT' }, adminClaims(), unsigned),
    'a session of another key': token({ alg: 'EdDSA', kid: 'x' }, adminClaims(), signedBy(strangersKey)),
    'a session signed with the public key (HS256)': token({ alg: 'HS256' }, adminClaims(), hmac),
    'a session that brings its key (jwk)': token(
      { alg: 'EdDSA', jwk: strangersKey.export({ format: 'jwk' }) },
      adminClaims(),
      signedBy(strangersKey),
    ),
    'a service without a signature (alg: none)': token(
      { ...SERVICE, alg: 'none' },
      serviceClaims(caller, target),
      unsigned,
    ),
    'a service of another key': token(SERVICE, serviceClaims(caller, target), signedBy(strangersKey)),
    'a service signed with the public key (HS256)': token(
      { ...SERVICE, alg: 'HS256' },
      serviceClaims(caller, target),
      hmac,
    ),
    'a service that nobody knows': token(SERVICE, serviceClaims('nobody', target), signedBy(strangersKey)),
    'identity as a service, by another key': token(
      SERVICE,
      serviceClaims(SESSION_ISSUER, target),
      signedBy(strangersKey),
    ),
  };
}

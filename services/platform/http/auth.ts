import type { Request } from 'express';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';
import { z } from 'zod';
import type { SecurityScheme, SecurityVerdict } from '../../../contracts/codegen/runtime/operation.ts';
import type { Principal, RequestContext } from './context.ts';
import { unavailable } from './unavailable.ts';

export const AUDIENCE = 'covenant';
export const SESSION_ISSUER = 'covenant-identity';

/**
 * The claims of the token that identity issues and the gateway forwards for a session, besides `iss`, `aud` and `exp`.
 * `sub` is the id of the principal.
 */
export const sessionClaims = z.object({
  sub: z.string().min(1),
  kind: z.enum(['staff', 'shopper']),
  roles: z.array(z.string()),
  email: z.string().optional(),
});

const SERVICE_TOKEN_SECONDS = 60;
const KEYS_FRESH_MS = 10 * 60_000;
const KEYS_RETRY_MS = 30_000;
/** Tokens that name unknown keys cause at most one request to identity per cooldown. */
const KEYS_COOLDOWN_MS = 2_000;

function bearer(request: Request): string | undefined {
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.get('authorization') ?? '')?.[1];
}

function algorithm(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}

/**
 * Identity's public keys (JWKS, RFC 7517): fetched once, then refreshed in the background every 10 minutes and when a
 * token names an unknown key.
 */
function identityKeys(identityUrl: string): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(`${identityUrl}/.well-known/jwks.json`), {
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: KEYS_COOLDOWN_MS,
    timeoutDuration: 3_000,
  });
  let refreshAt = Date.now() + KEYS_FRESH_MS;
  return async (header, token) => {
    const known = remote.jwks();
    if (!known) {
      return remote(header, token).catch(error => {
        throw remote.jwks() ? error : unavailable('Identity', 2, error);
      });
    }
    if (Date.now() > refreshAt) {
      refreshAt = Date.now() + KEYS_RETRY_MS;
      remote.reload().then(
        () => {
          refreshAt = Date.now() + KEYS_FRESH_MS;
        },
        () => {},
      );
    }
    if (known.keys.some(key => key.kid === header.kid)) return createLocalJWKSet(known)(header, token);
    return remote(header, token);
  };
}

/**
 * Whether the principal has one of the roles; an empty list requires a signed-in user only. An admin has every role of
 * staff.
 */
export function hasRole(principal: Pick<Principal, 'kind' | 'roles'>, roles: readonly string[]): boolean {
  if (roles.length === 0) return true;
  const own = principal.kind === 'shopper' ? ['shopper'] : principal.roles;
  if (principal.kind === 'staff' && own.includes('admin') && roles.some(role => role !== 'shopper')) return true;
  return roles.some(role => own.includes(role));
}

/**
 * The `session` scheme: the gateway's `Authorization: Bearer` token, EdDSA, issued by identity for five minutes. Sets
 * `context.principal`. 'anonymous' without a valid token, 'forbidden' without a listed role. Throws ProblemError 503
 * when identity's keys could never be fetched.
 */
export function sessionSecurity<C extends RequestContext<never>>(options: {
  identityUrl: string;
}): SecurityScheme<C>['verify'] {
  const keys = identityKeys(options.identityUrl);
  return async (request, roles, context): Promise<SecurityVerdict> => {
    const token = bearer(request);
    if (!token || algorithm(token) !== 'EdDSA') return 'anonymous';
    const claims = await verified(() =>
      jwtVerify(token, keys, { issuer: SESSION_ISSUER, audience: AUDIENCE, algorithms: ['EdDSA'] }),
    );
    const parsed = sessionClaims.safeParse(claims);
    if (!parsed.success) return 'anonymous';
    const { sub, kind, roles: own, email } = parsed.data;
    const principal: Principal = { kind, id: sub, roles: own, ...(email === undefined ? {} : { email }) };
    if (!hasRole(principal, roles)) return 'forbidden';
    context.principal = principal;
    return 'granted';
  };
}

/** The claims of a valid token; undefined for an invalid one. Throws the ProblemError of `verify`. */
async function verified(verify: () => Promise<{ payload: unknown }>): Promise<unknown> {
  try {
    return (await verify()).payload;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J')) return undefined;
    throw error;
  }
}

const serviceClaims = z.object({ iss: z.string().min(1), exp: z.number() });
/** Tokens that are kept, of all services. */
const MAX_TOKENS = 1_000;

/**
 * The caller of a service's token, undefined for an invalid one. A service sends one token for half a minute: its
 * signature is checked once, and it is the caller's until it expires.
 */
function serviceCallers(secret: string): (token: string) => Promise<string | undefined> {
  const key = new TextEncoder().encode(secret);
  const known = new Map<string, { caller: string; expiresAt: number }>();
  return async token => {
    const kept = known.get(token);
    if (kept && kept.expiresAt > Date.now()) return kept.caller;
    known.delete(token);
    if (algorithm(token) !== 'HS256') return undefined;
    const claims = await verified(() =>
      jwtVerify(token, key, { audience: AUDIENCE, algorithms: ['HS256'], requiredClaims: ['iss', 'exp'] }),
    );
    const parsed = serviceClaims.safeParse(claims);
    if (!parsed.success) return undefined;
    const { iss: caller, exp } = parsed.data;
    if (known.size >= MAX_TOKENS) known.clear();
    known.set(token, { caller, expiresAt: exp * 1_000 });
    return caller;
  };
}

/**
 * The `service` scheme: another service's token (`serviceToken`). The listed roles are the names of the services that
 * may call; an empty list allows every service. Sets `context.principal` to the service.
 */
export function serviceSecurity<C extends RequestContext<never>>(options: {
  secret: string;
}): SecurityScheme<C>['verify'] {
  const callerOf = serviceCallers(options.secret);
  return async (request, callers, context): Promise<SecurityVerdict> => {
    const token = bearer(request);
    const caller = token === undefined ? undefined : await callerOf(token);
    if (caller === undefined) return 'anonymous';
    if (callers.length > 0 && !callers.includes(caller)) return 'forbidden';
    context.principal = { kind: 'service', id: caller, roles: [] };
    return 'granted';
  };
}

/** A token that authenticates service `name` as the caller: HS256, valid for 60 s. */
export function serviceToken(name: string, secret: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(name)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${SERVICE_TOKEN_SECONDS} s`)
    .sign(new TextEncoder().encode(secret));
}

/** `serviceToken`, signed anew when the last one has less than half of its life left. */
export function serviceTokens(name: string, secret: string): () => Promise<string> {
  let token: Promise<string> | undefined;
  let renewAt = 0;
  return () => {
    const now = Date.now();
    if (token === undefined || now >= renewAt) {
      token = serviceToken(name, secret);
      renewAt = now + (SERVICE_TOKEN_SECONDS * 1_000) / 2;
    }
    return token;
  };
}

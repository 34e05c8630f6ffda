import { type KeyObject, sign } from 'node:crypto';
import type { Request } from 'express';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JWTVerifyGetKey,
  jwtVerify,
  type ProtectedHeaderParameters,
} from 'jose';
import { z } from 'zod';
import type { SecurityScheme, SecurityVerdict } from '../../../contracts/codegen/runtime/operation.ts';
import type { PublicKeys } from '../service-keys.ts';
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
  /** OpenID Connect Core 1.0, section 5.1. */
  email_verified: z.boolean().optional(),
  /** When they authenticated, s since 1970 (OpenID Connect Core 1.0, section 2). */
  auth_time: z.number().optional(),
});

/** Keeps the tokens of services apart from those of sessions (RFC 8725, section 3.11). */
const SERVICE_TOKEN_TYPE = 'service+jwt';
const SERVICE_TOKEN_SECONDS = 60;
const KEYS_FRESH_MS = 10 * 60_000;
const KEYS_RETRY_MS = 30_000;
/** Tokens that name unknown keys cause at most one request to identity per cooldown. */
const KEYS_COOLDOWN_MS = 2_000;

function bearer(request: Request): string | undefined {
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.get('authorization') ?? '')?.[1];
}

function headerOf(token: string): ProtectedHeaderParameters | undefined {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

/** The claims of a token, not verified. */
function claimsOf(token: string): unknown {
  try {
    return decodeJwt(token);
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
    const header = token === undefined ? undefined : headerOf(token);
    if (token === undefined || header?.alg !== 'EdDSA' || header.typ === SERVICE_TOKEN_TYPE) return 'anonymous';
    const claims = await verified(() =>
      jwtVerify(token, keys, { issuer: SESSION_ISSUER, audience: AUDIENCE, algorithms: ['EdDSA'] }),
    );
    const parsed = sessionClaims.safeParse(claims);
    if (!parsed.success) return 'anonymous';
    const { sub, kind, roles: own, email, email_verified: isVerified, auth_time: authTime } = parsed.data;
    const principal: Principal = {
      kind,
      id: sub,
      roles: own,
      ...(email === undefined ? {} : { email }),
      ...(email === undefined || isVerified !== true ? {} : { verifiedEmail: email }),
      ...(authTime === undefined ? {} : { authenticatedAt: new Date(authTime * 1_000) }),
    };
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

/** The principal of a token that was verified, and until when it is believed without another look, ms. */
interface KnownToken {
  caller: string;
  until: number;
}
const MAX_KNOWN_TOKENS = 1_000;

/**
 * The `service` scheme: another service's token (`serviceToken`), signed with its own key and meant for this service.
 * The listed roles are the names of the services that may call; an empty list allows every service. Sets
 * `context.principal` to the service.
 */
export function serviceSecurity<C extends RequestContext<never>>(options: {
  /** The name of this service. */
  audience: string | readonly string[];
  publicKeys: PublicKeys;
}): SecurityScheme<C>['verify'] {
  const audience = [options.audience].flat();
  const known = new Map<string, KnownToken>();

  async function callerOf(token: string): Promise<string | undefined> {
    const found = known.get(token);
    if (found && found.until > Date.now()) return found.caller;
    const issuer = z.object({ iss: z.string() }).safeParse(claimsOf(token)).data?.iss ?? '';
    for (const key of options.publicKeys.get(issuer) ?? []) {
      const checks = { issuer, audience, typ: SERVICE_TOKEN_TYPE, algorithms: ['EdDSA'], requiredClaims: ['exp'] };
      const claims = z.object({ exp: z.number() }).safeParse(await verified(() => jwtVerify(token, key, checks)));
      if (!claims.success) continue;
      if (known.size >= MAX_KNOWN_TOKENS) known.clear();
      known.set(token, { caller: issuer, until: claims.data.exp * 1_000 });
      return issuer;
    }
    return undefined;
  }

  return async (request, callers, context): Promise<SecurityVerdict> => {
    const token = bearer(request);
    if (!token || headerOf(token)?.typ !== SERVICE_TOKEN_TYPE) return 'anonymous';
    const caller = await callerOf(token);
    if (caller === undefined) return 'anonymous';
    if (callers.length > 0 && !callers.includes(caller)) return 'forbidden';
    context.principal = { kind: 'service', id: caller, roles: [] };
    return 'granted';
  };
}

/** Who calls whom. */
export interface ServiceCall {
  /** The service that calls. */
  caller: string;
  /** The names of the services that are called. */
  target: string | readonly string[];
  /** The private key of the caller. */
  key: KeyObject;
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token that authenticates a service to another one: EdDSA (RFC 8037), valid for 60 s. */
export function serviceToken({ caller, target, key }: ServiceCall): string {
  const issuedAt = Math.floor(Date.now() / 1_000);
  const claims = { iss: caller, aud: target, iat: issuedAt, exp: issuedAt + SERVICE_TOKEN_SECONDS };
  const content = `${encode({ alg: 'EdDSA', typ: SERVICE_TOKEN_TYPE })}.${encode(claims)}`;
  return `${content}.${sign(null, Buffer.from(content), key).toString('base64url')}`;
}

/** `serviceToken`, signed anew when the last one has less than half of its life left. */
export function serviceTokens(call: ServiceCall): () => string {
  let token: string | undefined;
  let renewAt = 0;
  return () => {
    const now = Date.now();
    if (token === undefined || now >= renewAt) {
      token = serviceToken(call);
      renewAt = now + (SERVICE_TOKEN_SECONDS * 1_000) / 2;
    }
    return token;
  };
}

import type { CachePolicy, Idempotency, Method } from './operation.ts';

/** One operation that the gateway lets through to its service. */
export interface GatewayRoute {
  service: string;
  method: Method;
  /** For Express: `/products/:slug`. */
  path: string;
  /** What the query of a request holds, where the contract's path has a query. */
  query?: Readonly<Record<string, string>>;
  /** As in the contract: `/products/{slug}`. */
  openapiPath: string;
  operationId: string;
  gateway: 'public' | 'admin';
  /** Alternatives; in each, schemes with the roles that they need. */
  security: readonly Readonly<Record<string, readonly string[]>>[];
  /** Bytes. */
  bodyLimit: number;
  rawBody: boolean;
  cache?: CachePolicy;
  idempotency?: Idempotency;
  /** The values of `Deprecation` (RFC 9745) and `Sunset` (RFC 8594). */
  lifecycle?: { deprecation?: string; sunset?: string };
  /** It answers with server-sent events, for as long as the caller listens. */
  events?: true;
}

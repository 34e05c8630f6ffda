import type { Request } from 'express';
import type { Check } from './check.ts';
import type { FormDefinition } from './form-definition.ts';
import type { ParameterDefinition } from './parameter-style.ts';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE';
export type Audience = 'public' | 'admin' | 'internal';
export type Idempotency = 'required' | 'optional' | 'natural';

/**
 * `x-cache` of an operation; ages in seconds. A tag may name a path or query parameter or a field of the answer:
 * `product:{slug}`, `tea:{items.name}`; each value of a list gives a tag.
 */
export interface CachePolicy {
  maxAge?: number;
  sMaxAge?: number;
  staleWhileRevalidate?: number;
  immutable?: boolean;
  private?: boolean;
  tags?: readonly string[];
}

/** What the contract says of an operation, for what runs around every handler. */
export interface OperationInfo {
  operationId: string;
  method: Method;
  /** As in the contract: `/orders/{orderId}`. */
  path: string;
  gateway: Audience;
  idempotency?: Idempotency;
  cache?: CachePolicy;
  /** `x-max-authentication-age`, s: who is signed in for longer authenticates again (RFC 9470). */
  maxAuthenticationAge?: number;
}

export interface OperationDefinition extends OperationInfo {
  /** For Express: `/orders/:orderId`. */
  route: string;
  /** What the query of a request holds besides its parameters, where the contract's path has a query. */
  query?: Readonly<Record<string, string>>;
  /** Alternatives; each names schemes and the roles that they need. None: open to everybody. */
  security: readonly Readonly<Record<string, readonly string[]>>[];
  /** Query parameters that hold a credential of `security`: verified there, and no input of the operation. */
  credentials?: readonly string[];
  parameters: readonly ParameterDefinition[];
  checkParameters?: Check;
  body?: {
    required: boolean;
    /** Bytes. */
    limit: number;
    /** The handler gets the bytes as they came: signatures are computed over them. */
    raw: boolean;
    /** By media type: its check, or false where the handler reads a stream. */
    media: Readonly<Record<string, Check | boolean | FormDefinition>>;
    choice: boolean;
    /** A schema of the contract has a property called `__proto__`, which is refused otherwise. */
    proto?: boolean;
  };
  /** By status, range or `default`, then by media type: its check, or false where the body is bytes. */
  responses: Readonly<Record<string, Readonly<Record<string, Check | boolean>>>>;
  /** By status, range or `default`: the headers that an answer has, in lower case. */
  requiredHeaders?: Readonly<Record<string, readonly string[]>>;
}

/** A response of any operation; each operation's own union is narrower. */
export interface AnyResponse {
  status: number;
  contentType?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Runs around a handler: transactions, idempotency, metrics. `run` calls the handler, at most once. */
export type Around<C> = (
  operation: OperationInfo,
  input: unknown,
  context: C,
  run: () => Promise<AnyResponse>,
) => Promise<AnyResponse>;

export type SecurityVerdict = 'granted' | 'anonymous' | 'forbidden';

/** A security scheme: whether the request has a credential of this kind, and one of the roles (none asked for: any). */
export interface SecurityScheme<C> {
  verify(request: Request, roles: readonly string[], context: C): Promise<SecurityVerdict>;
}

import type { Violation } from './check.ts';

export interface ProblemFields {
  status: number;
  /** A URI reference that names the kind of problem; `about:blank` when only the status says it. */
  type?: string;
  title?: string;
  detail?: string;
  errors?: readonly Violation[];
  /** Response headers, such as `retry-after`. */
  headers?: Readonly<Record<string, string>>;
  /** Extra members of the problem, such as `code`. */
  extra?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  425: 'Too Early',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** An error that the caller receives: RFC 9457. Services throw it, clients get it back from a `default` response. */
export class ProblemError extends Error {
  override readonly name: string = 'ProblemError';
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly Violation[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(fields: ProblemFields) {
    const title = fields.title ?? titles[fields.status] ?? 'Error';
    super(fields.detail === undefined ? title : `${title}: ${fields.detail}`, { cause: fields.cause });
    this.status = fields.status;
    this.type = fields.type ?? 'about:blank';
    this.title = title;
    this.detail = fields.detail;
    this.errors = fields.errors;
    this.headers = fields.headers ?? {};
    this.extra = fields.extra ?? {};
  }

  /** The members of the `application/problem+json` body. */
  body(): Record<string, unknown> {
    const body: Record<string, unknown> = { ...this.extra, type: this.type, title: this.title, status: this.status };
    if (this.detail !== undefined) body.detail = this.detail;
    if (this.errors !== undefined) body.errors = this.errors;
    return body;
  }
}

/**
 * A problem that another service answered and its contract does not declare. To whoever called us it is no problem of
 * theirs: it becomes a 503 when the other is busy or down, else a 502.
 */
export class RemoteProblemError extends ProblemError {
  override readonly name: string = 'RemoteProblemError';
}

export interface ProblemResponse {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/**
 * What a caller may know of any error. A `ProblemError` says it itself; a client error of Express (a malformed path, a
 * body in an unknown encoding) keeps its status; everything else is a 500 that tells nothing.
 */
export function toProblemResponse(error: unknown): ProblemResponse {
  const problem = asProblem(error);
  return {
    status: problem.status,
    headers: { ...problem.headers, 'content-type': 'application/problem+json' },
    body: problem.body(),
  };
}

/** The problem that an error stands for. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof RemoteProblemError) return fromRemote(error);
  if (error instanceof ProblemError) return error;
  if (error instanceof URIError)
    return new ProblemError({ status: 400, detail: 'The address is not encoded properly.', cause: error });
  const isPublic = error instanceof Error && 'expose' in error && error.expose === true;
  if (isPublic && 'status' in error && typeof error.status === 'number')
    return new ProblemError({ status: error.status, cause: error });
  return new ProblemError({ status: 500, cause: error });
}

function fromRemote(error: RemoteProblemError): ProblemError {
  const retryAfter = error.headers['retry-after'];
  const isBusy = [429, 502, 503, 504].includes(error.status);
  return new ProblemError({
    status: isBusy ? 503 : 502,
    cause: error,
    ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
  });
}

/** Reads a problem out of a response body; undefined where it is none. */
export function parseProblem(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): ProblemError | undefined {
  const fields = problemFields(status, body, headers);
  return fields && new ProblemError(fields);
}

/**
 * As `parseProblem`, of the answer that another service gave us; of its headers only `retry-after` is kept, for it may
 * end up in our answer.
 */
export function parseRemoteProblem(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): RemoteProblemError | undefined {
  const retryAfter = headers['retry-after'];
  const fields = problemFields(status, body, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
  return fields && new RemoteProblemError(fields);
}

function problemFields(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): ProblemFields | undefined {
  if (typeof body !== 'object' || body === null || !('title' in body) || typeof body.title !== 'string')
    return undefined;
  const { type, title, detail, errors, status: _, ...extra }: Record<string, unknown> = { ...body };
  return {
    status,
    ...(typeof type === 'string' && { type }),
    title: String(title),
    ...(typeof detail === 'string' && { detail }),
    ...(Array.isArray(errors) && { errors: errors.filter(isViolation) }),
    headers,
    extra,
  };
}

function isViolation(value: unknown): value is Violation {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    'message' in value &&
    typeof value.path === 'string' &&
    typeof value.message === 'string'
  );
}

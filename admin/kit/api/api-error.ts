import { HttpError } from 'react-admin';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import { isConclusive } from './idempotency-keys.ts';

/** A failed call with a message for staff. `body.errors` maps form fields to their errors. */
export class ApiError extends HttpError {
  readonly problem: ProblemError | undefined;
  /** Whether it is unknown if a mutation was done: its response was lost, or the service failed. */
  readonly isOutcomeUnknown: boolean;

  constructor(message: string, status: number, problem: ProblemError | undefined, isOutcomeUnknown = false) {
    super(message, status, problem && { ...problem.body(), errors: fieldErrors(problem) });
    // react-admin's class sets its own prototype, which would take this one's away.
    Object.setPrototypeOf(this, ApiError.prototype);
    this.problem = problem;
    this.isOutcomeUnknown = isOutcomeUnknown;
  }

  /** The stable code of the problem, for programs. */
  get code(): string | undefined {
    return codeOf(this.problem);
  }
}

function codeOf(problem: ProblemError | undefined): string | undefined {
  return typeof problem?.extra.code === 'string' ? problem.extra.code : undefined;
}

/** Errors by form field (`variants.0.price`). */
export function fieldErrors({ errors }: ProblemError): Record<string, string> | undefined {
  const found = (errors ?? []).filter(({ path }) => path.startsWith('/body/'));
  if (found.length === 0) return undefined;
  return Object.fromEntries(
    found.map(({ path, message }) => [
      path.slice('/body/'.length).split('/').map(unescapeKey).join('.'),
      sentence(message),
    ]),
  );
}

function unescapeKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function sentence(message: string): string {
  const text = message === 'is required' ? 'Required' : message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Any error as an `ApiError` with the console's own message. An aborted call passes through unchanged and is not
 * shown.
 */
export function toApiError(error: unknown): unknown {
  if (error instanceof ApiError || isNamed(error, 'AbortError')) return error;
  if (error instanceof ProblemError) return new ApiError(messageOf(error), error.status, error);
  if (isNamed(error, 'TypeError'))
    return new ApiError('No connection. Try again once you are back online.', 0, undefined);
  return new ApiError(error instanceof Error ? error.message : 'Something went wrong.', 500, undefined);
}

/**
 * The error of a mutation. Without a conclusive response it says that the outcome is unknown, never that nothing
 * happened: the same again goes out under the same idempotency key.
 */
export function toMutationError(error: unknown): unknown {
  const apiError = toApiError(error);
  if (!(apiError instanceof ApiError) || apiError.isOutcomeUnknown) return apiError;
  const { status, problem } = apiError;
  if (isConclusive(problem ?? apiError) || status === 429 || status === 409) return apiError;
  return new ApiError(unknownOutcome, status, problem, true);
}

const unknownOutcome =
  'No answer came, so it is not known whether this was done. Do the same again: it is never done twice.';

/** Errors of `fetch` are recognised by their name. */
function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}

function messageOf(problem: ProblemError): string {
  const { status, detail, title, headers } = problem;
  if (codeOf(problem) === 'reauthentication_required') return 'This needs you to sign in again. Nothing was changed.';
  if (status === 403) return 'Your role does not allow this.';
  if (status === 404) return detail ?? 'It is not there any more.';
  if (status === 429) return `Too many requests; try again in ${headers['retry-after'] ?? 'a few'} seconds.`;
  if (status >= 502 && status <= 504) return 'This part of the shop is not answering right now. Try again in a moment.';
  if (status === 500) return 'Something went wrong on our side.';
  if (status === 400 && fieldErrors(problem)) return 'Some fields need another look.';
  return detail ?? title;
}

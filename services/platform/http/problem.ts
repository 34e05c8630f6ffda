import type { ErrorRequestHandler } from 'express';
import { asProblem, ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import type { Log } from '../observability/log.ts';
import { currentTrace } from '../observability/trace.ts';
import { dependencyProblem } from './unavailable.ts';

/**
 * A declared problem as a handler returns it: `return refusal(404, 'There is no such order.')`. `more` has the
 * extension members that the contract declares (`code`, `shortages`, …; RFC 9457, section 3.2). For a status that the
 * operation does not declare throw ProblemError.
 */
export function refusal<S extends number, M extends object = object>(status: S, detail: string, more?: M) {
  const { type, title } = new ProblemError({ status });
  return { status, body: { ...more, type, title, status, detail } };
}

/**
 * The problem for a thrown error: our own problems unchanged, those of another service as 502 or 503, 503 for an
 * unavailable dependency, 500 for anything else.
 */
export function problemOf(error: unknown): ProblemError {
  return error instanceof ProblemError ? asProblem(error) : (dependencyProblem(error) ?? asProblem(error));
}

/**
 * The one place where errors become responses: `application/problem+json` (RFC 9457) with the requested path as
 * `instance` and the request id. Errors of 500 and above are logged with their stack; no response contains it.
 */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = problemOf(error);
    if (problem.status >= 500)
      log.error({ error, method: request.method, path: request.path, status: problem.status }, 'request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    for (const name of response.getHeaderNames())
      if (/^(content-(?!security)|etag|surrogate-)/.test(name)) response.removeHeader(name);
    const requestId = currentTrace()?.requestId;
    response
      .status(problem.status)
      .set({ 'cache-control': 'no-store', ...problem.headers, 'content-type': 'application/problem+json' })
      .end(
        JSON.stringify({
          ...problem.body(),
          instance: request.path,
          ...(requestId === undefined ? {} : { requestId }),
        }),
      );
  };
}

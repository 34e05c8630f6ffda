import type { ErrorRequestHandler } from 'express';
import { asProblem, ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import type { Log } from '../observability/log.ts';
import { currentTrace } from '../observability/trace.ts';
import { dependencyProblem } from './unavailable.ts';

/**
 * A declared refusal as a handler returns it: `return refusal(404, 'There is no such order.')`. `more` holds what the
 * contract adds to the problem (`code`, `shortages`, …); for statuses that the operation does not declare throw
 * ProblemError instead.
 */
export function refusal<S extends number, M extends object = object>(status: S, detail: string, more?: M) {
  const { type, title } = new ProblemError({ status });
  return { status, body: { ...more, type, title, status, detail } };
}

/**
 * The problem to answer with for whatever was thrown: our own problems as they are, another service's as 502 or 503, a
 * dependency that is down 503, anything unknown 500.
 */
export function problemOf(error: unknown): ProblemError {
  return error instanceof ProblemError ? asProblem(error) : (dependencyProblem(error) ?? asProblem(error));
}

/**
 * The one place where errors become answers: RFC 9457 `application/problem+json` with the path that was asked for as
 * `instance` and the request id. What is not the caller's fault is logged with its stack, which no answer ever carries.
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

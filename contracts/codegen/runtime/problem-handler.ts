import type { ErrorRequestHandler, RequestHandler } from 'express';
import { asProblem, ProblemError, toProblemResponse } from './problem.ts';

export interface ProblemLog {
  error(details: object, message: string): void;
}

/**
 * The one error handler of an app: every error becomes a problem; those of the service itself (5xx) are logged with
 * their cause.
 */
export function problemHandler({ log }: { log: ProblemLog }): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = asProblem(error);
    if (problem.status >= 500)
      log.error(
        { err: error, method: request.method, path: request.path },
        error instanceof Error ? error.message : 'request failed',
      );
    if (response.headersSent) {
      response.destroy(); // so that nobody takes half an answer for the whole
      return;
    }
    const { status, headers, body } = toProblemResponse(problem);
    for (const name of response.getHeaderNames())
      if (/^(content-|etag|cache-control|surrogate-)/.test(name)) response.removeHeader(name);
    const bytes = Buffer.from(JSON.stringify(body));
    response.writeHead(status, { ...headers, 'content-length': bytes.length }).end(bytes);
  };
}

/** The last handler of an app, before `problemHandler`: nothing is at this path. */
export const notFoundHandler: RequestHandler = (_request, _response, next) => {
  next(new ProblemError({ status: 404, detail: 'Nothing is at this address.' }));
};

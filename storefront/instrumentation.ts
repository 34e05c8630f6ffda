import type { Instrumentation } from 'next';
import { currentContext } from './shop/request-context.ts';

/** Records an error of a page in its request context; the server logs it (server/app.ts). */
export const onRequestError: Instrumentation.onRequestError = error => {
  currentContext().error = error;
};

import type { Instrumentation } from 'next';
import { createLog } from '../services/platform/log.ts';

const log = createLog('storefront');

/** What breaks while a page is made is in the log, beside the requests. */
export const onRequestError: Instrumentation.onRequestError = (error, { method, path }) => {
  log.error({ method, path: path.split('?', 1)[0], error }, 'a page broke');
};

import type { Instrumentation } from 'next';
import { currentVisit } from './shop/visit.ts';

/** What breaks while a page is made is noted on the visit; the server writes it into the log (server/app.ts). */
export const onRequestError: Instrumentation.onRequestError = error => {
  currentVisit().broken = error;
};

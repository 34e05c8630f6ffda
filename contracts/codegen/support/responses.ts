import { objectIn } from '../document/json.ts';
import { eachOperation } from '../lint/contract.ts';
import { deref } from '../openapi/deref.ts';
import type { MediaType } from '../openapi/service.ts';
import { declaredProperties, shapeOf } from '../openapi/shape.ts';
import { writtenOperation } from '../openapi/written-operation.ts';
import { hasNoBody } from '../runtime/status.ts';

/** The keys of responses are statuses, ranges and `default`; interim ones are not the service's to send. */
export const responseStatuses = eachOperation((operation, { service: { document }, report }) => {
  const responses = objectIn(writtenOperation(document, operation), 'responses');
  for (const status of Object.keys(responses)) {
    if (status.startsWith('x-') || status === 'default' || /^[2-5](\d\d|XX)$/.test(status)) continue;
    const message = /^1(\d\d|XX)$/.test(status)
      ? `The interim status ${status} is not supported: declare the final ones`
      : `${status} is no status: write one such as 200, a range such as 2XX, or default`;
    report('not-supported', [...operation.at, 'responses', status], message);
  }
});

/** What cannot be answered as it is declared. */
export const unansweredResponses = eachOperation((operation, { service: { document }, report }) => {
  const { at, method, replies } = operation;
  const responses = objectIn(writtenOperation(document, operation), 'responses');
  if (replies.length === 0 && Object.keys(responses).length === 0)
    report('not-checked', at, 'No response is declared, so nothing can be answered: write one, such as `default`');
  for (const [status, written] of Object.entries(responses)) {
    const content = objectIn(deref(document, written), 'content');
    if (Object.keys(content).length === 0 || !hasNoBody(method, status)) continue;
    const what = method === 'head' ? 'HEAD' : status;
    const place = [...at, 'responses', status, 'content'];
    report('not-served', place, `An answer to ${what} has no body (RFC 9110): this content is never sent`);
  }
});

/** What `fetch` does not send, whatever the contract says. */
export const unsentRequests = eachOperation(({ at, method, body }, { service: { document }, report }) => {
  if (method === 'trace')
    report('not-served', at, 'fetch sends no TRACE: clients cannot call this operation, the server has it');
  const saysNothing = ({ schema }: MediaType) =>
    shapeOf(document, schema).object && declaredProperties(document, schema).size === 0;
  if ((method === 'get' || method === 'head') && body && (body.required || !body.media.every(saysNothing)))
    report(
      'not-served',
      [...at, 'requestBody'],
      `fetch sends no body with ${method.toUpperCase()}: clients cannot send this one, the server reads it`,
    );
});

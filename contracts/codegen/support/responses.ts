import { objectIn } from '../document/json.ts';
import { eachOperation } from '../lint/contract.ts';

/** The keys of responses are statuses, ranges and `default`; interim ones are not the service's to send. */
export const responseStatuses = eachOperation(({ at, method, path }, { service, report }) => {
  const value = objectIn(objectIn(objectIn(service.document, 'paths'), path), method);
  for (const status of Object.keys(objectIn(value, 'responses'))) {
    if (status.startsWith('x-') || status === 'default' || /^[2-5](\d\d|XX)$/.test(status)) continue;
    const message = /^1(\d\d|XX)$/.test(status)
      ? `The interim status ${status} is not supported: declare the final ones`
      : `${status} is no status: write one such as 200, a range such as 2XX, or default`;
    report('not-supported', [...at, 'responses', status], message);
  }
});

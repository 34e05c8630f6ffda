import { arrayIn, isObject, type Json, objectIn } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import { eachOperation, type ServiceContract } from './contract.ts';

/** What is not declared is a problem too: `default` says so. */
export const defaultProblem = eachOperation(({ at, method, path }, { service, report }) => {
  const responses = objectIn(objectIn(objectIn(objectIn(service.document, 'paths'), path), method), 'responses');
  if (responses.default === undefined)
    report('default-problem', [...at, 'responses'], 'An operation needs a default response, which is a problem');
});

/** Errors are RFC 9457 problems. */
export const problemContentType = eachOperation(({ at, method, path }, { service, report }) => {
  const responses = objectIn(objectIn(objectIn(objectIn(service.document, 'paths'), path), method), 'responses');
  for (const [status, value] of Object.entries(responses)) {
    if (!/^[45]/.test(status) && status !== 'default') continue;
    const types = Object.keys(objectIn(deref(service.document, value), 'content'));
    if (types.length !== 1 || types[0] !== 'application/problem+json') {
      report(
        'problem-content-type',
        [...at, 'responses', status],
        `The ${status} response must be application/problem+json`,
      );
    }
  }
});

export const statusRange = eachOperation(({ at, method, path }, { service, report }) => {
  const responses = objectIn(objectIn(objectIn(objectIn(service.document, 'paths'), path), method), 'responses');
  for (const status of Object.keys(responses)) {
    if (/^[1-5]XX$/i.test(status))
      report(
        'status-range',
        [...at, 'responses', status],
        `Write the statuses of ${status} out: handlers return exact ones`,
      );
  }
});

/** Lists are read by cursor, never by offset; a list whose `items` have `maxItems` is whole and needs neither. */
export const listPaging = eachOperation((operation, { service, report }) => {
  const query = operation.parameters.filter(({ place }) => place === 'query').map(({ name }) => name);
  const offset = query.find(name => /^(offset|page|skip)$/i.test(name));
  if (offset) report('no-offset', operation.at, `${offset} makes the database count; lists take cursor and limit`);
  const isList =
    operation.method === 'get' &&
    operation.replies.some(({ media }) => media.some(({ schema }) => isPage(service, schema)));
  for (const name of isList ? ['cursor', 'limit'] : []) {
    if (!query.includes(name))
      report('list-paging', operation.at, `A list needs the query parameter ${name}, or maxItems on its items`);
  }
});

function isPage({ document }: ServiceContract['service'], schema: Json | undefined): boolean {
  const target = deref(document, schema);
  const parts = [target, ...arrayIn(target, 'allOf').map(part => deref(document, part))];
  return parts.some(part => {
    const items = deref(document, objectIn(part, 'properties').items);
    return isObject(items) && items.type === 'array' && items.maxItems === undefined;
  });
}

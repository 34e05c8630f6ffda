import { objectIn, stringIn } from '../document/json.ts';
import { eachOperation } from './contract.ts';

const mutations = new Set(['post', 'put', 'patch', 'delete']);

/** Every operation has an `operationId`; that no two become the same name in code is in `support/names.ts`. */
export const operationId = eachOperation(({ at, method, path }, { service, report }) => {
  const value = objectIn(objectIn(objectIn(service.document, 'paths'), path), method);
  if (stringIn(value, 'operationId') === undefined) report('operation-id', at, 'An operation needs an operationId');
});

export const operationTag = eachOperation(({ at, tags }, { report }) => {
  if (tags.length === 0) report('operation-tag', at, 'An operation needs a tag');
});

export const operationSummary = eachOperation(({ at, summary }, { report }) => {
  if (!summary) report('operation-summary', at, 'An operation needs a summary');
});

/** Security is written down, be it `[{}]`. */
export const operationSecurity = eachOperation(({ at, method, path }, { service, report }) => {
  const value = objectIn(objectIn(objectIn(service.document, 'paths'), path), method);
  if (value.security === undefined && service.document.security === undefined) {
    report('operation-security', at, 'An operation needs security; `[{}]` if it is open to everybody');
  }
});

/** Days of an operation's end belong to one that is deprecated, and the last day comes after the first. */
export const deprecationDays = eachOperation(({ at, deprecated, deprecatedSince, sunset }, { report }) => {
  const days = { 'x-deprecated': deprecatedSince, 'x-sunset': sunset };
  for (const [name, day] of Object.entries(days))
    if (day !== undefined && !deprecated)
      report('deprecation', [...at, name], `${name} belongs to an operation that is \`deprecated: true\``);
  if (deprecatedSince !== undefined && sunset !== undefined && sunset < deprecatedSince)
    report('deprecation', [...at, 'x-sunset'], 'The sunset must not be before the day of the deprecation (RFC 9745)');
});

export const operationGateway = eachOperation(({ at, method, path }, { service, report }) => {
  const value = objectIn(objectIn(objectIn(service.document, 'paths'), path), method);
  if (value['x-gateway'] === undefined)
    report('operation-gateway', at, 'An operation needs x-gateway: public, admin or internal');
});

/** Paths under `/internal/` never pass the gateway, and nothing else stays behind it. */
export const internalPath = eachOperation(({ at, path, gateway }, { report }) => {
  if (path.startsWith('/internal/') !== (gateway === 'internal')) {
    const message =
      gateway === 'internal'
        ? 'x-gateway is internal, so the path must start with /internal/'
        : `A path under /internal/ cannot be x-gateway: ${gateway}`;
    report('internal-path', [...at, 'x-gateway'], message);
  }
});

/**
 * A mutation says how it may be repeated; one that takes an `Idempotency-Key` declares the header, required or not as
 * it says.
 */
export const idempotency = eachOperation(({ at, method, idempotency: declared, parameters }, { report }) => {
  const key = parameters.find(({ name, place }) => place === 'header' && name === 'idempotency-key');
  if (!mutations.has(method)) {
    if (declared)
      report(
        'idempotency',
        [...at, 'x-idempotency'],
        `A ${method.toUpperCase()} changes nothing and needs no x-idempotency`,
      );
    return;
  }
  if (!declared) report('idempotency', at, 'A mutation needs x-idempotency: required, optional or natural');
  else if (declared === 'natural' && key)
    report('idempotency', at, 'x-idempotency is natural, so an Idempotency-Key has no meaning');
  else if (declared !== 'natural' && !key)
    report('idempotency', at, `x-idempotency is ${declared}, so the Idempotency-Key header must be a parameter`);
  else if (key && key.required !== (declared === 'required'))
    report('idempotency', at, `x-idempotency is ${declared}, but the Idempotency-Key header is not`);
});

export const cacheOnReads = eachOperation(({ at, method, cache }, { report }) => {
  if (cache && method !== 'get' && method !== 'head')
    report('cache-on-reads', [...at, 'x-cache'], `A ${method.toUpperCase()} cannot be cached`);
});

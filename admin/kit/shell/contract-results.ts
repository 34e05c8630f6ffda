import type { ContractKind } from '../../../generated/registry/types.ts';
import { isObject } from '../api/request-body.ts';
import type { RecentResult } from './recent-results.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The operations or the events of a contract, each with the place where it is described. */
export function contractResults(kind: ContractKind, name: string, document: unknown): RecentResult[] {
  const page = `/contracts/${kind}~${name}/show`;
  const named = kind === 'openapi' ? operationIds(document) : messageNames(document);
  return [...new Set(named)].map(label => ({
    to: `${page}#${encodeURIComponent(label)}`,
    label,
    kind: `${kind === 'openapi' ? 'Operation' : 'Event'} of ${name}`,
  }));
}

const valuesOf = (value: unknown): unknown[] => (isObject(value) ? Object.values(value) : []);

function operationIds(document: unknown): string[] {
  const paths = isObject(document) ? valuesOf(document.paths) : [];
  return paths.flatMap(item =>
    METHODS.flatMap(method => {
      const operation = isObject(item) ? item[method] : undefined;
      return isObject(operation) && typeof operation.operationId === 'string' ? [operation.operationId] : [];
    }),
  );
}

function messageNames(document: unknown): string[] {
  const channels = isObject(document) ? valuesOf(document.channels) : [];
  return channels.flatMap(channel =>
    isObject(channel) && isObject(channel.messages) ? Object.keys(channel.messages) : [],
  );
}

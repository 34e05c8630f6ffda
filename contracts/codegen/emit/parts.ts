import { camelCase, freeName, pascalCase } from '../names.ts';
import type { Operation } from '../openapi/service.ts';

/** The operations of a service that share their first tag, and what files and types of them are called. */
export interface Part {
  /** `pullRequests`: its files are `types/pullRequests.ts`, `server/pullRequests.ts`, `client/pullRequests.ts`, … */
  file: string;
  /** `PullRequests`: its client is `GithubPullRequestsClient`. */
  name: string;
  operations: Operation[];
}

/** The file that holds the components' types beside those of the parts. */
export const SCHEMAS = 'schemas';

/** The files that hold the components' checks beside those of the parts, and the schemas that these go by. */
export const COMPONENTS = 'components';
export const COMPONENT_SCHEMAS = 'componentSchemas';

/**
 * The parts of a service by tag, in the order in which the document has them. An operation without a tag belongs to
 * the first segment of its path that says something: `accounts` for `/v1/accounts/{account}`.
 */
export function partsOf(operations: readonly Operation[]): Part[] {
  const parts = new Map<string, Part>();
  for (const operation of operations) {
    const key = pascalCase(operation.tags[0] ?? segmentOf(operation.path)) || 'Other';
    const part = parts.get(key) ?? newPart(key, [...parts.values()]);
    part.operations.push(operation);
    parts.set(key, part);
  }
  return [...parts.values()];
}

/** Where file names are compared without case, two that differ in case alone would be one. */
function newPart(wanted: string, others: readonly Part[]): Part {
  const taken = new Set([
    SCHEMAS,
    COMPONENTS,
    COMPONENT_SCHEMAS.toLowerCase(),
    ...others.map(({ file }) => file.toLowerCase()),
  ]);
  const name = freeName(wanted, other => taken.has(other.toLowerCase()));
  return { name, file: camelCase(name), operations: [] };
}

function segmentOf(path: string): string {
  return path.split('/').find(segment => /^[^{}]+$/.test(segment) && !/^v\d+$/.test(segment)) ?? '';
}

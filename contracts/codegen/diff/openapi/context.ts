import type { Changes } from '../change.ts';
import type { ContractVersion, Part } from '../contract-version.ts';
import type { SchemaJudge } from '../schema-judge.ts';
import type { Unchanged } from '../unchanged.ts';

/** What every rule of an OpenAPI document may look at. */
export interface Context {
  before: ContractVersion;
  after: ContractVersion;
  changes: Changes;
  judge: SchemaJudge;
  unchanged: Unchanged;
  /** The day that sunset dates are compared with. */
  today: Date;
}

/** One operation in both versions. */
export interface OperationPair {
  /** `GET /orders/{orderId}`, or `webhook orderPaid POST`. */
  called: string;
  before: Part;
  after: Part;
  /** Its path item, whose parameters and servers it shares. */
  items: { before: Part; after: Part };
  /** The service is the one that calls: in webhooks and callbacks, requests are what clients read. */
  inverted: boolean;
}

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const;

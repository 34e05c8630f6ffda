import type { CallOptions } from './client.ts';
import { parseProblem } from './problem.ts';

export type AdminKind =
  | 'text'
  | 'paragraph'
  | 'password'
  | 'number'
  | 'money'
  | 'date'
  | 'time'
  | 'boolean'
  | 'enum'
  | 'reference'
  | 'tags'
  | 'choices'
  | 'object'
  | 'list'
  | 'map'
  | 'json';

/** A column, a filter, a field of a form or of a record: what its schema says, as a console needs it. */
export interface AdminField {
  /** Of a column or a nested value it may be a path: `totals.total`. */
  readonly name: string;
  readonly label: string;
  readonly kind: AdminKind;
  readonly description?: string;
  readonly required?: true;
  readonly nullable?: true;
  /** Of a filter: several values at once. */
  readonly many?: true;
  /** `email`, `uri`, `uuid` … as the schema names it. */
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly integer?: true;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly default?: unknown;
  /** The values of `enum` and `choices`. */
  readonly choices?: readonly (string | number)[];
  /** The resource that a `reference` leads to. */
  readonly reference?: string;
  /** The members of an `object`. */
  readonly fields?: readonly AdminField[];
  /** What each entry of a `list` or `map` is. */
  readonly item?: AdminField;
}

/** An operation and who may call it; no roles: whoever is signed in. */
export interface AdminOperation {
  readonly operation: string;
  readonly summary?: string;
  readonly roles: readonly string[];
}

export interface AdminList extends AdminOperation {
  readonly columns: readonly AdminField[];
  readonly filters: readonly AdminField[];
  /** The filter that takes what somebody types. */
  readonly search?: string;
  /** The values that the query parameter `sort` takes: a field, or a field after `-` for the largest first. */
  readonly sorts?: readonly string[];
  readonly sort?: string;
  /** Whether it is read page by page with `cursor` and `limit`; else it is whole. */
  readonly paged: boolean;
  readonly maxLimit?: number;
}

/** An operation with a body. */
export interface AdminForm extends AdminOperation {
  readonly fields: readonly AdminField[];
  /** Whether the body is the whole record (PUT) instead of what changed. */
  readonly whole?: true;
  /** The field that refuses a change of what somebody else changed meanwhile. */
  readonly version?: string;
}

/** Something else that can be done to a record: `POST <record>/<name>`. */
export interface AdminAction extends AdminOperation {
  readonly name: string;
  readonly label: string;
  readonly fields: readonly AdminField[];
}

/** A file of a record: `GET <record>/<name>`. */
export interface AdminDocument extends AdminOperation {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** The path of the operation; the record's key takes the place of what is in braces. */
  readonly path: string;
}

/** What a console shows of a resource, as the contracts tell it. */
export interface AdminResource {
  readonly name: string;
  readonly title: string;
  readonly service: string;
  /** The fields that tell a record from the others. */
  readonly key: readonly string[];
  /** The field that a record is called by. */
  readonly label: string;
  readonly list: AdminList;
  /** What a record holds. */
  readonly fields: readonly AdminField[];
  readonly get?: AdminOperation;
  readonly create?: AdminForm;
  readonly update?: AdminForm;
  readonly remove?: AdminOperation;
  readonly actions: readonly AdminAction[];
  readonly documents: readonly AdminDocument[];
}

/**
 * The key is sent where the operation takes one: made once for what somebody wants done, and the same when it is tried
 * again.
 */
export interface MutationOptions extends CallOptions {
  idempotencyKey: string;
}

/**
 * The calls of any resource. The generated ones are exact; their methods fit here because TypeScript compares the
 * parameters of methods both ways, and what does not fit the contract is refused by the service with the path of the
 * field.
 */
export interface AdminCalls {
  list(query: object, options?: CallOptions): Promise<{ items: readonly object[]; nextCursor?: string | null }>;
  get?(id: string, options?: CallOptions): Promise<object>;
  create?(body: object, options: MutationOptions): Promise<unknown>;
  update?(id: string, body: object, options: MutationOptions): Promise<unknown>;
  remove?(id: string, options: MutationOptions): Promise<unknown>;
  actions: Readonly<Record<string, AdminCall['call']>>;
}

interface AdminCall {
  call(id: string, body: object, options: MutationOptions): Promise<unknown>;
}

type BodyOf<R> = R extends { status: 200 | 201 | 202; body: infer B }
  ? B
  : R extends { status: 204 }
    ? undefined
    : never;

/** The body of an answer that did what was asked; any other answer throws the `ProblemError` that it carries. */
export async function bodyOf<R extends { status: number; body?: unknown; headers?: Record<string, string> }>(
  call: Promise<R>,
): Promise<BodyOf<R>> {
  const { status, body, headers } = await call;
  // the client has read it as the contract declares this status
  if (status >= 200 && status < 300) return body as BodyOf<R>;
  throw parseProblem(status, body, headers ?? {}) ?? new Error(`The answer ${status} carries no problem`);
}

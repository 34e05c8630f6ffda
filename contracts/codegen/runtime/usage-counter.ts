import { isPlain, observeReads } from './usage.ts';

/** What somebody used of a contract. */
export interface Used {
  kind: 'openapi' | 'asyncapi';
  /** The contract: the service that serves the operation, or publishes the message. */
  name: string;
  /** `GET /orders/{orderId}`, or the message `OrderPaid`. */
  operation: string;
  consumer: string;
  /** The consumer's, where it is known. */
  version?: string;
}

/** A use with how often it was made, and how often each field was read in the samples. */
export interface UsageCount extends Used {
  count: number;
  /** In how many answers or events it was watched which fields are read. */
  samples: number;
  /** JSON pointers (RFC 6901), `*` for the indexes of lists. */
  fields: { pointer: string; count: number }[];
}

/** A registry takes as many in a batch. */
const MAX_USES = 2_000;
const MAX_FIELDS = 500;
/** Other names of fields are keys that somebody chose, such as a sku: data, no name of a contract. */
const DECLARED_NAME = /^[A-Za-z_$][A-Za-z0-9_$]{0,79}$/;

export interface Usage {
  count(used: Used): void;
  /** What takes the fields that are read of an answer or event, where that is in the sample; each counts once. */
  sample(used: Used): ((pointer: string) => void) | undefined;
  /** What was counted since the last call. */
  take(): UsageCount[];
}

/**
 * Counts what is used of contracts.
 * @param share of answers and events whose read fields are recorded, 0 to 1
 */
export function createUsage(share: number, random: () => number = Math.random): Usage {
  let uses = new Map<string, { used: Used; count: number; samples: number; fields: Map<string, number> }>();

  const find = (used: Used) => {
    const key = `${used.kind} ${used.name} ${used.operation} ${used.consumer} ${used.version ?? ''}`;
    const known = uses.get(key);
    if (known || uses.size >= MAX_USES) return known;
    const added = { used, count: 0, samples: 0, fields: new Map<string, number>() };
    uses.set(key, added);
    return added;
  };
  const read = (used: Used, pointer: string): void => {
    const fields = find(used)?.fields;
    if (!fields || (fields.size >= MAX_FIELDS && !fields.has(pointer))) return;
    const names = pointer.slice(1).split('/');
    if (names.every(name => name === '*' || DECLARED_NAME.test(name)))
      fields.set(pointer, (fields.get(pointer) ?? 0) + 1);
  };
  return {
    count(used) {
      const found = find(used);
      if (found) found.count += 1;
    },
    sample(used) {
      if (random() >= share) return undefined;
      const found = find(used);
      if (!found) return undefined;
      found.samples += 1;
      const reported = new Set<string>();
      return pointer => {
        if (!reported.has(pointer)) read(used, pointer);
        reported.add(pointer);
      };
    },
    take() {
      const taken = [...uses.values()];
      uses = new Map();
      return taken.map(({ used, count, samples, fields }) => ({
        ...used,
        count,
        samples,
        fields: [...fields].map(([pointer, reads]) => ({ pointer, count: reads })),
      }));
    },
  };
}

/** Hands on what was got; which of its fields are read is recorded where it is in the sample. */
export function observeSample<T>(usage: Usage, used: Used, body: T): T {
  const report = isPlain(body) ? usage.sample(used) : undefined;
  return report ? observeReads(body, report) : body;
}

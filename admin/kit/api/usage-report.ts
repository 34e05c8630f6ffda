import type { UsageCount } from '../../../contracts/codegen/runtime/usage-counter.ts';
import type { ConsoleUsageBatch } from '../../../generated/registry/types.ts';

export interface UsageReportOptions {
  /** Of the console, where its server says it. */
  version: string | undefined;
  /** What was measured since the last call. */
  take(): readonly UsageCount[];
  send(batchId: string, body: ConsoleUsageBatch): Promise<unknown>;
  isSignedIn(): boolean;
}

/** The most operations of a batch, and characters: a browser sends 64 KiB when a page is left. */
const MAX_ITEMS = 200;
const MAX_CHARACTERS = 50_000;

/** Reports what was measured, in batches; nothing while nobody is signed in. */
export function createUsageReport({ version, take, send, isSignedIn }: UsageReportOptions): () => Promise<void> {
  return async () => {
    if (!isSignedIn()) return;
    const items = take()
      .filter(({ samples }) => samples > 0)
      .map(({ name, operation, samples, fields }) => ({ name, operation, samples, fields }));
    const of = version === undefined ? {} : { version };
    await Promise.allSettled(batchesOf(items).map(batch => send(crypto.randomUUID(), { ...of, items: batch })));
  };
}

function batchesOf(items: ConsoleUsageBatch['items']): ConsoleUsageBatch['items'][] {
  const batches: ConsoleUsageBatch['items'][number][][] = [];
  let size = 0;
  for (const item of items) {
    const length = JSON.stringify(item).length;
    const last = batches.at(-1);
    if (last && last.length < MAX_ITEMS && size + length <= MAX_CHARACTERS) {
      last.push(item);
      size += length;
    } else {
      batches.push([item]);
      size = length;
    }
  }
  return batches;
}

import { type Client, errors } from '@elastic/elasticsearch';
import { unavailable } from '../platform/http/unavailable.ts';
import { type Names, orUnavailable } from './indices.ts';

const ID = 'rebuild';
const LEASE_MS = 30_000;
const MAX_ATTEMPTS = 20;

/**
 * Whether a rebuild of the index is requested, who holds the lease and until when (ms since 1970), and when the last
 * one finished. An index that was never built is requested.
 */
interface Rebuild {
  wanted: boolean;
  holder: string | null;
  until: number;
  finishedAt: string | null;
}

const never: Rebuild = { wanted: true, holder: null, until: 0, finishedAt: null };

/** The lease on the rebuild: one process at a time holds it; a process that dies loses it after 30 s. */
export interface Lease {
  /** Extends it by 30 s. Throws when it was lost. */
  extend(): Promise<void>;
  /** Releases it; `completed` closes the request, otherwise another process retries. */
  release(completed: boolean): Promise<void>;
}

export interface RebuildState {
  /** Requests a rebuild; no effect while one is requested or running. */
  request(): Promise<void>;
  read(): Promise<{ rebuilding: boolean; rebuiltAt: string | undefined }>;
  /** The lease, when a rebuild is requested and no process holds it. */
  acquire(holder: string): Promise<Lease | undefined>;
}

/** Stored as one document of the state index under optimistic concurrency control. */
export function createRebuildState(client: Client, names: Names, now: () => number = Date.now): RebuildState {
  const index = names.state;

  async function read() {
    const answer = await orUnavailable(() => client.get<Rebuild>({ index, id: ID }, { ignore: [404] }));
    if (!answer.found || !answer._source) return { rebuild: never, place: { op_type: 'create' as const } };
    return {
      rebuild: answer._source,
      place: { if_seq_no: answer._seq_no ?? 0, if_primary_term: answer._primary_term ?? 0 },
    };
  }

  /** Applies `decide` to the state, again after a conflict; false when it returns no change. */
  async function change(decide: (rebuild: Rebuild) => Rebuild | undefined): Promise<boolean> {
    for (let turn = 0; turn < MAX_ATTEMPTS; turn += 1) {
      const { rebuild, place } = await read();
      const document = decide(rebuild);
      if (!document) return false;
      try {
        await orUnavailable(() => client.index({ index, id: ID, document, ...place }));
        return true;
      } catch (error) {
        if (!(error instanceof errors.ResponseError && error.statusCode === 409)) throw error;
      }
    }
    throw unavailable('The index', 1);
  }

  function lease(holder: string): Lease {
    return {
      async extend() {
        const extended = await change(rebuild =>
          rebuild.holder === holder ? { ...rebuild, until: now() + LEASE_MS } : undefined,
        );
        if (!extended) throw new Error('another process took the rebuild over');
      },
      async release(completed) {
        await change(rebuild => {
          if (rebuild.holder !== holder) return undefined;
          const free = { ...rebuild, holder: null, until: 0 };
          return completed ? { ...free, wanted: false, finishedAt: new Date(now()).toISOString() } : free;
        });
      },
    };
  }

  return {
    async request() {
      await change(rebuild => (rebuild.wanted ? undefined : { ...rebuild, wanted: true }));
    },
    async read() {
      const { rebuild } = await read();
      return { rebuilding: rebuild.wanted, rebuiltAt: rebuild.finishedAt ?? undefined };
    },
    async acquire(holder) {
      const free = (rebuild: Rebuild) => rebuild.wanted && (rebuild.holder === null || rebuild.until < now());
      const acquired = await change(rebuild =>
        free(rebuild) ? { ...rebuild, holder, until: now() + LEASE_MS } : undefined,
      );
      return acquired ? lease(holder) : undefined;
    },
  };
}

import { type Client, errors } from '@elastic/elasticsearch';
import { unavailable } from '../platform/http/unavailable.ts';
import { type Names, reachable } from './indices.ts';

const ID = 'rebuild';
const HELD_MS = 30_000;
const MOST_TURNS = 20;

/**
 * Whether the index is to be built anew, who is at it and until when (ms since 1970), and when it was last done. One
 * that never was is wanted.
 */
interface Rebuild {
  wanted: boolean;
  holder: string | null;
  until: number;
  finishedAt: string | null;
}

const never: Rebuild = { wanted: true, holder: null, until: 0, finishedAt: null };

/** The right to rebuild; one process at a time has it. A process that dies loses it after 30 s. */
export interface Lease {
  /** Keeps it for another 30 s. Throws when it was lost. */
  extend(): Promise<void>;
  /** Gives it back: `done` says that the wish is fulfilled, otherwise somebody will try again. */
  end(done: boolean): Promise<void>;
}

export interface RebuildState {
  /** Asks for a rebuild; while one is wanted or runs this changes nothing. */
  want(): Promise<void>;
  read(): Promise<{ rebuilding: boolean; rebuiltAt: string | undefined }>;
  /** The lease, when a rebuild is wanted and nobody is at it. */
  take(holder: string): Promise<Lease | undefined>;
}

/** Kept as one document of the state index that is only written over what was read. */
export function createRebuildState(client: Client, names: Names, now: () => number = Date.now): RebuildState {
  const index = names.state;

  async function read() {
    const answer = await reachable(() => client.get<Rebuild>({ index, id: ID }, { ignore: [404] }));
    if (!answer.found || !answer._source) return { rebuild: never, place: { op_type: 'create' as const } };
    return {
      rebuild: answer._source,
      place: { if_seq_no: answer._seq_no ?? 0, if_primary_term: answer._primary_term ?? 0 },
    };
  }

  /** Changes the state as `decide` says until nobody interferes; false when it says that there is nothing to change. */
  async function change(decide: (rebuild: Rebuild) => Rebuild | undefined): Promise<boolean> {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const { rebuild, place } = await read();
      const document = decide(rebuild);
      if (!document) return false;
      try {
        await reachable(() => client.index({ index, id: ID, document, ...place }));
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
        const held = await change(rebuild =>
          rebuild.holder === holder ? { ...rebuild, until: now() + HELD_MS } : undefined,
        );
        if (!held) throw new Error('another process took the rebuild over');
      },
      async end(done) {
        await change(rebuild => {
          if (rebuild.holder !== holder) return undefined;
          const free = { ...rebuild, holder: null, until: 0 };
          return done ? { ...free, wanted: false, finishedAt: new Date(now()).toISOString() } : free;
        });
      },
    };
  }

  return {
    async want() {
      await change(rebuild => (rebuild.wanted ? undefined : { ...rebuild, wanted: true }));
    },
    async read() {
      const { rebuild } = await read();
      return { rebuilding: rebuild.wanted, rebuiltAt: rebuild.finishedAt ?? undefined };
    },
    async take(holder) {
      const free = (rebuild: Rebuild) => rebuild.wanted && (rebuild.holder === null || rebuild.until < now());
      const taken = await change(rebuild =>
        free(rebuild) ? { ...rebuild, holder, until: now() + HELD_MS } : undefined,
      );
      return taken ? lease(holder) : undefined;
    },
  };
}

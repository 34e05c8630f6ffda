/**
 * How a first request for something ended: it is stored now, it is nothing that can be shared, the origin failed, or it
 * came to nothing.
 */
export type Landing = 'stored' | 'unshared' | 'failed' | 'stopped';

/** The one request to an origin that others wait for. */
export interface Flight {
  readonly landed: Promise<Landing>;
  /** How many wait. */
  waiting: number;
}

export interface Flights {
  /** The flight to wait for; undefined where nobody asks yet, or where answers turned out not to be shared. */
  of(url: string): Flight | undefined;
  /** Whether answers of this address were not to be shared lately: nobody should wait for anybody. */
  isUnshared(url: string): boolean;
  /** Begins a flight; `land` it, whatever happens. */
  begin(url: string): { flight: Flight; land(how: Landing): void };
}

const REMEMBER_MS = 30_000;
const MOST = 10_000;

/**
 * Collapsed forwarding: of many who want the same at once and find nothing stored, one asks the origin and the others
 * wait for what is stored then. Where the answer turns out to be for one person only, all go on by themselves, and for
 * half a minute nobody waits at that address ("hit-for-miss").
 */
export function createFlights(): Flights {
  const flying = new Map<string, Flight>();
  const unshared = new Map<string, number>();
  return {
    of: url => flying.get(url),
    isUnshared(url) {
      const until = unshared.get(url);
      if (until === undefined) return false;
      if (until > Date.now()) return true;
      unshared.delete(url);
      return false;
    },
    begin(url) {
      const { promise, resolve } = Promise.withResolvers<Landing>();
      const flight: Flight = { landed: promise, waiting: 0 };
      flying.set(url, flight);
      return {
        flight,
        land(how) {
          if (flying.get(url) === flight) flying.delete(url);
          if (how === 'unshared') {
            if (unshared.size >= MOST) unshared.clear();
            unshared.set(url, Date.now() + REMEMBER_MS);
          } else if (how === 'stored') unshared.delete(url);
          resolve(how);
        },
      };
    },
  };
}

import type { Statistics } from '../statistics.ts';
import type { EdgeStore } from '../store.ts';
import type { Purger } from './purger.ts';

/** The cache of this process. */
export function localPurger({ store, statistics }: { store: EdgeStore; statistics: Statistics }): Purger {
  return {
    async purge(tags) {
      for (const { front } of store.purge(tags)) statistics.count(front, 'purges');
    },
  };
}

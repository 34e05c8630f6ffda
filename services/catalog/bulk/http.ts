import { catalogEvents } from '../../../generated/catalog/events.ts';
import type { CatalogHandlers } from '../../../generated/catalog/server.ts';
import type { ChangeProductsResponse, ProductChanges } from '../../../generated/catalog/types.ts';
import { productChange } from '../audit.ts';
import type { CatalogContext, Dependencies } from '../dependencies.ts';
import { productUpdated } from '../product.ts';
import { VersionConflict, type Write } from '../store.ts';
import { type BulkOutcome, bulkChange } from './change.ts';

type BulkHandlers = Pick<CatalogHandlers<CatalogContext>, 'changeProducts' | 'previewProductChanges'>;

const MAX_CONFLICTS = 10;

/** Changes of many products at once, one function an operationId. */
export function bulkHandlers({ store }: Pick<Dependencies, 'store'>): BulkHandlers {
  /** What becomes of each product, each named once, in the order of the request. */
  async function decide({ productIds, change }: ProductChanges): Promise<BulkOutcome[]> {
    const ids = [...new Set(productIds.map(id => id.toLowerCase()))];
    const found = await store.byIds(ids);
    const now = new Date();
    return ids.map(id => bulkChange(id, found.get(id), change, now));
  }

  return {
    async previewProductChanges({ body }) {
      return { status: 200, body: { items: (await decide(body)).map(({ item }) => item) } };
    },

    async changeProducts({ body }, context) {
      for (let attempt = 0; ; attempt += 1) {
        const outcomes = await decide(body);
        const writes = outcomes.flatMap(({ before, after }) =>
          before && after ? [{ before, after } satisfies Write] : [],
        );
        const events = writes.map(({ before, after }) =>
          catalogEvents.ProductUpdated(after.id, productUpdated(after, before)),
        );
        const changes = writes.map(write => productChange(context, write));
        try {
          return await store.inTransaction(async session => {
            await store.write(session, writes);
            await store.publish(session, ...events, ...changes);
            const response: ChangeProductsResponse = { status: 200, body: { items: outcomes.map(({ item }) => item) } };
            await context.idempotency?.recordIn(session, response);
            return response;
          });
        } catch (error) {
          if (!(error instanceof VersionConflict) || attempt >= MAX_CONFLICTS) throw error;
        }
      }
    },
  };
}

import { Readable } from 'node:stream';
import type { CatalogHandlers } from '../../../generated/catalog/server.ts';
import type { CatalogContext, Dependencies } from '../dependencies.ts';
import { exportFile } from './csv.ts';

/** Products as a file, read from the database as fast as the caller takes it. */
export function exportHandlers({
  store,
}: Pick<Dependencies, 'store'>): Pick<CatalogHandlers<CatalogContext>, 'exportProductsAsCsv'> {
  return {
    async exportProductsAsCsv({ query }) {
      const filter = await store.attributes.resolved(query);
      const day = new Date().toISOString().slice(0, 10);
      return {
        status: 200,
        body: Readable.from(exportFile(store.stream(filter), await store.attributes.all())),
        headers: { 'content-disposition': `attachment; filename="products-${day}.csv"` },
      };
    },
  };
}

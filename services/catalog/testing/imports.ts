import type { CreateImportInput, Import, Product } from '../../../generated/catalog/types.ts';
import { runImports } from '../imports/worker.ts';
import type { CatalogSuite } from './suite.ts';

type Query = Partial<CreateImportInput['query']>;

/** Lines as a CSV file. */
export const csv = (...lines: string[]): string => `${lines.join('\n')}\n`;

/** Imports over HTTP, worked on at once. */
export function importing(suite: CatalogSuite) {
  async function accepted(file: string | Uint8Array, query: Query = {}): Promise<string> {
    const answer = await suite.merchant.createImport({ body: file, query });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer));
    return answer.body.id;
  }

  async function job(importId: string): Promise<Import> {
    const answer = await suite.merchant.getImport({ path: { importId } });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    return answer.body;
  }

  return {
    accepted,
    job,
    work: (importer = suite.importer) => runImports(importer, new AbortController().signal),
    async imported(file: string | Uint8Array, query: Query = {}): Promise<Import> {
      const id = await accepted(file, query);
      await runImports(suite.importer, new AbortController().signal);
      return job(id);
    },
    /** Newest first: a file's order. */
    async products(): Promise<Product[]> {
      const answer = await suite.merchant.listAllProducts({ query: { limit: 100, sort: '-createdAt' } });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer));
      return answer.body.items;
    },
    async clear(): Promise<void> {
      for (const name of [
        'products',
        'categories',
        'attributes',
        'imports',
        'import_before',
        'import_levels',
        'outbox',
      ])
        await suite.mongo.db.collection(name).deleteMany({});
      suite.inventory.levels.clear();
      suite.inventory.refuse.clear();
    },
  };
}

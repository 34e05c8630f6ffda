import type { CatalogHandlers } from '../../../generated/catalog/server.ts';
import { refusal } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { CatalogContext, Dependencies } from '../dependencies.ts';
import { isCurrency } from '../product.ts';
import { FileRefused } from './columns.ts';
import { EncodingNeeded } from './encoding.ts';
import { checkFile } from './file.ts';

import { fileKey, type ImportJob, toImport } from './jobs.ts';

type ImportHandlers = Pick<CatalogHandlers<CatalogContext>, 'listImports' | 'createImport' | 'getImport'>;

/** The operations on imports, one function an operationId; `worker.ts` does the work. */
export function importHandlers({
  jobs,
  storage,
  store,
}: Pick<Dependencies, 'jobs' | 'storage' | 'store'>): ImportHandlers {
  return {
    async listImports({ query }) {
      const { items, nextCursor } = await jobs.list(query);
      return { status: 200, body: { items: items.map(toImport), nextCursor } };
    },

    async getImport({ path }) {
      const job = await jobs.byId(path.importId.toLowerCase());
      return job ? { status: 200, body: toImport(job) } : refusal(404, 'There is no such import.');
    },

    async createImport({ body, query }, context) {
      try {
        const { currency, location, encoding, dryRun } = query;
        const settings = { ...(currency !== undefined && { currency }), ...(location !== undefined && { location }) };
        if (currency !== undefined && !isCurrency(currency)) throw new FileRefused(`${currency} is no currency.`);
        const reading = { ...(encoding !== undefined && { encoding }), guess: dryRun };
        const { bytes, delimiter, format, rows, notes, ...read } = await checkFile(body, settings, reading);
        const id = newId();
        // The file first: a job without its file could never be done, a file without a job is forgotten.
        await storage.put(fileKey(id), bytes, 'text/csv');
        const job: ImportJob = {
          id,
          fileName: query.fileName ?? 'import.csv',
          status: 'queued',
          dryRun,
          author: { principal: context.principal, requestId: context.requestId },
          format,
          delimiter,
          ...settings,
          ...read,
          attempts: 0,
          rows: { total: rows, done: 0 },
          created: 0,
          updated: 0,
          unchanged: 0,
          failed: 0,
          errors: notes,
          createdAt: new Date(),
        };
        return await store.inTransaction(async session => {
          await jobs.add(job, session);
          const response = { status: 202 as const, body: toImport(job) };
          await context.idempotency?.recordIn(session, response);
          return response;
        });
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        return refusal(422, `${error.message} (line ${error.line})`, {
          code: error instanceof EncodingNeeded ? 'encoding_needed' : 'file_refused',
          errors: [{ path: `/line/${error.line}`, message: error.message }],
        });
      }
    },
  };
}

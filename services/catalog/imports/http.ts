import type { CatalogHandlers } from '../../../generated/catalog/server.ts';
import { refusal } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { CatalogContext, Dependencies } from '../dependencies.ts';
import { isCurrency } from '../product.ts';
import { FileRefused } from './columns.ts';
import { EncodingNeeded } from './encoding.ts';
import { checkFile } from './file-reader.ts';
import { canBeUndone, fileKey, type ImportJob, leftOutKey, toImport } from './jobs.ts';

type ImportHandlers = Pick<
  CatalogHandlers<CatalogContext>,
  'listImports' | 'createImport' | 'getImport' | 'getLeftOutRows' | 'undoImport'
>;

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

    async getLeftOutRows({ path }) {
      const id = path.importId.toLowerCase();
      const job = await jobs.byId(id);
      const file = job && (await storage.open(leftOutKey(id)));
      if (!job || !file) return refusal(404, 'There are no rows that were left out.');
      const name = encodeURIComponent(job.fileName.replace(/\.csv$/i, ''));
      const headers = { 'content-disposition': `attachment; filename*=UTF-8''${name}-left-out.csv` };
      return { status: 200, body: file.body, headers };
    },

    async undoImport({ path }, context) {
      const id = path.importId.toLowerCase();
      const job = await jobs.byId(id);
      if (!job) return refusal(404, 'There is no such import.');
      if (job.undo) return { status: 202, body: toImport(job) };
      const undone = canBeUndone(job)
        ? await jobs.requestUndo(id, { principal: context.principal, requestId: context.requestId })
        : undefined;
      if (!undone)
        return refusal(409, 'This import cannot be taken back: it is not done, changed nothing, or is too old.');
      return { status: 202, body: toImport(undone) };
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

import type { ClientSession, Collection, Db } from 'mongodb';
import { z } from 'zod';
import type { Import } from '../../../generated/catalog/types.ts';
import { inBatches } from '../../../look/in-batches.ts';
import { decodeCursor, pageOf } from '../../platform/cursor.ts';
import type { Author } from '../author.ts';
import { type ProductDocument, toDocument, toRecord } from '../document.ts';
import type { ProductRecord } from '../product.ts';
import type { Write } from '../store.ts';
import type { FileFormat } from './columns.ts';
import type { Reading } from './encoding.ts';
import { MAX_LEVELS, type RowLevel, type StockChange, type StockResult } from './levels.ts';
import type { RowFault } from './rows.ts';

/** An import as it is kept; its file is in object storage under `imports/<id>.csv` until it is done. */
export interface ImportJob {
  id: string;
  fileName: string;
  status: Import['status'];
  dryRun: boolean;
  /** Who sent it, for the audit log. */
  author: Author;
  format: FileFormat;
  delimiter: string;
  /** What prices are in, and where stock lies, where the file does not say. */
  currency?: string;
  location?: string;
  /** How the file was read where it is not Unicode, and how its letters read in other encodings. */
  encoding?: string;
  readings?: Reading[];
  /** How often it was claimed without coming a chunk further. */
  attempts: number;
  rows: { total: number; done: number };
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  errors: RowFault[];
  /** What becomes of stock; absent where the file sets none. */
  stock?: { changed: number; unchanged: number; changes: StockChange[] };
  reason?: string;
  /** That it is to be taken back, or was; `products` are as they were before. */
  undo?: { author: Author; requestedAt: Date; finishedAt?: Date; products: number };
  /** Until when it can be taken back. */
  keptUntil?: Date;
  createdAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
}

/** What one chunk adds to a job. */
export interface Progress {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  faults: RowFault[];
  /** Rows that were not wholly used. */
  failed: number;
  stock: StockResult;
}

/** What a product was before an import wrote it; `before` is absent for one that the import created. */
export interface BeforeImage {
  productId: string;
  /** The version that the import wrote. */
  version: number;
  before?: ProductRecord;
}

type JobDocument = Omit<ImportJob, 'id'> & { _id: string };

interface BeforeDocument {
  _id: string;
  /** MongoDB removes it then. */
  keptUntil?: Date;
  importId: string;
  productId: string;
  version: number;
  before?: ProductDocument;
}

/** Levels of a file that are to be set; the id is the idempotency key of their request. */
interface LevelsDocument {
  _id: string;
  importId: string;
  number: number;
  levels: RowLevel[];
}

/** An import that was interrupted so often without coming further is failed. */
export const MAX_ATTEMPTS = 3;

const MAX_ERRORS = 1_000;
const MAX_STOCK_CHANGES = 1_000;
const positionSchema = z.tuple([z.number().int(), z.string().max(36)]);

/** How long an import can be taken back, ms. */
const KEPT_MS = 30 * 86_400_000;

/** What the keys of the files of imports begin with; an id follows (UUIDv7). */
export const IMPORT_FILES = 'imports/';

/** Where the file of an import is while it is worked on. */
export const fileKey = (id: string): string => `${IMPORT_FILES}${id}.csv`;
/** Where the rows are that it could not use. */
export const leftOutKey = (id: string): string => `${IMPORT_FILES}${id}-left-out.csv`;

/** Whether an import can still be taken back. */
export const canBeUndone = ({ status, dryRun, undo, keptUntil, created, updated }: ImportJob): boolean =>
  status === 'done' && !dryRun && !undo && created + updated > 0 && keptUntil !== undefined && keptUntil > new Date();

/** Another process has taken this job over. */
export class JobTakenOver extends Error {
  override readonly name = 'NotOurs';
}

function toJob({ _id, ...job }: JobDocument): ImportJob {
  return { id: _id, ...job };
}

/** The import as the contract shows it. Rows a second are reckoned once it is done, over all the time it took. */
export function toImport(job: ImportJob): Import {
  const { delimiter: _, author: _author, attempts: _attempts, keptUntil: _keptUntil, ...shown } = job;
  const { createdAt, startedAt, finishedAt, undo, ...rest } = shown;
  const seconds = startedAt && finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1_000 : 0;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    ...(startedAt && { startedAt: startedAt.toISOString() }),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    ...(canBeUndone(job) && { canBeUndone: true }),
    ...(undo && {
      undo: {
        products: undo.products,
        requestedAt: undo.requestedAt.toISOString(),
        ...(undo.finishedAt && { finishedAt: undo.finishedAt.toISOString() }),
      },
    }),
    ...(seconds > 0 && { rowsPerSecond: Math.round(job.rows.done / seconds) }),
  };
}

export type Jobs = ReturnType<typeof createJobs>;

/** The imports in MongoDB. */
export function createJobs(db: Db) {
  const jobs: Collection<JobDocument> = db.collection('imports');
  const beforeImages: Collection<BeforeDocument> = db.collection('import_before');
  const levels: Collection<LevelsDocument> = db.collection('import_levels');

  return {
    async add({ id, ...job }: ImportJob, session: ClientSession): Promise<void> {
      await jobs.insertOne({ _id: id, ...job }, { session });
    },

    async byId(id: string): Promise<ImportJob | undefined> {
      const found = await jobs.findOne({ _id: id });
      return found ? toJob(found) : undefined;
    },

    async list({
      limit,
      cursor,
    }: {
      limit: number;
      cursor?: string;
    }): Promise<{ items: ImportJob[]; nextCursor: string | null }> {
      const [at, id] = cursor === undefined ? [] : decodeCursor(positionSchema, cursor);
      const before =
        at === undefined || id === undefined
          ? {}
          : { $or: [{ createdAt: { $lt: new Date(at) } }, { createdAt: new Date(at), _id: { $lt: id } }] };
      const rows = await jobs
        .find(before)
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit + 1)
        .toArray();
      const { items, nextCursor = null } = pageOf(rows, limit, row => [row.createdAt.getTime(), row._id]);
      return { items: items.map(toJob), nextCursor };
    },

    /** Deletes at most `limit` imports of before a time that have ended and cannot be taken back; returns how many. */
    async deleteEnded(before: Date, limit: number): Promise<number> {
      const ended = {
        status: { $in: ['done' as const, 'failed' as const] },
        createdAt: { $lt: before },
        $nor: [
          { keptUntil: { $gt: new Date() } },
          { 'undo.requestedAt': { $exists: true }, 'undo.finishedAt': { $exists: false } },
        ],
      };
      const found = await jobs
        .find(ended)
        .sort({ createdAt: 1 })
        .limit(limit)
        .project<{ _id: string }>({ _id: 1 })
        .toArray();
      return (await jobs.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } })).deletedCount;
    },

    /** Claims the oldest unfinished import: marks it as running. */
    async claimNext(): Promise<ImportJob | undefined> {
      const found = await jobs.findOneAndUpdate(
        { status: { $in: ['queued', 'running'] } },
        [
          {
            $set: {
              status: 'running',
              startedAt: { $ifNull: ['$startedAt', '$$NOW'] },
              attempts: { $add: [{ $ifNull: ['$attempts', 0] }, 1] },
            },
          },
        ],
        { sort: { createdAt: 1 }, returnDocument: 'after' },
      );
      return found ? toJob(found) : undefined;
    },

    /** Releases a claim that ended without an error of the file: it does not count as an attempt. */
    async release(id: string): Promise<void> {
      await jobs.updateOne({ _id: id, status: 'running' }, { $inc: { attempts: -1 } });
    },

    /** Stores what the products of a chunk were before, in the transaction that writes them. */
    async addBeforeImages(importId: string, writes: readonly Write[], session: ClientSession): Promise<void> {
      const documents = writes.flatMap(({ before, after }): BeforeDocument[] => {
        if (!after) return [];
        const { id: productId, version } = after;
        return [
          {
            _id: `${importId}:${productId}`,
            importId,
            productId,
            version,
            ...(before && { before: toDocument(before) }),
          },
        ];
      });
      if (documents.length > 0) await beforeImages.insertMany(documents, { session });
    },

    /** What products were before an import, as far as that is not taken back yet. */
    async beforeImages(importId: string, limit: number): Promise<BeforeImage[]> {
      const found = await beforeImages.find({ importId }).limit(limit).toArray();
      return found.map(({ productId, version, before }) => ({
        productId,
        version,
        ...(before && { before: toRecord(before) }),
      }));
    },

    async removeBeforeImages(importId: string, images: readonly BeforeImage[], session: ClientSession): Promise<void> {
      const ids = images.map(({ productId }) => `${importId}:${productId}`);
      await beforeImages.deleteMany({ _id: { $in: ids } }, { session });
    },

    /** Stores the levels of a chunk, to be set after all products, in the transaction that writes its products. */
    async addLevels(job: ImportJob, wanted: readonly RowLevel[], session: ClientSession): Promise<void> {
      const documents: LevelsDocument[] = inBatches(wanted, MAX_LEVELS).map((batch, at) => ({
        _id: `import-${job.id}-${job.rows.done}-${at * MAX_LEVELS}`,
        importId: job.id,
        number: job.rows.done + at,
        levels: batch,
      }));
      if (documents.length > 0) await levels.insertMany(documents, { session });
    },

    /** The first levels of an import that are still to be set. */
    async nextLevels(importId: string): Promise<{ id: string; levels: RowLevel[] } | undefined> {
      const found = await levels.findOne({ importId }, { sort: { number: 1, _id: 1 } });
      return found ? { id: found._id, levels: found.levels } : undefined;
    },

    /** Records in the job what became of levels, which are then done. */
    async recordStock(
      importId: string,
      levelsId: string,
      { changed, unchanged, changes, faults }: StockResult,
      session: ClientSession,
    ): Promise<void> {
      const { deletedCount } = await levels.deleteOne({ _id: levelsId }, { session });
      if (deletedCount === 0) throw new JobTakenOver(`import ${importId} was taken over`);
      await jobs.updateOne(
        { _id: importId },
        {
          $inc: {
            'stock.changed': changed,
            'stock.unchanged': unchanged,
            failed: new Set(faults.map(({ line }) => line)).size,
          },
          $push: {
            'stock.changes': { $each: changes.slice(0, MAX_STOCK_CHANGES), $slice: MAX_STOCK_CHANGES },
            errors: { $each: faults.slice(0, MAX_ERRORS), $slice: MAX_ERRORS },
          },
          $set: { attempts: 1 },
        },
        { session },
      );
    },

    /**
     * Removes what an ended import has stored beside itself; what products were before is kept until a time, if any.
     */
    async forget(importId: string, keptUntil: Date | undefined): Promise<void> {
      const before =
        keptUntil === undefined
          ? beforeImages.deleteMany({ importId })
          : beforeImages.updateMany({ importId }, { $set: { keptUntil } });
      await Promise.all([before, levels.deleteMany({ importId })]);
    },

    /** Marks an import to be taken back; undefined where it cannot be any more. */
    async requestUndo(id: string, author: Author): Promise<ImportJob | undefined> {
      const found = await jobs.findOneAndUpdate(
        { _id: id, status: 'done', dryRun: false, undo: { $exists: false }, keptUntil: { $gt: new Date() } },
        { $set: { undo: { author, requestedAt: new Date(), products: 0 } } },
        { returnDocument: 'after' },
      );
      return found ? toJob(found) : undefined;
    },

    /** The first import that is to be taken back. */
    async nextUndo(): Promise<ImportJob | undefined> {
      const found = await jobs.findOne({
        'undo.requestedAt': { $exists: true },
        'undo.finishedAt': { $exists: false },
      });
      return found ? toJob(found) : undefined;
    },

    /** Counts products that are as they were before, in the transaction that writes them. */
    async recordUndone(id: string, products: number, session: ClientSession): Promise<void> {
      await jobs.updateOne({ _id: id, undo: { $exists: true } }, { $inc: { 'undo.products': products } }, { session });
    },

    /** Ends taking back; undefined where it had ended already. */
    async finishUndo(id: string, session: ClientSession): Promise<ImportJob | undefined> {
      const found = await jobs.findOneAndUpdate(
        { _id: id, 'undo.finishedAt': { $exists: false } },
        { $set: { 'undo.finishedAt': new Date() } },
        { session, returnDocument: 'after' },
      );
      return found ? toJob(found) : undefined;
    },

    /**
     * Moves a job on by one chunk, in the transaction that writes the chunk's products. Throws JobTakenOver when the
     * job is not where it was when the chunk was read: a process that took it over has done so.
     */
    async advance(job: ImportJob, progress: Progress, session: ClientSession): Promise<ImportJob> {
      const { rows, created, updated, unchanged, failed, faults, stock } = progress;
      const touched = stock.changed + stock.unchanged > 0;
      const found = await jobs.findOneAndUpdate(
        { _id: job.id, status: 'running', 'rows.done': job.rows.done },
        {
          $inc: {
            'rows.done': rows,
            created,
            updated,
            unchanged,
            failed,
            ...(touched && { 'stock.changed': stock.changed, 'stock.unchanged': stock.unchanged }),
          },
          $push: {
            errors: { $each: faults.slice(0, MAX_ERRORS), $slice: MAX_ERRORS },
            ...(touched && {
              'stock.changes': { $each: stock.changes.slice(0, MAX_STOCK_CHANGES), $slice: MAX_STOCK_CHANGES },
            }),
          },
          $set: { attempts: 1 },
        },
        { session, returnDocument: 'after' },
      );
      if (!found) throw new JobTakenOver(`import ${job.id} was taken over`);
      return toJob(found);
    },

    /** Ends a job, in the transaction of `session`, and returns its new state; undefined if it had ended already. */
    async finish(
      id: string,
      end: { status: 'done' } | { status: 'failed'; reason: string },
      session: ClientSession,
    ): Promise<ImportJob | undefined> {
      const found = await jobs.findOneAndUpdate(
        { _id: id, status: 'running' },
        {
          $set: {
            ...end,
            finishedAt: new Date(),
            ...(end.status === 'done' && { keptUntil: new Date(Date.now() + KEPT_MS) }),
          },
        },
        { session, returnDocument: 'after' },
      );
      return found ? toJob(found) : undefined;
    },
  };
}

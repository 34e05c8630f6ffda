import type { ClientSession, Collection, Db } from 'mongodb';
import { z } from 'zod';
import type { Import } from '../../../generated/catalog/types.ts';
import { decodeCursor, pageOf } from '../../platform/cursor.ts';
import type { Author } from '../author.ts';
import type { FileFormat } from './columns.ts';
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
  rows: { total: number; done: number };
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  errors: RowFault[];
  reason?: string;
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
}

type JobDocument = Omit<ImportJob, 'id'> & { _id: string };

const MAX_ERRORS = 1_000;
const positionSchema = z.tuple([z.number().int(), z.string().max(36)]);

/** Where the file of an import is while it is worked on. */
export const fileKey = (id: string): string => `imports/${id}.csv`;

/** Another process has taken this job over. */
export class JobTakenOver extends Error {
  override readonly name = 'NotOurs';
}

function toJob({ _id, ...job }: JobDocument): ImportJob {
  return { id: _id, ...job };
}

/** The import as the contract shows it. Rows a second are reckoned once it is done, over all the time it took. */
export function toImport(job: ImportJob): Import {
  const { delimiter: _, author: _author, createdAt, startedAt, finishedAt, ...rest } = job;
  const seconds = startedAt && finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1_000 : 0;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    ...(startedAt && { startedAt: startedAt.toISOString() }),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    ...(seconds > 0 && { rowsPerSecond: Math.round(job.rows.done / seconds) }),
  };
}

export type Jobs = ReturnType<typeof createJobs>;

/** The imports in MongoDB. */
export function createJobs(db: Db) {
  const jobs: Collection<JobDocument> = db.collection('imports');

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

    /** Claims the oldest unfinished import: marks it as running. */
    async claimNext(): Promise<ImportJob | undefined> {
      const found = await jobs.findOneAndUpdate(
        { status: { $in: ['queued', 'running'] } },
        [{ $set: { status: 'running', startedAt: { $ifNull: ['$startedAt', '$$NOW'] } } }],
        { sort: { createdAt: 1 }, returnDocument: 'after' },
      );
      return found ? toJob(found) : undefined;
    },

    /**
     * Moves a job on by one chunk, in the transaction that writes the chunk's products. Throws JobTakenOver when the
     * job is not where it was when the chunk was read: a process that took it over has done so.
     */
    async advance(job: ImportJob, progress: Progress, session: ClientSession): Promise<ImportJob> {
      const { rows, created, updated, unchanged, failed, faults } = progress;
      const found = await jobs.findOneAndUpdate(
        { _id: job.id, status: 'running', 'rows.done': job.rows.done },
        {
          $inc: { 'rows.done': rows, created, updated, unchanged, failed },
          $push: { errors: { $each: faults, $slice: MAX_ERRORS } },
        },
        { session, returnDocument: 'after' },
      );
      if (!found) throw new JobTakenOver(`import ${job.id} was taken over`);
      return toJob(found);
    },

    /**
     * Ends a job, in the transaction of `session`, and gives it as it then is; undefined where it had ended already.
     */
    async finish(
      id: string,
      end: { status: 'done' } | { status: 'failed'; reason: string },
      session: ClientSession,
    ): Promise<ImportJob | undefined> {
      const found = await jobs.findOneAndUpdate(
        { _id: id, status: 'running' },
        { $set: { ...end, finishedAt: new Date() } },
        { session, returnDocument: 'after' },
      );
      return found ? toJob(found) : undefined;
    },
  };
}

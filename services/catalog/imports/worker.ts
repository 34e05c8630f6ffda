import { catalogEvents } from '../../../generated/catalog/events.ts';
import type { InventoryClient } from '../../../generated/inventory/client.ts';
import { backoff, pauseFor } from '../../platform/backoff.ts';
import { isUnavailable } from '../../platform/http/unavailable.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/observability/log.ts';
import { importChange, productChange } from '../audit.ts';
import type { MediaRecords } from '../media/records.ts';
import type { Storage } from '../media/storage.ts';
import { productUpdated } from '../product.ts';
import { DuplicateKey, type Store, VersionConflict, type Write } from '../store.ts';
import { type Chunk, readChunks } from './chunks.ts';
import { FileRefused } from './columns.ts';
import { readLines } from './file.ts';
import { fileKey, type ImportJob, type Jobs, JobTakenOver, type Progress } from './jobs.ts';
import { type Group, type Known, type Outcome, plan } from './plan.ts';
import { copyPictures } from './remote.ts';
import type { ImportRow, RowFault } from './rows.ts';

export interface ImportDependencies {
  store: Store;
  jobs: Jobs;
  media: MediaRecords;
  storage: Storage;
  inventory: InventoryClient;
  imageOrigins: readonly string[];
  log: Log;
}

const MAX_LEVELS = 2_000;
const MAX_CONFLICTS = 5;

interface Planned {
  groups: readonly { group: Group; outcome: Outcome }[];
  faults: RowFault[];
}

/**
 * The pictures that rows name: those that were uploaded here, and copies of those that are elsewhere. A dry run copies
 * none.
 */
async function picturesOf(d: ImportDependencies, rows: readonly ImportRow[], dryRun: boolean) {
  const urls = rows.flatMap(row => row.imageUrl ?? []);
  const imageOrigins = d.imageOrigins;
  const allowed = dryRun ? urls.filter(url => !imageOrigins.includes(new URL(url).origin)) : urls;
  const { copies, refused } = await copyPictures(d, allowed);
  const media = await d.media.media([...rows.flatMap(row => row.mediaId ?? []), ...copies.values()]);
  return { copies, refused, media };
}

/** Reads what is known of a chunk's products and decides what becomes of each. */
async function planChunk(d: ImportDependencies, chunk: Chunk, job: ImportJob): Promise<Planned> {
  const { store } = d;
  const handles = chunk.groups.map(group => group.handle);
  const rows = chunk.groups.flatMap(group => group.rows);
  const skus = rows.flatMap(row => row.sku ?? []);
  const [found, pictures, takenSlugs] = await Promise.all([
    store.byHandlesOrSkus(handles, skus),
    picturesOf(d, rows, job.dryRun),
    store.usedSlugs(handles),
  ]);
  const known: Known = {
    byHandle: new Map(found.map(product => [product.handle, product])),
    bySku: new Map(found.flatMap(product => product.variants.map(variant => [variant.sku, product] as const))),
    media: pictures.media,
    remote: pictures.copies,
    takenSlugs,
  };
  const now = new Date();
  const groups = chunk.groups.map(group => ({ group, outcome: plan(group, known, newId, job.createdAt, now) }));
  const missing = rows.flatMap(({ line, imageUrl = '' }): RowFault[] => {
    const message = pictures.refused.get(imageUrl);
    return message === undefined ? [] : [{ line, column: 'image', message, severity: 'note' }];
  });
  const refused = groups.flatMap(({ outcome }) => (outcome.kind === 'refused' ? outcome.faults : []));
  return { groups, faults: [...chunk.faults, ...missing, ...refused] };
}

/**
 * Tells inventory what lies where, before the products are written: the job stays at this chunk until both have
 * happened, and telling it again changes nothing. Gives the rows whose stock was refused.
 */
async function setStock({ inventory }: ImportDependencies, planned: Planned, job: ImportJob): Promise<RowFault[]> {
  const rows = planned.groups.flatMap(({ group, outcome }) => (outcome.kind === 'refused' ? [] : group.rows));
  const levels = rows.flatMap(({ sku, stock, line }) =>
    sku === undefined ? [] : stock.map(level => ({ sku, ...level, line })),
  );
  const faults: RowFault[] = [];
  for (let at = 0; at < levels.length; at += MAX_LEVELS) {
    const batch = levels.slice(at, at + MAX_LEVELS);
    const answer = await inventory.setLevels({
      body: {
        reason: `import ${job.id}`,
        levels: batch.map(({ sku, location, onHand }) => ({ sku, location, onHand })),
      },
    });
    if (answer.status === 200) {
      const refused = new Map(answer.body.refused.map(item => [`${item.sku} ${item.location}`, item.message]));
      for (const { sku, location, column, line } of batch) {
        const message = refused.get(`${sku} ${location}`);
        if (message !== undefined) faults.push({ line, column, message });
      }
    } else if (answer.status === 422 || answer.status === 400) {
      for (const { column, line } of batch)
        faults.push({ line, column, message: answer.body.detail ?? answer.body.title });
    } else throw new Error(`inventory answered ${answer.status}: ${answer.body.title}`);
  }
  return faults;
}

function progressOf(chunk: Chunk, planned: Planned, faults: RowFault[]): Progress {
  const count = (kind: Outcome['kind']) => planned.groups.filter(({ outcome }) => outcome.kind === kind).length;
  const refused = planned.groups.flatMap(({ group, outcome }) =>
    outcome.kind === 'refused' ? group.rows.map(row => row.line) : [],
  );
  const bad = new Set([...faults.filter(fault => fault.severity !== 'note').map(fault => fault.line), ...refused]);
  return {
    rows: chunk.rows,
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    failed: bad.size,
    faults: faults
      .map(fault => ({ ...fault, ...(fault.column !== undefined && { column: chunk.label(fault.column) }) }))
      .sort((a, b) => a.line - b.line),
  };
}

/** What a chunk needs before it is written: the decisions, and the stock that was refused. */
interface Prepared {
  planned: Planned;
  refusedStock: RowFault[];
}

async function prepare(d: ImportDependencies, chunk: Chunk, job: ImportJob): Promise<Prepared> {
  const planned = await planChunk(d, chunk, job);
  return { planned, refusedStock: job.dryRun ? [] : await setStock(d, planned, job) };
}

/** Writes a chunk: products, their events and the job's progress in one transaction. */
async function commit(
  d: ImportDependencies,
  chunk: Chunk,
  { planned, refusedStock }: Prepared,
  job: ImportJob,
): Promise<ImportJob> {
  const progress = progressOf(chunk, planned, [...planned.faults, ...refusedStock]);
  const outcomes = job.dryRun ? [] : planned.groups.map(({ outcome }) => outcome);
  const writes: Write[] = outcomes.flatMap(outcome =>
    outcome.kind === 'created' || outcome.kind === 'updated' ? [{ ...outcome, importId: job.id }] : [],
  );
  const events = writes.flatMap(({ before, after }) =>
    after ? [catalogEvents.ProductUpdated(after.id, productUpdated(after, before))] : [],
  );
  // New products are covered by the import's own audit entry: thousands of entries would bury what people look for.
  const changes = writes
    .filter(write => write.before)
    .map(write => productChange(job.author, write, `import ${job.fileName}`));
  return d.store.inTransaction(async session => {
    await d.store.write(session, writes);
    const next = await d.jobs.advance(job, progress, session);
    await d.store.publish(session, ...events, ...changes);
    return next;
  });
}

/**
 * Does a chunk, prepared already by `early`: again from its decisions when somebody else changed a product meanwhile,
 * and without limit while something that it needs is unavailable. Throws what a retry cannot fix.
 */
async function runChunk(
  d: ImportDependencies,
  { chunk, early }: StartedChunk,
  job: ImportJob,
  signal: AbortSignal,
): Promise<ImportJob> {
  let prepared: Promise<Prepared> | undefined = early;
  for (let races = 0, outages = 0; ; prepared = undefined) {
    signal.throwIfAborted();
    try {
      return await commit(d, chunk, await (prepared ?? prepare(d, chunk, job)), job);
    } catch (error) {
      if (isUnavailable(error)) {
        d.log.warn({ error, import: job.id }, 'an import waits for a service that is unavailable');
        await pauseFor(backoff(outages++, 200, 5_000), signal);
      } else if (!(error instanceof VersionConflict || error instanceof DuplicateKey) || races++ >= MAX_CONFLICTS)
        throw error;
    }
  }
}

/** A chunk that is being prepared while the one before it is written. */
interface StartedChunk {
  chunk: Chunk;
  early: Promise<Prepared>;
}

/** Marks a promise as handled: its failure surfaces where it is awaited, and is dropped where it never is. */
function deferFailure<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/**
 * Ends a job and publishes its audit event, unless another process has done so. A dry run changes nothing, so it
 * publishes nothing.
 */
async function finish(d: ImportDependencies, id: string, end: Parameters<Jobs['finish']>[1]): Promise<void> {
  await d.store.inTransaction(async session => {
    const job = await d.jobs.finish(id, end, session);
    if (job && !job.dryRun) await d.store.publish(session, importChange(job));
  });
}

async function runJob(d: ImportDependencies, first: ImportJob, signal: AbortSignal): Promise<void> {
  const file = await d.storage.open(fileKey(first.id));
  if (!file) {
    await finish(d, first.id, { status: 'failed', reason: 'The file is not in storage any more.' });
    return;
  }
  const chunks = readChunks(readLines(file.body, first.delimiter), first.rows.done, first);
  async function startNext(): Promise<StartedChunk | undefined> {
    const { value: chunk, done } = await chunks.next();
    return done ? undefined : { chunk, early: deferFailure(prepare(d, chunk, first)) };
  }
  let job = first;
  try {
    for (let begun = await startNext(); begun; ) {
      const following = deferFailure(startNext());
      job = await runChunk(d, begun, job, signal);
      begun = await following;
    }
  } finally {
    await chunks.return(undefined);
  }
  await finish(d, job.id, { status: 'done' });
  await d.storage.remove(fileKey(job.id));
}

/**
 * Works on imports until none is left: the oldest first, each from where it stands. Killed at any moment it loses
 * nothing, because the products of a chunk and the progress of the job are one transaction.
 */
export async function runImports(d: ImportDependencies, signal: AbortSignal): Promise<void> {
  for (let job = await d.jobs.claimNext(); job && !signal.aborted; job = await d.jobs.claimNext()) {
    try {
      await runJob(d, job, signal);
    } catch (error) {
      if (signal.aborted || error instanceof JobTakenOver) return;
      if (isUnavailable(error)) throw error;
      const reason =
        error instanceof FileRefused
          ? `Line ${error.line}: ${error.message}`
          : 'Something unexpected happened; the log says what.';
      d.log.error({ error, import: job.id }, 'an import failed');
      await finish(d, job.id, { status: 'failed', reason });
    }
  }
}

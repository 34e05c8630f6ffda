import { buffer } from 'node:stream/consumers';
import { catalogEvents } from '../../../generated/catalog/events.ts';
import { inBatches } from '../../../look/in-batches.ts';
import { backoff, pauseFor } from '../../platform/backoff.ts';
import { isUnavailable } from '../../platform/http/unavailable.ts';
import { categoryChange, importChange, importUndone, productChange } from '../audit.ts';
import { productUpdated } from '../product.ts';
import { DuplicateKey, VersionConflict, type Write } from '../store.ts';
import type { Chunk } from './chunks.ts';
import { FileRefused, type FileSettings } from './columns.ts';
import type { ImportDependencies } from './dependencies.ts';
import { readChunksOf, readLeftOutRows } from './file-reader.ts';
import { fileKey, type ImportJob, type Jobs, JobTakenOver, leftOutKey, MAX_ATTEMPTS, type Progress } from './jobs.ts';
import { MAX_LEVELS, type StockResult } from './levels.ts';
import { type Blocked, type PlannedChunk, planChunk } from './plan-chunk.ts';
import { revertImport } from './revert.ts';
import type { RowFault } from './rows.ts';
import { levelsOf, setLevels } from './stock.ts';

const MAX_CONFLICTS = 5;

/** What a chunk adds to the job. */
function progressOf(chunk: Chunk, planned: PlannedChunk, stock: StockResult): Progress {
  const count = (kind: string) => planned.groups.filter(({ outcome }) => outcome.kind === kind).length;
  const refused = planned.groups.flatMap(({ group, outcome }) =>
    outcome.kind === 'refused' ? group.rows.map(row => row.line) : [],
  );
  const faults = [...planned.faults, ...stock.faults];
  const bad = new Set(refused);
  for (const { line, severity } of faults) if (severity !== 'note') bad.add(line);
  return {
    rows: chunk.rows,
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    failed: bad.size + chunk.beyond,
    faults: faults.map(fault => labelled(fault, chunk)).sort((a, b) => a.line - b.line),
    stock,
  };
}

const labelOf = ({ labels }: Chunk, column: string): string => labels[column] ?? column;

/** A fault under the file's own name of its column. */
function labelled(fault: RowFault, chunk: Chunk): RowFault {
  return { ...fault, ...(fault.column !== undefined && { column: labelOf(chunk, fault.column) }) };
}

/** What a chunk needs before it is written: the decisions, and for a dry run what would become of the stock. */
interface Prepared {
  planned: PlannedChunk;
  stock: StockResult;
}

const noStock: StockResult = { changed: 0, unchanged: 0, changes: [], faults: [] };

async function prepare(d: ImportDependencies, chunk: Chunk, job: ImportJob, blocked: Blocked): Promise<Prepared> {
  const planned = await planChunk(d, chunk, job, blocked);
  if (!job.dryRun) return { planned, stock: noStock };
  let stock = noStock;
  for (const levels of inBatches(levelsOf(planned), MAX_LEVELS)) {
    const next = await setLevels(d, levels, { importId: job.id, dryRun: true });
    stock = {
      changed: stock.changed + next.changed,
      unchanged: stock.unchanged + next.unchanged,
      changes: [...stock.changes, ...next.changes],
      faults: [...stock.faults, ...next.faults],
    };
  }
  return { planned, stock };
}

/**
 * Writes a chunk in one transaction: products, their events, what they were before, the levels that are to be set and
 * the job's progress.
 */
async function commit(
  d: ImportDependencies,
  chunk: Chunk,
  { planned, stock }: Prepared,
  job: ImportJob,
): Promise<ImportJob> {
  const progress = progressOf(chunk, planned, stock);
  if (job.dryRun) return d.store.inTransaction(session => d.jobs.advance(job, progress, session));
  const outcomes = planned.groups.flatMap(({ outcome }) =>
    outcome.kind === 'created' || outcome.kind === 'updated' ? [outcome] : [],
  );
  const levels = levelsOf(planned).map(level => ({ ...level, column: labelOf(chunk, level.column) }));
  return d.store.inTransaction(async session => {
    const { products, created } = await d.store.assign(
      session,
      outcomes.map(({ after }) => after),
    );
    const writes = outcomes.flatMap((outcome, at): Write[] => {
      const after = products[at] ?? outcome.after;
      return [{ ...(outcome.kind === 'updated' && { before: outcome.before }), after, importId: job.id }];
    });
    await d.store.write(session, writes);
    await d.jobs.addBeforeImages(job.id, writes, session);
    await d.jobs.addLevels(job, levels, session);
    const next = await d.jobs.advance(job, progress, session);
    const events = writes.flatMap(({ before, after }) =>
      after ? [catalogEvents.ProductUpdated(after.id, productUpdated(after, before))] : [],
    );
    // New products are covered by the import's own audit entry: thousands of entries would bury what people look for.
    const changes = writes
      .filter(write => write.before)
      .map(write => productChange(job.author, write, `import ${job.fileName}`));
    const categoryChanges = created.map(category => categoryChange(job.author, { after: category }));
    await d.store.publish(session, ...categoryChanges, ...events, ...changes);
    return next;
  });
}

/** The products of a chunk that a unique value of another product stands against, by handle. */
function blockedBy({ field, value }: DuplicateKey, { planned }: Prepared): Map<string, string> {
  const blocked = new Map<string, string>();
  for (const { group, outcome } of planned.groups) {
    if (outcome.kind !== 'created' && outcome.kind !== 'updated') continue;
    const { slug, handle, variants } = outcome.after;
    const own = field === 'sku' ? variants.map(({ sku }) => sku) : [field === 'slug' ? slug : handle];
    if (own.includes(value)) blocked.set(group.handle, `the ${field} ${value} belongs to another product`);
  }
  return blocked;
}

/**
 * Does a chunk, prepared already by `early`: again from its decisions after a conflict with another change, and without
 * limit while something that it needs is unavailable. A product that still conflicts after five turns is refused, and
 * the rest of the chunk is written. Throws what a retry cannot fix.
 */
async function runChunk(
  d: ImportDependencies,
  { chunk, early }: StartedChunk,
  job: ImportJob,
  signal: AbortSignal,
): Promise<ImportJob> {
  let next: Promise<Prepared> | undefined = early;
  const blocked = new Map<string, string>();
  for (let conflicts = 0, outages = 0; ; next = undefined) {
    signal.throwIfAborted();
    let prepared: Prepared | undefined;
    try {
      prepared = await (next ?? prepare(d, chunk, job, blocked));
      return await commit(d, chunk, prepared, job);
    } catch (error) {
      if (isUnavailable(error)) {
        d.log.warn({ error, import: job.id }, 'an import waits for a service that is unavailable');
        await pauseFor(backoff(outages++, 200, 5_000), signal);
      } else if (error instanceof DuplicateKey && conflicts >= MAX_CONFLICTS && prepared) {
        const added = [...blockedBy(error, prepared)].filter(([handle]) => !blocked.has(handle));
        if (added.length === 0) throw error;
        for (const [handle, reason] of added) blocked.set(handle, reason);
      } else if (!(error instanceof VersionConflict || error instanceof DuplicateKey) || conflicts++ >= MAX_CONFLICTS)
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

/** Sets the stock of the file, after all of its products: batch by batch, each once. */
async function setStock(d: ImportDependencies, job: ImportJob, signal: AbortSignal): Promise<void> {
  for (let outages = 0; ; ) {
    signal.throwIfAborted();
    const batch = await d.jobs.nextLevels(job.id);
    if (!batch) return;
    try {
      const stock = await setLevels(d, batch.levels, { importId: job.id, key: batch.id, dryRun: false });
      await d.store.inTransaction(session => d.jobs.recordStock(job.id, batch.id, stock, session));
      outages = 0;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      d.log.warn({ error, import: job.id }, 'an import waits for a service that is unavailable');
      await pauseFor(backoff(outages++, 200, 5_000), signal);
    }
  }
}

/**
 * Ends a job and publishes its audit event, unless another process has done so. A dry run changes nothing, so it
 * publishes nothing.
 */
async function finish(d: ImportDependencies, id: string, end: Parameters<Jobs['finish']>[1]): Promise<void> {
  const keptUntil = await d.store.inTransaction(async session => {
    const job = await d.jobs.finish(id, end, session);
    if (job && !job.dryRun) await d.store.publish(session, importChange(job));
    return job?.keptUntil;
  });
  await d.jobs.forget(id, keptUntil);
  await d.storage.remove(fileKey(id));
}

/** Stores the rows that could not be used as a file of their own. */
async function storeLeftOut(d: ImportDependencies, id: string): Promise<void> {
  const job = await d.jobs.byId(id);
  const file = job && job.failed > 0 ? await d.storage.open(fileKey(id)) : undefined;
  if (!job || !file) return;
  const rows = await readLeftOutRows(await buffer(file.body), job.delimiter, job.errors);
  if (rows !== undefined) await d.storage.put(leftOutKey(id), Buffer.from(rows), 'text/csv');
}

/** Takes imports back that are to be. */
async function runUndo(d: ImportDependencies, signal: AbortSignal): Promise<void> {
  for (let job = await d.jobs.nextUndo(); job && !signal.aborted; job = await d.jobs.nextUndo()) {
    const { id } = job;
    await revertImport(d, id);
    await d.store.inTransaction(async session => {
      const undone = await d.jobs.finishUndo(id, session);
      if (undone) await d.store.publish(session, importUndone(undone));
    });
  }
}

async function fail(d: ImportDependencies, id: string, reason: string): Promise<void> {
  await revertImport(d, id);
  await finish(d, id, { status: 'failed', reason });
}

/** What of a job says how its file is read. */
function settingsOf({ currency, location }: ImportJob): FileSettings {
  return { ...(currency !== undefined && { currency }), ...(location !== undefined && { location }) };
}

async function runJob(d: ImportDependencies, first: ImportJob, signal: AbortSignal): Promise<void> {
  if (first.attempts > MAX_ATTEMPTS) {
    await fail(d, first.id, `It was interrupted ${MAX_ATTEMPTS} times at the same rows, so nothing was imported.`);
    return;
  }
  const file = await d.storage.open(fileKey(first.id));
  if (!file) {
    await fail(d, first.id, 'The file is not in storage any more.');
    return;
  }
  const chunks = readChunksOf(await buffer(file.body), first.delimiter, first.rows.done, settingsOf(first));
  async function startNext(): Promise<StartedChunk | undefined> {
    const { value: chunk, done } = await chunks.next();
    return done ? undefined : { chunk, early: deferFailure(prepare(d, chunk, first, new Map())) };
  }
  let job = first;
  try {
    for (let started = await startNext(); started; ) {
      const following = deferFailure(startNext());
      job = await runChunk(d, started, job, signal);
      started = await following;
    }
  } finally {
    await chunks.return(undefined);
  }
  await setStock(d, job, signal);
  await storeLeftOut(d, job.id);
  await finish(d, job.id, { status: 'done' });
}

/**
 * Works on imports until none is left: the oldest first, each from where it stands. Killed at any moment it loses
 * nothing, because the products of a chunk and the progress of the job are one transaction.
 */
export async function runImports(d: ImportDependencies, signal: AbortSignal): Promise<void> {
  await runUndo(d, signal);
  for (let job = await d.jobs.claimNext(); job && !signal.aborted; job = await d.jobs.claimNext()) {
    try {
      await runJob(d, job, signal);
    } catch (error) {
      if (error instanceof JobTakenOver) return;
      if (signal.aborted || isUnavailable(error)) {
        await d.jobs.release(job.id).catch(() => {});
        if (signal.aborted) return;
        throw error;
      }
      const reason =
        error instanceof FileRefused
          ? `Line ${error.line}: ${error.message}`
          : 'Something unexpected happened, so nothing was imported; the log says what.';
      d.log.error({ error, import: job.id }, 'an import failed');
      await fail(d, job.id, reason);
    }
  }
}

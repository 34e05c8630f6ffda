import { newId } from '../../platform/ids.ts';
import { categoryKey } from '../category.ts';
import type { Chunk } from './chunks.ts';
import type { ImportDependencies } from './dependencies.ts';
import type { ImportJob } from './jobs.ts';
import { type Group, type Known, type Outcome, plan, productsOfGroups, resolveMadeSkus, slugOf } from './plan.ts';
import { copyPictures } from './remote.ts';
import type { ImportRow, RowFault } from './rows.ts';

/** What becomes of each product of a chunk. */
export interface PlannedChunk {
  groups: readonly { group: Group; outcome: Outcome }[];
  faults: RowFault[];
}

/** Products of the file that another product stands against, by handle, with the reason. */
export type Blocked = ReadonlyMap<string, string>;

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
export async function planChunk(
  d: ImportDependencies,
  chunk: Chunk,
  job: ImportJob,
  blocked: Blocked,
): Promise<PlannedChunk> {
  const { store } = d;
  const handles = chunk.groups.map(group => group.handle);
  const rows = chunk.groups.flatMap(group => group.rows);
  const skus = rows.flatMap(({ sku, distinctSku }) => [sku ?? [], distinctSku ?? []].flat());
  const names = rows.flatMap(row => [row.text.category ?? [], row.defaultCategory ?? []].flat());
  const [found, pictures, categories, attributes] = await Promise.all([
    store.byHandlesOrSkus(handles, skus),
    picturesOf(d, rows, job.dryRun),
    store.categories.named([...new Set(names)]),
    store.attributes.byName(),
  ]);
  const bySku = new Map(found.flatMap(product => product.variants.map(variant => [variant.sku, product] as const)));
  for (const { category } of found) categories.set(categoryKey(category.name), category);
  const byHandle = productsOfGroups(chunk.groups, found, bySku);
  const fresh = chunk.groups.filter(({ handle }) => !byHandle.has(handle));
  const takenSlugs = await store.usedSlugs(fresh.map(slugOf));
  const known: Known = {
    byHandle,
    bySku,
    media: pictures.media,
    remote: pictures.copies,
    takenSlugs,
    categories,
    attributes,
  };
  const now = new Date();
  const groups = chunk.groups.map(group => {
    const reason = blocked.get(group.handle);
    if (reason !== undefined) return { group, outcome: refusedGroup(group, reason) };
    resolveMadeSkus(group, known.byHandle.get(group.handle), bySku);
    const outcome = plan(group, known, newId, job.createdAt, now);
    if (outcome.kind === 'created') takenSlugs.add(outcome.after.slug);
    return { group, outcome };
  });
  const missing = rows.flatMap(({ line, imageUrl = '' }): RowFault[] => {
    const message = pictures.refused.get(imageUrl);
    return message === undefined ? [] : [{ line, column: 'image', message, severity: 'note' }];
  });
  const refused = groups.flatMap(({ outcome }) => (outcome.kind === 'refused' ? outcome.faults : []));
  return { groups, faults: [...chunk.faults, ...missing, ...refused] };
}

function refusedGroup({ rows: [row] }: Group, message: string): Outcome {
  return { kind: 'refused', faults: row ? [{ line: row.line, column: 'handle', message }] : [] };
}

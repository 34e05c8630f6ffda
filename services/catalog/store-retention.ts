import type { Db } from 'mongodb';
import { retentionDays, type Settings } from '../platform/config.ts';
import type { RetentionRule } from '../platform/data/retention.ts';
import { IMPORT_FILES, type Jobs } from './imports/jobs.ts';
import { UPLOAD_DAYS, UPLOADS } from './media/records.ts';
import type { Storage } from './media/storage.ts';
import { dropOldIndexes } from './schema.ts';

export const retentionConfig = {
  /** Days from the start of an import; it can be taken back for thirty. */
  IMPORT_RETENTION_DAYS: retentionDays(90),
};

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

/** What the id of something made at this time begins with (UUIDv7: RFC 9562, section 5.7). */
function idPrefix(time: Date): string {
  const milliseconds = time.getTime().toString(16).padStart(12, '0');
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}`;
}

/** A rule for objects whose keys are `prefix` and an id, which sorts them by age. */
function expiredObjects(storage: Storage, prefix: string, days: number): RetentionRule {
  return {
    name: prefix,
    async deleteExpired(limit) {
      const end = prefix + idPrefix(daysAgo(days));
      const expired = (await storage.list(prefix, limit)).filter(key => key < end);
      for (const key of expired) await storage.remove(key);
      return expired.length;
    },
  };
}

/** How long processes of an earlier version may run beside this one, in an upgrade. */
const UPGRADE_SECONDS = 15 * 60;

/** A rule for the indexes of an earlier version; `uptime` of this process, seconds. */
export const oldIndexes = (db: Db, uptime: () => number): RetentionRule => ({
  name: 'indexes',
  deleteExpired: async () => (uptime() < UPGRADE_SECONDS ? 0 : dropOldIndexes(db)),
});

/**
 * Imports are deleted with the files of their rows, uploads with their files, also those that a killed process left.
 * The database itself deletes records of uploads, copies and what products were before an import (schema.ts).
 */
export function retentionRules(
  { jobs, storage }: { jobs: Pick<Jobs, 'deleteEnded'>; storage: Storage },
  env: Settings<typeof retentionConfig>,
): RetentionRule[] {
  const days = env.IMPORT_RETENTION_DAYS;
  return [
    { name: 'imports', deleteExpired: limit => jobs.deleteEnded(daysAgo(days), limit) },
    expiredObjects(storage, IMPORT_FILES, days),
    expiredObjects(storage, UPLOADS, UPLOAD_DAYS),
  ];
}

import { retentionDays, type Settings } from '../platform/config.ts';
import type { SqlClient } from '../platform/data/database.ts';
import type { RetentionRule } from '../platform/data/retention.ts';

/** Days from the creation of a reservation: events of its order arrive within days. */
export const retentionConfig = {
  RESERVATION_RETENTION_DAYS: retentionDays(90),
  SALE_RETENTION_DAYS: retentionDays(400),
};

const DELETE = `
WITH old AS (
  SELECT id FROM reservations WHERE status = $1 AND created_at < now() - $2::integer * interval '1 day'
  ORDER BY created_at LIMIT $3::integer FOR UPDATE SKIP LOCKED
), line AS (
  DELETE FROM reservation_lines WHERE reservation_id IN (SELECT id FROM old)
)
DELETE FROM reservations WHERE id IN (SELECT id FROM old)`;

/** Reservations that ended are deleted with their lines; the ledger keeps their changes. */
export function retentionRules(
  sql: Pick<SqlClient, '$executeRawUnsafe'>,
  env: Settings<typeof retentionConfig>,
): RetentionRule[] {
  const { RESERVATION_RETENTION_DAYS: unsold, SALE_RETENTION_DAYS: sold } = env;
  return Object.entries({ released: unsold, expired: unsold, sold }).map(([status, days]) => ({
    name: `reservations ${status}`,
    deleteExpired: async limit => sql.$executeRawUnsafe(DELETE, status, days, limit),
  }));
}

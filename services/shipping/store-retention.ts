import { retentionDays, type Settings } from '../platform/config.ts';
import type { SqlClient } from '../platform/data/database.ts';
import type { RetentionRule } from '../platform/data/retention.ts';

export const retentionConfig = {
  /** Days from the cancellation of an order: the events of an order arrive within days. */
  CANCELLED_ORDER_RETENTION_DAYS: retentionDays(90),
};

/** `cancelled` is the text of the event (RFC 3339, UTC), which sorts by time. */
const DELETE = `
DELETE FROM order_news WHERE order_id IN (
  SELECT order_id FROM order_news
  WHERE cancelled COLLATE "C" < to_char(now() AT TIME ZONE 'UTC' - $1::integer * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS') COLLATE "C"
  ORDER BY cancelled COLLATE "C" LIMIT $2::integer FOR UPDATE SKIP LOCKED)`;

/** What events say of cancelled orders is deleted; parcels are kept. */
export function retentionRules(
  sql: Pick<SqlClient, '$executeRawUnsafe'>,
  env: Settings<typeof retentionConfig>,
): RetentionRule[] {
  const { CANCELLED_ORDER_RETENTION_DAYS: days } = env;
  return [{ name: 'cancelled orders', deleteExpired: async limit => sql.$executeRawUnsafe(DELETE, days, limit) }];
}

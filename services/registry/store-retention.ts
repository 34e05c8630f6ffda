import { retentionDays, type Settings } from '../platform/config.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { expiredRows, type RetentionRule } from '../platform/data/retention.ts';

type Sql = Pick<SqlClient, '$executeRawUnsafe'>;

export const retentionConfig = {
  /** Days from the use of an operation or event, and from the last read of a field. */
  USAGE_RETENTION_DAYS: retentionDays(400),
};

/** A batch of measurements is sent again within minutes. */
const BATCH_DAYS = 1;

/** Measured use is deleted; contracts, pacts and deployments are the registry's record. */
export function retentionRules(sql: Sql, env: Settings<typeof retentionConfig>): RetentionRule[] {
  const days = env.USAGE_RETENTION_DAYS;
  return [
    expiredRows(sql, { table: 'usage_batches', column: 'received_at', days: BATCH_DAYS }),
    expiredRows(sql, { table: 'usage_days', column: 'day', days }),
    expiredRows(sql, { table: 'usage_fields', column: 'last_read', days }),
  ];
}

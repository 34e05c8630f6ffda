import { retentionDays, type Settings } from '../platform/config.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { expiredRows, type RetentionRule } from '../platform/data/retention.ts';

type Sql = Pick<SqlClient, '$executeRawUnsafe'>;

export const retentionConfig = {
  /** Days from the creation of a message. */
  MESSAGE_RETENTION_DAYS: retentionDays(400),
};

/** Messages are deleted with what they say, and with what the local SMS provider has of them. */
export function retentionRules(sql: Sql, env: Settings<typeof retentionConfig>): RetentionRule[] {
  const days = env.MESSAGE_RETENTION_DAYS;
  return [
    expiredRows(sql, { table: 'messages', column: 'created_at', days, where: "status IN ('sent', 'failed')" }),
    expiredRows(sql, { table: 'sms_log', column: 'at', days }),
  ];
}

import { retentionDays, type Settings } from '../platform/config.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { expiredRows, type RetentionRule } from '../platform/data/retention.ts';
import { KEPT_DAYS } from './store-stock-alerts.ts';

type Sql = Pick<SqlClient, '$executeRawUnsafe'>;

export const retentionConfig = {
  /** Days from the creation of a message. */
  MESSAGE_RETENTION_DAYS: retentionDays(400),
};

/**
 * Messages are deleted with what they say, and with what the local SMS provider has of them. How long the addresses of
 * stock alerts are kept is promised to shoppers, so no variable changes it.
 */
export function retentionRules(sql: Sql, env: Settings<typeof retentionConfig>): RetentionRule[] {
  const days = env.MESSAGE_RETENTION_DAYS;
  return [
    expiredRows(sql, { table: 'messages', column: 'created_at', days, where: "status IN ('sent', 'failed')" }),
    expiredRows(sql, { table: 'sms_log', column: 'at', days }),
    ...(
      [
        ['stock_alerts', 'created_at', KEPT_DAYS.waiting, 'sent_at IS NULL'],
        ['stock_alerts', 'sent_at', KEPT_DAYS.sent, 'true'],
        ['messages', 'created_at', KEPT_DAYS.sent, "template = 'back-in-stock' AND status IN ('sent', 'failed')"],
      ] as const
    ).map(([table, column, kept, where]) => expiredRows(sql, { table, column, days: kept, where })),
  ];
}

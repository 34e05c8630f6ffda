import { retentionDays, type Settings } from '../platform/config.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { expiredRows, type RetentionRule } from '../platform/data/retention.ts';

type Sql = Pick<SqlClient, '$executeRawUnsafe'>;

export const retentionConfig = {
  /** Days from the receipt of a webhook: Stripe sends one again for three days, and by hand for thirty. */
  WEBHOOK_RETENTION_DAYS: retentionDays(90),
};

/** Webhooks are deleted: payments, refunds and disputes say what they led to. */
export function retentionRules(sql: Sql, env: Settings<typeof retentionConfig>): RetentionRule[] {
  return [expiredRows(sql, { table: 'webhooks', column: 'received_at', days: env.WEBHOOK_RETENTION_DAYS })];
}

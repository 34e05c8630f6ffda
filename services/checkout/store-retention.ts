import { retentionDays, type Settings } from '../platform/config.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { expiredRows, type RetentionRule } from '../platform/data/retention.ts';

type Sql = Pick<SqlClient, '$executeRawUnsafe'>;

export const retentionConfig = {
  /** Days from the end of a checkout; its order, payment and reservation are elsewhere. */
  CHECKOUT_RETENTION_DAYS: retentionDays(30),
};

/** Settled checkouts are deleted, with the addresses they hold. */
export function retentionRules(sql: Sql, env: Settings<typeof retentionConfig>): RetentionRule[] {
  const rows = { table: 'checkouts', column: 'finished_at', where: 'check_at IS NULL' };
  return [expiredRows(sql, { ...rows, days: env.CHECKOUT_RETENTION_DAYS })];
}

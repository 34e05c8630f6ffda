import type { SqlClient } from '../platform/data/database.ts';
import { expiredRows, type RetentionRule } from '../platform/data/retention.ts';
import { FORGOTTEN_AFTER_HOURS } from './sign-in-limit.ts';

/** Sessions and links are deleted once they have expired; failed sign-ins once they do not count any more. */
export function retentionRules(sql: Pick<SqlClient, '$executeRawUnsafe'>): RetentionRule[] {
  return [
    expiredRows(sql, { table: 'sessions', column: 'expires_at', days: 0 }),
    expiredRows(sql, { table: 'verifications', column: 'expires_at', days: 0 }),
    expiredRows(sql, { table: 'account_links', column: 'expires_at', days: 0 }),
    expiredRows(sql, { table: 'sign_in_attempts', column: 'last_at', days: FORGOTTEN_AFTER_HOURS / 24 }),
  ];
}

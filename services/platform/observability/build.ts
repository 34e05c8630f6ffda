import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')));
const commit = process.env.SOURCE_COMMIT;

/**
 * The running build: the version of the release, its commit (`SOURCE_COMMIT`, where it is set) and since when (RFC
 * 3339).
 */
export const build = {
  version,
  ...(commit ? { commit } : {}),
  startedAt: new Date(Date.now() - process.uptime() * 1_000).toISOString(),
};

import { defineConfig } from 'prisma/config';

/**
 * Only for `task migrate:*`, which says which schema to compare with which database. Services take their own
 * `DATABASE_URL`.
 */
export default defineConfig({
  schema: process.env.PRISMA_SCHEMA ?? '',
  datasource: { url: process.env.DATABASE_URL ?? '' },
});

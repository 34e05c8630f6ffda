import { z } from 'zod';
import { ConfigError, parseConfig } from '../config.ts';

const servers = {
  DATABASE_URL: z.string(),
  MONGODB_URL: z.string(),
  REDIS_URL: z.string(),
  ELASTICSEARCH_URL: z.string(),
  KAFKA_BROKERS: z.string().transform(text => text.split(',')),
  S3_ENDPOINT: z.string(),
  S3_ACCESS_KEY_ID: z.string(),
  S3_SECRET_ACCESS_KEY: z.string(),
  S3_BUCKET: z.string(),
  SMTP_URL: z.string(),
  INBOX_URL: z.string(),
};

type Servers = { [K in keyof typeof servers]: z.output<(typeof servers)[K]> };

/**
 * The address of a test server. Throws an Error that says how to start the servers when the environment lacks it.
 */
export function testEnvironment<K extends keyof Servers>(name: K): Servers[K] {
  try {
    return parseConfig({ [name]: servers[name] }, process.env)[name] as Servers[K];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Error(
      `${name} is not set: run the tests with \`npm test\`, which starts the servers and says where they are`,
    );
  }
}

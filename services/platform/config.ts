import { z } from 'zod';
import { kafkaSecurityConfig } from './messaging/kafka-security.ts';
import { privateKeySetting, publicKeysSetting } from './service-keys.ts';

/** `EX_CONFIG` of sysexits.h: the process was configured wrongly; a restart does not help. */
const EXIT_CONFIG = 78;

/** An invalid environment. `message` names every variable that is missing or invalid, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Parses the environment by a shape of zod types, one for each variable. A variable that is empty counts as missing.
 * Throws ConfigError that names every invalid variable.
 */
export function parseConfig<S extends z.ZodRawShape>(
  shape: S,
  environment: NodeJS.ProcessEnv,
): z.output<z.ZodObject<S>> {
  const values = Object.fromEntries(
    Object.keys(shape)
      .map(name => [name, environment[name]?.trim()])
      .filter(([, value]) => value),
  );
  const parsed = z.object(shape).safeParse(values);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(issue => {
    const name = String(issue.path[0]);
    return name in values ? `${name}: ${issue.message}` : `${name} is missing`;
  });
  throw new ConfigError(`Configuration: ${[...new Set(faults)].join('; ')}`);
}

/**
 * Reads the configuration of a program. Writes every fault of an invalid one to standard error and exits with 78.
 */
export function readConfig<S extends z.ZodRawShape>(
  shape: S,
  environment: NodeJS.ProcessEnv = process.env,
): z.output<z.ZodObject<S>> {
  try {
    return parseConfig(shape, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}

/** An absolute URL of one of these schemes, without a trailing slash: `url('postgresql', 'postgres')`. */
export function url(...schemes: string[]): z.ZodType<string> {
  return z
    .string()
    .refine(text => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
      message: `must be a URL that starts with ${schemes.map(scheme => `${scheme}://`).join(' or ')}`,
    })
    .transform(text => text.replace(/\/+$/, ''));
}

/** The address of a service: `http://orders:4006`. */
export const httpUrl = () => url('http', 'https');

/** The address of a PostgreSQL database. */
export const postgresUrl = () => url('postgresql', 'postgres');

/** A TCP port; 0 lets the operating system choose one. */
export const port = (): z.ZodType<number> =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .pipe(z.number().max(65_535, 'must be a port number'));

/** A whole number of at least one. */
export const count = (): z.ZodType<number> =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number of at least 1')
    .transform(Number);

/** How many days something is kept: `WEBHOOK_RETENTION_DAYS: retentionDays(90)`, 90 where the variable is missing. */
export const retentionDays = (standard: number): z.ZodType<number> => count().default(standard);

/** What `readConfig` reads by a shape: `Settings<typeof retentionConfig>`. */
export type Settings<S extends z.ZodRawShape> = z.output<z.ZodObject<S>>;

/** A secret of at least `length` characters. No message contains its value. */
export const secret = (length = 16): z.ZodType<string> =>
  z.string().min(length, `must have at least ${length} characters`);

/** A comma-separated list with at least one entry: `KAFKA_BROKERS=a:9092,b:9092`. */
export const list = (): z.ZodType<string[]> =>
  z
    .string()
    .transform(text =>
      text
        .split(',')
        .map(entry => entry.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string()).min(1, 'must name at least one entry'));

/** How a service reaches Kafka. */
export const kafkaConfig = { KAFKA_BROKERS: list(), KAFKA_TOPIC_PREFIX: z.string().optional(), ...kafkaSecurityConfig };

/**
 * The variables of every service: `readConfig({ ...serviceConfig, DATABASE_URL: postgresUrl() })`.
 */
export const serviceConfig = {
  PORT: port(),
  NODE_ENV: z.enum(['production', 'development', 'test']),
  SERVICE_PRIVATE_KEY: privateKeySetting,
  SERVICE_PUBLIC_KEYS: publicKeysSetting,
  IDENTITY_URL: httpUrl(),
  ...kafkaConfig,
};

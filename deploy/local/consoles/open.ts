import { runningEnvironment } from '../stack.ts';
import { kafkaConsole } from './kafka.ts';
import { mongoConsole } from './mongo.ts';
import { redisConsole } from './redis.ts';
import { sqlConsole } from './sql.ts';

/**
 * `console psql [service]`, `console mongo [database]`, `console redis`, `console kafka [topic]`, on the servers that
 * run.
 */
export async function consoleCommand([kind, subject]: readonly string[]): Promise<void> {
  if (kind === 'psql') return sqlConsole(runningEnvironment('DATABASE_URL'), subject);
  if (kind === 'mongo') return mongoConsole(runningEnvironment('MONGODB_URL'), subject);
  if (kind === 'redis') return redisConsole(runningEnvironment('REDIS_URL'));
  if (kind === 'kafka') return kafkaConsole(runningEnvironment('KAFKA_BROKERS'), subject);
  throw new Error('Which console: psql [service], mongo [database], redis or kafka [topic]');
}

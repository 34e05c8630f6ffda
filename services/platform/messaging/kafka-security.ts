import { readFileSync } from 'node:fs';
import type { KafkaConfig } from 'kafkajs';
import { z } from 'zod';

const file = (): z.ZodType<string> =>
  z.string().transform((path, context) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a file that can be read' });
      return z.NEVER;
    }
  });

/**
 * The security of connections to Kafka: TLS (mTLS with a client certificate), and SASL. Without any of these the
 * network must keep other programs away from the broker.
 */
export const kafkaSecurityConfig = {
  /** `true`, or absent. */
  KAFKA_TLS: z.enum(['true', 'false']).optional(),
  /** PEM files: the CA of the brokers' certificates; the client's certificate and its key. */
  KAFKA_TLS_CA_FILE: file().optional(),
  KAFKA_TLS_CERT_FILE: file().optional(),
  KAFKA_TLS_KEY_FILE: file().optional(),
  /** RFC 5802; `plain` (RFC 4616) only with TLS. */
  KAFKA_SASL_MECHANISM: z.enum(['scram-sha-256', 'scram-sha-512', 'plain']).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
};

export type KafkaSecurity = Pick<KafkaConfig, 'ssl' | 'sasl'>;

/** The client's options for the variables. Throws if they contradict one another. */
export function kafkaSecurity(env: z.output<z.ZodObject<typeof kafkaSecurityConfig>>): KafkaSecurity {
  const { KAFKA_TLS_CA_FILE: ca, KAFKA_TLS_CERT_FILE: cert, KAFKA_TLS_KEY_FILE: key } = env;
  const isTls = env.KAFKA_TLS === 'true';
  if (!isTls && (ca ?? cert ?? key) !== undefined) throw new Error('Configuration: KAFKA_TLS_… needs KAFKA_TLS=true');
  if ((cert === undefined) !== (key === undefined))
    throw new Error('Configuration: KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE belong together');
  const tls = { ...(ca && { ca: [ca] }), ...(cert && { cert }), ...(key && { key }) };
  const ssl = isTls ? { ssl: Object.keys(tls).length > 0 ? tls : true } : {};
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = env;
  if (mechanism === undefined) return ssl;
  if (username === undefined || password === undefined)
    throw new Error('Configuration: KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD');
  if (mechanism === 'plain' && !isTls) throw new Error('Configuration: a password goes to Kafka by KAFKA_TLS only');
  const credentials = { username, password };
  if (mechanism === 'plain') return { ...ssl, sasl: { mechanism, ...credentials } };
  if (mechanism === 'scram-sha-256') return { ...ssl, sasl: { mechanism, ...credentials } };
  return { ...ssl, sasl: { mechanism, ...credentials } };
}

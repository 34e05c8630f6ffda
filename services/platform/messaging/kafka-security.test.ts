import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../config.ts';
import { kafkaSecurity, kafkaSecurityConfig } from './kafka-security.ts';

const of = (environment: Record<string, string>) => kafkaSecurity(parseConfig(kafkaSecurityConfig, environment));
const scram = {
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_SASL_USERNAME: 'orders',
  KAFKA_SASL_PASSWORD: 'secret',
};

describe('how Kafka is reached', () => {
  test('is open unless it is said otherwise', () => {
    expect(of({})).toEqual({});
    expect(of({ KAFKA_TLS: 'false' })).toEqual({});
  });

  test('is TLS, with SCRAM', () => {
    expect(of({ KAFKA_TLS: 'true' })).toEqual({ ssl: true });
    const sasl = { mechanism: 'scram-sha-512', username: 'orders', password: 'secret' };
    expect(of({ KAFKA_TLS: 'true', ...scram })).toEqual({ ssl: true, sasl });
    expect(of(scram)).toEqual({ sasl });
  });

  test('is TLS with a certificate of the client', () => {
    const file = import.meta.filename;
    const tls = { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: file, KAFKA_TLS_CERT_FILE: file, KAFKA_TLS_KEY_FILE: file };
    const pem = expect.stringContaining('KAFKA_TLS_CERT_FILE');
    expect(of(tls)).toEqual({ ssl: { ca: [pem], cert: pem, key: pem } });
  });

  test.each([
    [{ KAFKA_TLS_CA_FILE: import.meta.filename }, 'needs KAFKA_TLS=true'],
    [{ KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: import.meta.filename }, 'belong together'],
    [{ KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: '/no/such/file' }, 'must be a file that can be read'],
    [{ ...scram, KAFKA_SASL_PASSWORD: '' }, 'needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD'],
    [{ ...scram, KAFKA_SASL_MECHANISM: 'plain' }, 'by KAFKA_TLS only'],
    [{ ...scram, KAFKA_SASL_MECHANISM: 'none' }, 'KAFKA_SASL_MECHANISM'],
  ])('is refused where it contradicts itself (%#)', (environment, message) => {
    expect(() => of(environment)).toThrow(message);
  });
});

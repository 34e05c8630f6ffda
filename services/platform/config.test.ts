import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { httpUrl, list, parseConfig, port, postgresUrl, secret, serviceConfig } from './config.ts';
import { TEST_PUBLIC_KEYS, testKeyEnvironment } from './testing/identity.ts';

const good = {
  PORT: '4006',
  NODE_ENV: 'test',
  ...testKeyEnvironment,
  IDENTITY_URL: 'http://identity:4010/',
  KAFKA_BROKERS: 'a:9092, b:9092,',
  DATABASE_URL: 'postgresql://orders:pw@db/orders',
};
const shape = { ...serviceConfig, DATABASE_URL: postgresUrl() };

describe('the configuration', () => {
  test('is read into what it means', () => {
    expect(parseConfig(shape, good)).toEqual({
      ...good,
      SERVICE_PRIVATE_KEY: expect.objectContaining({ type: 'private' }),
      SERVICE_PUBLIC_KEYS: TEST_PUBLIC_KEYS,
      PORT: 4006,
      IDENTITY_URL: 'http://identity:4010',
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
    });
  });

  test('names everything that is missing or wrong at once, and no value', () => {
    const broken = {
      ...good,
      PORT: '70000',
      SERVICE_PRIVATE_KEY: 'no key',
      SERVICE_PUBLIC_KEYS: 'orders=short',
      DATABASE_URL: 'mysql://orders:pw@db',
      KAFKA_BROKERS: '  ',
      IDENTITY_URL: undefined,
    };
    let message = '';
    try {
      parseConfig(shape, broken);
    } catch (error) {
      message = String(error);
    }
    expect(message).toBe(
      'ConfigError: Configuration: PORT: must be a port number; SERVICE_PRIVATE_KEY: must be an Ed25519 key (PKCS #8 in base64url); ' +
        'SERVICE_PUBLIC_KEYS: must be keys by service: orders=<key>,payments=<key>; IDENTITY_URL is missing; ' +
        'KAFKA_BROKERS is missing; DATABASE_URL: must be a URL that starts with postgresql:// or postgres://',
    );
  });

  test.each([
    [port(), '-1'],
    [port(), '1e3'],
    [httpUrl(), 'ftp://x'],
    [httpUrl(), 'orders:4006'],
    [list(), ','],
    [secret(), 'short'],
  ])('refuses text that is no such value (%#: %s)', (type, value) => {
    expect(() => parseConfig({ X: type }, { X: value })).toThrow('X: ');
  });

  test('that does not fit ends the process with 78, saying what is wrong', () => {
    const script = `import { readConfig, serviceConfig } from '${join(import.meta.dirname, 'config.ts')}'; readConfig(serviceConfig); console.log('went on');`;
    const { PATH } = process.env;
    const { status, stderr, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { PATH, PORT: '1' },
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([78, '']);
    expect(stderr).toContain(
      'Configuration: NODE_ENV is missing; SERVICE_PRIVATE_KEY is missing; SERVICE_PUBLIC_KEYS is missing; IDENTITY_URL is missing; KAFKA_BROKERS is missing\n',
    );
  });
});

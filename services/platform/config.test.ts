import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { httpUrl, list, parseConfig, port, postgresUrl, secret, serviceConfig } from './config.ts';

const good = {
  PORT: '4006',
  NODE_ENV: 'test',
  SERVICE_TOKEN_SECRET: 'x'.repeat(32),
  IDENTITY_URL: 'http://identity:4010/',
  KAFKA_BROKERS: 'a:9092, b:9092,',
  DATABASE_URL: 'postgresql://orders:pw@db/orders',
};
const shape = { ...serviceConfig, DATABASE_URL: postgresUrl() };

describe('the configuration', () => {
  test('is read into what it means', () => {
    expect(parseConfig(shape, good)).toEqual({
      ...good,
      PORT: 4006,
      IDENTITY_URL: 'http://identity:4010',
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
    });
  });

  test('names everything that is missing or wrong at once, and no value', () => {
    const broken = {
      ...good,
      PORT: '70000',
      SERVICE_TOKEN_SECRET: 'too short',
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
      'ConfigError: Configuration: PORT: must be a port number; SERVICE_TOKEN_SECRET: must have at least 32 characters; IDENTITY_URL is missing; ' +
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
      'Configuration: NODE_ENV is missing; SERVICE_TOKEN_SECRET is missing; IDENTITY_URL is missing; KAFKA_BROKERS is missing\n',
    );
  });
});

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { place } from './fixtures/place.ts';
import { root } from './folders.ts';
import { allServices, availableServices, serviceCommand, serviceEnvironment } from './services.ts';

const addresses = {
  DATABASE_URL: 'postgresql://u:p@db:5432/postgres?sslmode=require',
  MONGODB_URL: 'mongodb://m',
  REDIS_URL: 'redis://r',
  KAFKA_BROKERS: 'k:9092',
  ELASTICSEARCH_URL: 'http://e',
  SMTP_URL: 'smtp://i',
  STRIPE_SECRET_KEY: 'sk',
  STRIPE_WEBHOOK_SECRET: 'wh',
  S3_ENDPOINT: 'http://s3',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'key',
  S3_BUCKET: 'bucket',
};

function environmentOf(name: string): Record<string, string> {
  const service = allServices.find(each => each.name === name);
  if (!service) throw new Error(`no service ${name}`);
  return serviceEnvironment(service, place, addresses);
}

describe('the environment of a service', () => {
  test('has a database of its own on the given server, with the options of the address', () => {
    expect(environmentOf('orders').DATABASE_URL).toBe('postgresql://u:p@db:5432/orders?sslmode=require');
  });

  test('names its port, its peers, the gateway as browsers see it, and its own key', () => {
    expect(environmentOf('cart')).toMatchObject({
      PORT: '4003',
      CATALOG_URL: 'http://127.0.0.1:4001',
      INVENTORY_URL: 'http://127.0.0.1:4004',
      PUBLIC_URL: 'http://localhost:8080',
      SERVICE_PRIVATE_KEY: place.secrets.serviceKeys.cart,
      REDIS_URL: 'redis://r',
      KAFKA_BROKERS: 'k:9092',
    });
  });

  test('listens on loopback alone', () => {
    expect(allServices.map(({ name }) => environmentOf(name).LISTEN_HOST)).toEqual(allServices.map(() => '127.0.0.1'));
  });

  test('holds no key that the service does not use', () => {
    const holders = (variable: string): string[] =>
      allServices.map(({ name }) => name as string).filter(name => variable in environmentOf(name));
    expect(holders('STRIPE_SECRET_KEY')).toEqual(['payments']);
    expect(holders('S3_SECRET_ACCESS_KEY')).toEqual(['catalog']);
    expect(holders('AUTH_SECRET')).toEqual(['identity']);
    expect(holders('MONGODB_URL')).toEqual(['catalog']);
    expect(holders('LINK_SECRET')).toEqual(['orders', 'notifications']);
    const privateKeys = allServices.map(({ name }) => environmentOf(name).SERVICE_PRIVATE_KEY);
    expect(environmentOf('edge')).not.toHaveProperty('SERVICE_PRIVATE_KEY');
    expect(new Set(privateKeys).size).toBe(allServices.length);
  });

  test.each(['IMPORT_IMAGE_ORIGINS', 'S3_REGION'])('%s reaches catalog however the shop is run', variable => {
    const before = process.env[variable];
    process.env[variable] = 'given';
    const local = environmentOf('catalog')[variable];
    if (before === undefined) delete process.env[variable];
    else process.env[variable] = before;
    expect(local).toBe('given');
    const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
    expect(read('deploy/compose/compose.yaml')).toContain(`${variable}: \${${variable}:-}`);
    expect(read('deploy/kubernetes/config.yaml')).toMatch(new RegExp(`^  ${variable}: `, 'm'));
    expect(read('README.md')).toContain(`\`${variable}\``);
  });

  test.each(['USAGE_SAMPLE', 'CONSOLE_USAGE_SAMPLE'])('%s reaches its program however the shop is run', variable => {
    const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
    const [app, other] = variable === 'USAGE_SAMPLE' ? ['storefront', 'admin'] : ['admin', 'storefront'];
    const compose = parse(read('deploy/compose/compose.yaml')).services;
    expect(compose[app].environment[variable]).toBe(`\${${variable}:-}`);
    expect(compose[other].environment).not.toHaveProperty(variable);
    expect(read('deploy/kubernetes/config.yaml')).toMatch(new RegExp(`^  ${variable}: ''$`, 'm'));
    expect(read('README.md')).toContain(`| \`${variable}\` |`);
  });

  test('keeps the counters of the gateway apart from the carts', () => {
    expect(environmentOf('gateway')).toMatchObject({ LIMITS_REDIS_URL: 'redis://r/1' });
    expect(environmentOf('gateway')).not.toHaveProperty('REDIS_URL');
  });

  test('gives the edge the origins behind the public ports', () => {
    const [gateway, storefront, admin] = JSON.parse(environmentOf('edge').EDGE_LISTENERS ?? '');
    expect(gateway).toEqual({
      name: 'gateway',
      port: 8080,
      routes: [{ prefix: '/', origin: 'http://127.0.0.1:4033' }],
    });
    expect(storefront.routes).toContainEqual({ prefix: '/', origin: 'http://127.0.0.1:4034', app: 'shop' });
    expect(admin).toMatchObject({
      port: 3001,
      routes: [{ prefix: '/api', strip: true, origin: 'http://127.0.0.1:4033' }, {}, {}],
    });
  });
});

test.each(availableServices())('$name starts in Node as far as its configuration', async service => {
  const { program, args, cwd } = serviceCommand(service);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  execFile(program, args, { cwd, env: { PATH: process.env.PATH } }, (error, _output, errors) =>
    resolve({ exit: error?.code, errors }),
  );
  expect(await promise).toEqual({
    exit: 78,
    errors: expect.stringMatching(/^Configuration: PORT is missing; .*\n$/),
  });
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appCommand, availableApps, sourceHash } from './apps.ts';
import { choosePorts } from './ports.ts';
import type { Place } from './servers/server.ts';
import { serviceUrls } from './services.ts';

let clone: string;
const write = (file: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
  fs.writeFileSync(path.join(clone, file), text);
};
const hash = (): string => sourceHash({ name: 'storefront' }, clone);

beforeEach(() => {
  clone = fs.mkdtempSync(path.join(os.tmpdir(), 'apps-'));
  write('storefront/app/page.tsx', 'page');
  write('look/tokens.css', 'tokens');
  write('generated/cart/client.ts', 'client');
  write('package-lock.json', '{}');
});
afterEach(() => fs.rmSync(clone, { recursive: true }));

describe('what an app is built from', () => {
  test.each([
    'storefront/app/page.tsx',
    'look/tokens.css',
    'generated/cart/client.ts',
    'package-lock.json',
    'storefront/app/new.tsx',
  ])('has another name when %s changes', file => {
    const before = hash();
    write(file, 'another');
    expect(hash()).not.toBe(before);
  });

  test('has another name when a file moves', () => {
    const before = hash();
    fs.renameSync(path.join(clone, 'storefront/app/page.tsx'), path.join(clone, 'storefront/app/layout.tsx'));
    expect(hash()).not.toBe(before);
  });

  test.each([
    'storefront/app/page.test.tsx',
    'storefront/.next/cache/1',
    'storefront/next-env.d.ts',
    'storefront/README.md',
    'generated/cart/server.ts',
    'generated/cart/validators/requests.js',
    'admin/App.tsx',
    'services/cart/main.ts',
  ])('does not change with %s', file => {
    const before = hash();
    write(file, 'another');
    expect(hash()).toBe(before);
  });
});

const ports = await choosePorts({ defaultBase: 4000, wellKnown: true }, {}, async () => true);

describe('the environment of the server of an app', () => {
  const place: Place = {
    name: 'dev',
    state: '',
    cache: '',
    ports,
    secrets: { postgres: '', s3: '', link: '', stripeWebhook: '', authSecret: '', serviceKeys: { storefront: 'key' } },
    user: undefined,
    disposable: false,
    closing: new AbortController().signal,
  };
  const measuredBy = (name: 'storefront' | 'admin', given: Record<string, string>) => {
    const state = path.join(clone, name);
    fs.mkdirSync(state, { recursive: true });
    fs.writeFileSync(path.join(state, `${name}.build`), 'built');
    const app = availableApps().find(each => each.name === name);
    if (!app) throw new Error(`no app ${name}`);
    const before = { ...process.env };
    Object.assign(process.env, given);
    const { environment = {} } = appCommand(app, { ...place, state }, serviceUrls(place.ports));
    for (const variable of Object.keys(given)) delete process.env[variable];
    Object.assign(process.env, before);
    const names = ['USAGE_SAMPLE', 'CONSOLE_USAGE_SAMPLE', 'SERVICE_PRIVATE_KEY', 'REGISTRY_URL'];
    return Object.fromEntries(Object.entries(environment).filter(([variable]) => names.includes(variable)));
  };

  test('measures nothing by default, and the storefront has no key', () => {
    expect(measuredBy('storefront', {})).toEqual({});
    expect(measuredBy('admin', {})).toEqual({});
  });

  test('measures where a variable says so', () => {
    const given = { USAGE_SAMPLE: '0.5', CONSOLE_USAGE_SAMPLE: '0.1' };
    expect(measuredBy('storefront', given)).toEqual({
      USAGE_SAMPLE: '0.5',
      SERVICE_PRIVATE_KEY: 'key',
      REGISTRY_URL: 'http://127.0.0.1:4011',
    });
    expect(measuredBy('admin', given)).toEqual({ CONSOLE_USAGE_SAMPLE: '0.1' });
  });
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sourceHash } from './apps.ts';

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

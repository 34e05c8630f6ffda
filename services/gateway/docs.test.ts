import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHttpApp } from '../platform/http/http-app.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { silentLog } from '../platform/testing/log.ts';
import { documentation } from './docs.ts';

const root = mkdtempSync(join(tmpdir(), 'gateway-docs-'));
let app: TestApp;

beforeAll(async () => {
  mkdirSync(join(root, 'site/assets'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'site/index.html'), '<!doctype html><title>API</title>');
  writeFileSync(join(root, 'site/assets/docs.js'), 'void 0;');
  app = await startTestApp(
    createHttpApp({ log: silentLog(), routers: [documentation(join(root, 'site'))], checks: {} }),
  );
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true });
});

const get = (path: string) => fetch(`${app.url}${path}`, { redirect: 'manual' });

test('the documentation is at /docs, and runs nothing but its own script', async () => {
  const moved = await get('/docs');
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/docs/']);
  const page = await get('/docs/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
  expect((await get('/docs/assets/docs.js')).headers.get('content-type')).toContain('javascript');
});

test.each(['/docs/nothing.html', '/docs/..%2fsecret.txt', '/docs/%2e%2e/secret.txt'])('%s is not there', async path => {
  const answer = await get(path);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});

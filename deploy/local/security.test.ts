import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from './folders.ts';

test('every test that SECURITY.md names is there', () => {
  const text = fs.readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
  const named = [...new Set(text.match(/[\w./-]+\.test\.ts/g))];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(file => !fs.existsSync(path.join(root, file)))).toEqual([]);
});

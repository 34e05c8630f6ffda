import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { until } from '../../services/platform/testing/until.ts';
import { inspect } from './daemon.ts';
import { addCounts, countReport, runWhole } from './jest.ts';

const report = {
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  numRuntimeErrorTestSuites: 1,
};

test('what was left out or could not run counts as failed', () => {
  expect(countReport(report)).toEqual({ passed: 5, failed: 5 });
});

test('no report is a failure', () => {
  expect(countReport(undefined)).toEqual({ passed: 0, failed: 1 });
});

test('counts add up', () => {
  expect(addCounts({ passed: 1, failed: 2 }, { passed: 3, failed: 0 })).toEqual({ passed: 4, failed: 2 });
});

test('a run that is cancelled leaves no worker behind', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jest-test-'));
  const file = path.join(folder, 'worker');
  const script = `
    const stays = ['-e', 'setInterval(() => {}, 1000)'];
    const { pid } = require('node:child_process').spawn(process.execPath, stays);
    require('node:fs').writeFileSync(${JSON.stringify(file)}, String(pid));
    setInterval(() => {}, 1000);
  `;
  const closing = new AbortController();
  const running = runWhole(['-e', script], process.env, closing.signal);
  const worker = await until(() => fs.existsSync(file) && Number(fs.readFileSync(file, 'utf8')), {
    describe: 'a worker runs',
  });
  expect(inspect(worker)).toBeDefined();
  closing.abort();
  await running;
  await until(() => inspect(worker) === undefined, { describe: 'the worker is gone' });
  fs.rmSync(folder, { recursive: true });
});

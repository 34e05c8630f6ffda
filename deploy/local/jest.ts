import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './folders.ts';

/** Counts of tests. */
export interface Counts {
  passed: number;
  failed: number;
}

/** The part of Jest's JSON report that is counted. */
export interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
}

/**
 * Counts a report: a suite that could not run is a failure, and so is a test that was left out. No report at all is one
 * failure.
 */
export function countReport(report: JestReport | undefined): Counts {
  if (!report) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = report;
  return {
    passed: numPassedTests,
    failed: numFailedTests + numPendingTests + numTodoTests + numRuntimeErrorTestSuites,
  };
}

export const addCounts = (...all: Counts[]): Counts => ({
  passed: all.reduce((sum, { passed }) => sum + passed, 0),
  failed: all.reduce((sum, { failed }) => sum + failed, 0),
});

/**
 * Runs a program of Node, which prints on standard error. When `closing` is aborted it is killed with all that it
 * started: Jest has workers.
 */
export async function runWhole(args: readonly string[], env: NodeJS.ProcessEnv, closing: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
    detached: true,
  });
  const kill = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
  closing.addEventListener('abort', kill);
  try {
    await once(child, 'close');
  } finally {
    closing.removeEventListener('abort', kill);
  }
}

/** Runs Jest, which prints as it goes. What it had not reported when it was stopped counts as one failure. */
export async function runJest(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  closing: AbortSignal,
  workers = 2,
): Promise<Counts> {
  closing.throwIfAborted();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'covenant-jest-'));
  const file = path.join(folder, 'report.json');
  const jest = path.join(root, 'node_modules/jest/bin/jest.js');
  const options = [
    `--maxWorkers=${workers}`,
    '--passWithNoTests',
    '--forceExit',
    '--json',
    `--outputFile=${file}`,
    ...args,
  ];
  try {
    const env = { ...process.env, ...environment, NODE_ENV: 'test' };
    await runWhole(['--experimental-vm-modules', jest, ...options], env, closing);
    return countReport(fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

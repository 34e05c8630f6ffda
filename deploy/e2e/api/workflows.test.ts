import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../../local/folders.ts';
import { environment, gateway } from '../api-client.ts';

interface Outcome {
  workflows: { id: string; ok: boolean; trace: { step: string; result: string; ok: boolean; retried: boolean }[] }[];
}

/** `covenant run` on the running system, as anybody runs it. */
function runWorkflows(): Promise<{ code: number; outcome: Outcome }> {
  const program = path.join(root, 'contracts/codegen/covenant.ts');
  const args = [
    program,
    'run',
    '--project',
    root,
    '--format',
    'json',
    '--against',
    gateway,
    '--kafka',
    process.env.KAFKA_BROKERS ?? '',
    '--input',
    `staffEmail=${environment.ADMIN_EMAIL}`,
    '--input',
    `staffPassword=${JSON.stringify(environment.ADMIN_PASSWORD)}`,
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error ? Number(error.code) : 0;
      if (stdout === '') reject(new Error(stderr));
      else resolve({ code, outcome: JSON.parse(stdout) });
    });
  });
}

test('the shop does what its workflows say, requests and events', async () => {
  const { code, outcome } = await runWorkflows();
  const failed = outcome.workflows.flatMap(({ id, trace }) =>
    trace.filter(({ ok, retried }) => !ok && !retried).map(({ step, result }) => `${id} ${step}: ${result}`),
  );
  expect(failed).toEqual([]);
  expect(outcome.workflows.map(({ id, ok }) => [id, ok])).toEqual([
    ['fillCart', true],
    ['paidOrder', true],
    ['declinedOrder', true],
    ['cancelledOrder', true],
    ['refundedOrder', true],
    ['changedPrice', true],
  ]);
  expect(code).toBe(0);
});

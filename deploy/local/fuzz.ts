import path from 'node:path';
import { root } from './folders.ts';
import { runJest } from './jest.ts';
import { readSecrets } from './secrets.ts';
import { runningSystem, runOutside } from './seed.ts';
import { insideEnvironment } from './services.ts';

const walks = 'deploy/e2e/walks/';
const schemathesis = path.join(root, walks, 'schemathesis.ts');

/**
 * `task fuzz`: tries every operation of the running system with all requests that the contracts give, and with those of
 * Schemathesis, which the arguments are for (`--examples 200 --only catalog`). It leaves much behind in the shop.
 * @returns the exit code: 1 for a fault, 2 where Schemathesis is not installed
 */
export async function fuzzCommand(args: readonly string[]): Promise<number> {
  const { state, ports, environment } = runningSystem();
  const inside = insideEnvironment({ ports, secrets: readSecrets(state) });
  const variables = { ...environment, ...inside, WALK_CASES: 'all' };
  const { failed } = await runJest([walks], variables, new AbortController().signal, 1);
  const code = await runOutside(schemathesis, args, inside);
  return failed > 0 ? 1 : code;
}

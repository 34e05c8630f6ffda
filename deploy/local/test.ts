import path from 'node:path';
import { type Build, buildApps } from './apps.ts';
import { findBrowser } from './browser.ts';
import { runChecks } from './checks.ts';
import { publishContracts } from './contracts.ts';
import { claim } from './daemon.ts';
import { root, stateFolder } from './folders.ts';
import { addCounts, type Counts, runJest } from './jest.ts';
import { runTool } from './provision.ts';
import { outsideEnvironment, seedOnce } from './seed.ts';
import { processFiles } from './servers/run.ts';
import { insideEnvironment } from './services.ts';
import { forgetTestStack, isKept, type Stack, startStack, stopStack } from './stack.ts';
import { type Steps, seconds } from './steps.ts';
import { startSystem, stopServices } from './system.ts';

/** Tests that need the whole system running; everything else brings what it needs. */
const endToEnd = 'deploy/e2e';
/** Of these, the ones that expect the shop as it is seeded: they run before anybody adds to it. */
const outsideCallers = 'deploy/e2e/api/';
/** Of these, the ones that measure how fast pages are: nothing else but one another runs beside them. */
const measuring = '[-]pages\\.test\\.ts$';
/** Of these, the ones that try every operation: they know the inside, leave much behind, and so run last. */
const walks = 'deploy/e2e/walks/';
/**
 * A run that hangs is ended after so many ms, from when the servers are there. It is no limit of what a run may take:
 * a busy machine is slow, and the last lines say how long it took.
 */
const TIMEOUT_MS = 60 * 60_000;
/** The argument by which the whole system runs all services in one process. */
const SMALL = '--small';

/** Prints and counts one failure: for a part of the tests that could not run at all. */
function cannotRun(what: string, error: unknown, steps: Steps): Counts {
  steps.print(`${what} cannot run: ${(error as Error).message}`);
  return { passed: 0, failed: 1 };
}

/** @throws Error with the output of the build, when an app could not be built */
function requireBuilds(builds: readonly Build[]): readonly Build[] {
  for (const build of builds) if ('error' in build) throw build.error;
  return builds;
}

/** Starts every service on the test servers, fills the shop, and runs the tests that are outside callers. */
async function runEndToEnd(
  stack: Stack,
  building: Promise<readonly Build[]>,
  { environment, steps, small }: { environment: NodeJS.ProcessEnv; steps: Steps; small: boolean },
): Promise<Counts> {
  const over = new AbortController();
  const place = { ...stack.place, closing: AbortSignal.any([stack.place.closing, over.signal]) };
  try {
    const builds = requireBuilds(await building);
    await startSystem({ ...stack, place }, Promise.resolve(builds), steps, { small });
    await Promise.all([publishContracts(place, steps), seedOnce(stack, steps)]);
    const variables = { ...environment, ...outsideEnvironment(place) };
    const callers = await runJest([outsideCallers], variables, place.closing, 1);
    const ignored = ['/node_modules/', outsideCallers, measuring, walks];
    const journeys = await runJest(['--testPathIgnorePatterns', ...ignored, '--', endToEnd], variables, place.closing);
    const pages = await runJest([`${endToEnd}/.*${measuring}`], variables, place.closing);
    const inside = { ...variables, ...insideEnvironment(place) };
    // Calls first: they look whether anything changes, and hostile values leave much that goes on by itself.
    const calls = await runJest([`${walks}callers`], inside, place.closing, 1);
    return addCounts(callers, journeys, pages, calls, await runJest([`${walks}hostile`], inside, place.closing, 1));
  } catch (error) {
    return cannotRun('The whole system', error, steps);
  } finally {
    over.abort(); // else services that are stopped are started again
    await stopServices(place.state);
  }
}

async function runSuites(given: readonly string[], steps: Steps, closing: AbortController): Promise<Counts> {
  const args = given.filter(arg => arg !== SMALL);
  const small = given.includes(SMALL);
  const generate = [path.join(root, 'deploy/local/prisma/generate.mjs')];
  await steps.step('Prisma clients', () => runTool({ program: process.execPath, args: generate }));
  if (!isKept()) {
    claim(processFiles(stateFolder('test'), 'test').pid, 'npm test');
    await forgetTestStack();
  }
  const checking = args.length === 0 ? runChecks(steps) : Promise.resolve({ passed: 0, failed: 0 });
  const isWhole = args.length === 0 || args.some(arg => arg.startsWith(endToEnd));
  const builds = isWhole ? buildApps(stateFolder('test'), steps) : Promise.resolve([]);
  const [stack, browser] = await Promise.all([
    startStack('test', steps, closing.signal),
    steps.step('browser', findBrowser, program => program).catch(() => undefined),
  ]);
  const late = setTimeout(() => {
    steps.print('Not done after an hour: what still runs is stopped.');
    closing.abort(new Error('not done after an hour'));
  }, TIMEOUT_MS).unref();
  try {
    const checks = await checking;
    const environment = { ...stack.environment, ...(browser ? { CHROMIUM_PATH: browser } : {}) };
    const suites = await runJest(
      ['--testPathIgnorePatterns', '/node_modules/', endToEnd, '--', ...args],
      environment,
      closing.signal,
    );
    const whole = isWhole ? await runEndToEnd(stack, builds, { environment, steps, small }) : { passed: 0, failed: 0 };
    return addCounts(checks, suites, whole);
  } finally {
    clearTimeout(late);
    closing.abort();
    if (!isKept()) await stopStack(stack.place.state);
  }
}

/**
 * `npm test`: everything that must hold, on real servers of its own. Arguments are handed to Jest and leave out the
 * checks of the whole tree: `npm test -- services/cart`. `--small` runs all services of the whole system in one
 * process. The last line counts.
 * @returns the exit code
 */
export async function testCommand(args: readonly string[], steps: Steps): Promise<number> {
  const began = Date.now();
  const closing = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => closing.abort(new Error('stopped')));
  const { passed, failed } = await runSuites(args, steps, closing).catch(error => cannotRun('The tests', error, steps));
  steps.print(`\nTook ${seconds(Date.now() - began)}.`);
  steps.print(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

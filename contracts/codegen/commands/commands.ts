import { createRequire } from 'node:module';
import { ConfigError } from '../config.ts';
import { ContractError } from '../contract-error.ts';
import { type Command, type CommandResult, UsageError } from './command.ts';
import { check, generate, lint } from './contracts.ts';
import { coverage } from './coverage.ts';
import { fetchCommand } from './fetch.ts';
import { init } from './init.ts';
import { pack } from './pack.ts';
import { schema } from './schema.ts';

/** Commands that load what only they need. */
const diff: Command = {
  summary: 'What changed between two versions of the contracts, and whom it breaks',
  usage: async () => (await import('../diff/command.ts')).diffUsage,
  run: async args => (await import('../diff/command.ts')).runDiff(args, process.env, new Date()),
};
const gate: Command = {
  summary: 'Whether a change of the contracts may be merged',
  usage: async () => (await import('../gate/command.ts')).gateUsage,
  run: async args => (await import('../gate/command.ts')).runGateCommand(args, process.env, new Date()),
};
const impact: Command = {
  summary: 'What a change of the contracts breaks in code, pacts, screens and templates',
  usage: async () => (await import('../impact/command.ts')).impactUsage,
  run: async args => (await import('../impact/command.ts')).runImpact(args, new Date()),
};
const pacts: Command = {
  summary: 'What lies between the code of consumers and their pacts',
  usage: async () => (await import('../impact/pacts-command.ts')).pactsUsage,
  run: async args => (await import('../impact/pacts-command.ts')).runPacts(args),
};
const publish: Command = {
  summary: 'Fills a registry with the contracts and pacts',
  usage: async () => (await import('../publish/command.ts')).publishUsage,
  run: async args => (await import('../publish/command.ts')).runPublish(args, process.env),
};
const test: Command = {
  summary: 'Sends requests to a running system and holds its answers to the contracts',
  usage: async () => (await import('../conformance/command.ts')).testUsage,
  run: async args => (await import('../conformance/command.ts')).runTest(args),
};

const mock: Command = {
  summary: 'Answers for the contracts, from their examples or made values, until Ctrl-C',
  usage: async () => (await import('../mock/command.ts')).mockUsage,
  run: async args => (await import('../mock/command.ts')).runMock(args),
};

const docs: Command = {
  summary: 'Writes a documentation site for the contracts',
  usage: async () => (await import('../docs/command.ts')).docsUsage,
  run: async args => (await import('../docs/command.ts')).runDocs(args, new Date()),
};

const run: Command = {
  summary: 'Runs workflows against a running system, over requests and events',
  usage: async () => (await import('../workflows/command.ts')).runUsage,
  run: async args => (await import('../workflows/command.ts')).runRun(args),
};

const commands: Readonly<Record<string, Command>> = {
  init,
  lint,
  generate,
  check,
  diff,
  impact,
  pacts,
  gate,
  publish,
  test,
  mock,
  docs,
  coverage,
  run,
  fetch: fetchCommand,
  pack,
  schema,
};

/** Runs the tool with the arguments of its command line. Throws nothing. */
export async function runCovenant(args: readonly string[]): Promise<CommandResult> {
  const [name = '', ...rest] = args;
  const isHelp = rest.includes('--help') || rest.includes('-h');
  if (name === '--version') return { output: version(), exitCode: 0 };
  if (['', 'help', '--help', '-h'].includes(name) && !(rest[0] && name === 'help'))
    return { output: overview(), exitCode: name === '' ? 2 : 0 };
  const wanted = name === 'help' ? (rest[0] ?? '') : name;
  const command = Object.hasOwn(commands, wanted) ? commands[wanted] : undefined;
  if (!command) return { output: `There is no command ${wanted}.\n\n${overview()}`, exitCode: 2 };
  if (isHelp || name === 'help') return { output: await command.usage(), exitCode: 0 };
  try {
    return await command.run(rest);
  } catch (error) {
    if (error instanceof UsageError) return { output: `${error.message}\n\n${await command.usage()}`, exitCode: 2 };
    if (error instanceof ContractError) return { output: error.message, exitCode: 1 };
    if (error instanceof ConfigError) return { output: error.message, exitCode: 2 };
    return { output: `This is a fault of covenant itself:\n${stackOf(error)}`, exitCode: 3 };
  }
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map(name => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `covenant COMMAND [OPTIONS]; covenant COMMAND --help says more\n\n${lines.join('\n')}\n
Ends with 0: all is well; 1: something was found; 2: it was called or configured in a way that it does not know;
3: covenant itself failed.`;
}

function version(): string {
  const require = createRequire(import.meta.url);
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { name, version: number }: { name?: unknown; version?: unknown } = require(path);
      if (name === 'covenant') return String(number);
    } catch {
      // built, the package is one folder further up
    }
  }
  return 'unknown';
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import { relative } from 'node:path';
import { type ContractCommand, type Outcome, runCommand } from '../command.ts';
import { loadProject, type Project } from '../config.ts';
import { Memory } from '../memory.ts';
import { type Command, type CommandResult, onlyOne, parseOptions } from './command.ts';
import { watchContracts } from './watch.ts';

const options = `  FOLDER     where covenant.config.ts is (here)
  --json     { ok, findings: [{ file, line, column, rule, message }], files }, for machines
  --watch    again at every change of a document, until it is stopped`;

/** The commands that read all contracts of a project. */
function contractCommand(name: ContractCommand, summary: string, more: string): Command {
  return {
    summary,
    usage: () => `covenant ${name} [FOLDER] [--json] [--watch]: ${more}\n${options}`,
    run: async args => {
      const { flags, rest } = parseOptions(args, ['json', 'watch']);
      const project = await loadProject(onlyOne(rest, process.cwd()));
      const memory = new Memory(flags.has('watch'));
      const once = async () => {
        const outcome = await runCommand(name, project, memory);
        return { result: resultOf(outcome, project, flags.has('json')), documents: outcome.documents };
      };
      return flags.has('watch') ? watchContracts(project, once) : (await once()).result;
    },
  };
}

export const lint = contractCommand(
  'lint',
  'What is wrong with the contracts',
  'what is wrong with the contracts, as file:line:column rule: message',
);
export const generate = contractCommand(
  'generate',
  'Writes the generated files',
  'writes what differs, removes what is left over, and names both',
);
export const check = contractCommand(
  'check',
  'Lint, whether generated files are fresh, and whether versions say what changed',
  'lint, whether the generated files are what the contracts say, and whether versions say what changed',
);

function resultOf({ lines, ok, findings, files }: Outcome, { root }: Project, asJson: boolean): CommandResult {
  const exitCode = ok ? 0 : 1;
  if (!asJson) return { output: lines.join('\n'), exitCode };
  const placed = findings.map(finding => ({ ...finding, file: relative(root, finding.file) }));
  return { output: JSON.stringify({ ok, findings: placed, files }, null, 2), exitCode };
}

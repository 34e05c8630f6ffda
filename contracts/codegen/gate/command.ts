import { parseArgs } from 'node:util';
import { loadProject, type Project } from '../config.ts';
import { type Range, rangeOf } from '../diff/range.ts';
import { SideError } from '../diff/side.ts';
import { tryGit } from '../git.ts';
import { baseRevision } from '../versions/base-revision.ts';
import type { GateReport } from './gate-report.ts';
import { githubReport } from './report/github.ts';
import { jsonReport } from './report/json.ts';
import { markdownReport } from './report/markdown.ts';
import { textReport } from './report/text.ts';
import { type GateQuestions, runGate } from './run-gate.ts';

export const gateUsage = `covenant gate [BASE..HEAD]: whether a change of the contracts may be merged, for REST and events
  lint, breaking changes, versions, impact, pacts, can-i-deploy; without HEAD, the working tree
  without BASE, where the branch left main, or the commit before HEAD on main itself
  --format text | json | markdown | github
  --registry URL       the registry to ask who uses what, and can-i-deploy (REGISTRY_URL); its bearer token is REGISTRY_TOKEN
  --environment NAME   where the change is to go
  --project FOLDER     where covenant.config.ts is (here)
ends with 0: it may; 1: it may not, or nothing proves that it may; 2: it was called in a way that it does not know`;

const formats: Readonly<Record<string, (report: GateReport, intendedFile: string | undefined) => string>> = {
  text: textReport,
  json: jsonReport,
  markdown: markdownReport,
  github: githubReport,
};

export interface GateOutcome {
  output: string;
  exitCode: 0 | 1 | 2;
}

/** Runs `covenant gate` with its arguments. Throws nothing for what is wrong with them. */
export async function runGateCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  today: Date,
): Promise<GateOutcome> {
  const call = parseCall(args, environment);
  if (!call) return { output: gateUsage, exitCode: 2 };
  try {
    const project = await loadProject(call.folder);
    const report = await runGate(project, call.range ?? defaultRange(project), call.questions, today);
    return { output: call.format(report, project.intendedBreaks), exitCode: report.verdict === 'pass' ? 0 : 1 };
  } catch (error) {
    if (error instanceof SideError) return { output: `${error.message}\n\n${gateUsage}`, exitCode: 2 };
    throw error;
  }
}

/** From where the branch left main; on main itself, from the commit before HEAD. */
function defaultRange(project: Project): Range {
  const { base: _, ...rest } = project;
  const main = baseRevision(rest);
  if ('missing' in main) throw new SideError(`There is nothing to compare with: ${main.missing}`);
  const before = tryGit(project.root, ['rev-parse', '--verify', '--quiet', 'HEAD~1']);
  const isMain = main.commit === tryGit(project.root, ['rev-parse', 'HEAD']);
  if (isMain && before === undefined) throw new SideError('There is nothing to compare with: HEAD is the first commit');
  return { base: isMain && before !== undefined ? before : main.commit, head: '' };
}

interface Call {
  /** Undefined where none was given. */
  range: Range | undefined;
  format: (report: GateReport, intendedFile: string | undefined) => string;
  questions: GateQuestions;
  folder: string;
}

function parseCall(args: readonly string[], environment: NodeJS.ProcessEnv): Call | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        registry: { type: 'string' },
        environment: { type: 'string' },
        project: { type: 'string' },
      },
    });
    const range = positionals.length === 0 ? undefined : rangeOf(positionals);
    const format = formats[values.format ?? 'text'];
    if (!format || (positionals.length > 0 && !range)) return undefined;
    const registry = values.registry ?? environment.REGISTRY_URL;
    if (registry === undefined ? values.environment !== undefined : !URL.canParse(registry)) return undefined;
    const token = environment.REGISTRY_TOKEN;
    const questions: GateQuestions =
      registry === undefined
        ? {}
        : {
            registry: { url: registry, token },
            ...(values.environment !== undefined && { target: { registry, environment: values.environment, token } }),
          };
    return { range, format, questions, folder: values.project ?? process.cwd() };
  } catch {
    return undefined; // an option that there is not
  }
}

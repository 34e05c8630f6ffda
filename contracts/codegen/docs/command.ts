import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { type CommandResult, onlyOne, parseOptions, UsageError } from '../commands/command.ts';
import { loadProject, type Project } from '../config.ts';
import { ContractError } from '../contract-error.ts';
import { contractPatterns, SideError } from '../diff/side.ts';
import { readContracts } from '../read-contracts.ts';
import { workflowDocuments } from '../workflows/read-workflows.ts';
import { releasesSince } from './releases.ts';
import { docsSite } from './site.ts';
import { SiteError, writeSite } from './write-site.ts';

export const docsUsage = `covenant docs [DOCUMENT]: writes a documentation site for the contracts of the project, or for one document
  --output FOLDER      where it goes: a folder that is new, empty, or of a site before (docs-site)
  --title TEXT         what the site is called (API documentation)
  --audience NAMES     of x-gateway: public,admin,internal (all)
  --server URL         where examples are sent, and what "Try it" asks at first; / for where the site is
  --base REVISIONS     with the changes since this git revision; several by comma, oldest first: v1,v2
  --project FOLDER     where covenant.config.ts is (here)
Plain HTML with one style and one script: any server can serve it, and it can be read from the disk.`;

/** Runs `covenant docs`. Throws `UsageError` and `ContractError`. */
export async function runDocs(args: readonly string[], today: Date): Promise<CommandResult> {
  const { values, rest } = parseOptions(args, [], ['output', 'title', 'audience', 'server', 'base', 'project']);
  const document = onlyOne(rest, '');
  const project = document === '' ? await loadProject(values.project ?? process.cwd()) : projectOf(document);
  const contracts = readContracts(project);
  if (contracts.findings.hasErrors) throw new ContractError(contracts.findings.sorted(), project.root);
  const audiences = values.audience?.split(',');
  const services = contracts.services
    .map(({ service }) => ({
      ...service,
      operations: service.operations.filter(({ gateway }) => audiences === undefined || audiences.includes(gateway)),
    }))
    .filter(({ operations }) => operations.length > 0);
  const publishers = contracts.publishers.map(({ publisher }) => publisher);
  const bases = values.base?.split(',') ?? [];
  try {
    const files = docsSite({
      title: values.title ?? services.find(() => document !== '')?.title ?? 'API documentation',
      services,
      publishers,
      workflows: workflowDocuments(project, contracts),
      releases: bases.length === 0 ? [] : releasesSince(bases, contractPatterns(project), today),
      server: values.server === '/' ? '' : values.server?.replace(/\/+$/, ''),
    });
    const output = values.output ?? 'docs-site';
    writeSite(output, files);
    return { output: `${files.size - 1} pages are in ${relative(process.cwd(), resolve(output)) || '.'}`, exitCode: 0 };
  } catch (error) {
    if (error instanceof SiteError || error instanceof SideError) throw new UsageError(error.message);
    throw error;
  }
}

function projectOf(document: string): Project {
  const file = resolve(document);
  if (!existsSync(file)) throw new UsageError(`There is no ${document}`);
  return { root: dirname(file), openapi: basename(file), output: 'generated', runtime: 'covenant/runtime' };
}

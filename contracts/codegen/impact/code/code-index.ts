import { relative } from 'node:path';
import type ts from 'typescript';
import type { Project } from '../../config.ts';
import { findUses, type Uses } from './find-uses.ts';
import { importersOf, reachOf } from './imports.ts';
import { Members } from './members.ts';
import { pathIn, readSourceCode, type SourceCode } from './source-files.ts';

/** What a project's code uses of what is generated. */
export interface CodeIndex extends Uses {
  code: SourceCode;
  members: Members;
  /** Whether a file is generated: it follows the contracts by itself. */
  isGenerated(file: string): boolean;
}

const kinds = ['types', 'events', 'client', 'server'];

/**
 * Reads the code of a project and finds what it uses of what is generated: of these services, where they are given, and
 * in the files that `accept` takes.
 */
export function indexCode(
  project: Project,
  { accept, services }: { accept?: (file: string) => boolean; services?: ReadonlySet<string> } = {},
): CodeIndex {
  const isWanted = (file: string): boolean => {
    const [service = '', name] = relative(project.output, file).split('/');
    return name !== undefined && services?.has(service) === true;
  };
  const code = readSourceCode(project.root, accept, services && isWanted);
  const members = new Members();
  const generated: ts.SourceFile[] = [];
  const console = project.admin && `${project.admin.output}/`;
  for (const file of code.program.getSourceFiles()) {
    const [service, name, ...deeper] = relative(project.output, pathIn(code.root, file)).split('/');
    const kind = name?.replace(/\.ts$/, '') ?? '';
    if (service === undefined || service === '..' || deeper.length > 0 || !kinds.includes(kind)) continue;
    members.add(file, service, kind);
    if (services?.has(service) ?? true) generated.push(file);
  }
  const reached = reachOf(generated, importersOf(code));
  const users = code.files.filter(file => {
    const path = pathIn(code.root, file);
    const isOwn = !path.startsWith(`${project.output}/`) || (console !== undefined && path.startsWith(console));
    return isOwn && reached.has(file);
  });
  const isGenerated = (file: string): boolean => file.startsWith(`${project.output}/`);
  return { code, members, isGenerated, ...findUses(code, members, users) };
}

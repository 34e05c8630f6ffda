import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadProject, type Project } from '../config.ts';
import { integrityOf, RemoteDocuments, type RemoteLock } from '../document/remote-documents.ts';
import { readContracts } from '../read-contracts.ts';
import { type Command, type CommandResult, onlyOne, parseOptions } from './command.ts';

/** A document that is larger is none. */
const MAX_BYTES = 20_000_000;
const TIMEOUT_MS = 30_000;

export const fetchCommand: Command = {
  summary: 'Fetches the documents of other hosts that are allowed, and pins them',
  usage:
    () => `covenant fetch [FOLDER] [--update]: fetches the documents of other hosts that contracts refer to and that \`remote.allow\`
of the configuration allows; their copies and the lock file that pins them are in \`remote.folder\`, which is committed
  --update   those that are there already too
No other command asks a host.`,
  run: async args => {
    const { flags, rest } = parseOptions(args, ['update']);
    const project = await loadProject(onlyOne(rest, process.cwd()));
    if (!project.remote) return { output: 'The configuration has no `remote`: nothing may be fetched.', exitCode: 2 };
    return fetchAll(project, project.remote, flags.has('update'));
  },
};

async function fetchAll(
  project: Project,
  config: NonNullable<Project['remote']>,
  update: boolean,
): Promise<CommandResult> {
  const lines: string[] = [];
  let next: string[] = update ? Object.keys(new RemoteDocuments(project.root, config).lock) : wanted(project);
  while (next.length > 0) {
    for (const url of next) {
      const problem = await fetchOne(project, config, url);
      if (problem !== undefined) return { output: [...lines, problem].join('\n'), exitCode: 1 };
      lines.push(`${url} is pinned`);
    }
    // What was fetched may refer to more.
    next = wanted(project);
  }
  return { output: lines.length === 0 ? 'Nothing is missing.' : lines.join('\n'), exitCode: 0 };
}

function wanted(project: Project): string[] {
  return [...(readContracts(project).cache.remote?.wanted ?? [])].sort();
}

/** Writes the copy and its entry; what kept it from that. */
async function fetchOne(
  project: Project,
  config: NonNullable<Project['remote']>,
  url: string,
): Promise<string | undefined> {
  const documents = new RemoteDocuments(project.root, config);
  if (!documents.allows(url)) return `${url} is not allowed any more`;
  const text = await download(url, documents).catch((error: unknown) => ({
    problem: `${url}: ${error instanceof Error ? error.message : String(error)}`,
  }));
  if (typeof text !== 'string') return text.problem;
  const lock: RemoteLock = { ...documents.lock, [url]: integrityOf(text) };
  const file = documents.pathOf(url);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const sorted = Object.fromEntries(Object.entries(lock).sort(([left], [right]) => (left < right ? -1 : 1)));
  writeFileSync(documents.lockFile, `${JSON.stringify(sorted, null, 2)}\n`);
  return undefined;
}

async function download(url: string, documents: RemoteDocuments): Promise<string | { problem: string }> {
  // A redirection could lead anywhere, so it must be allowed as well.
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (answer.status >= 300 && answer.status < 400) {
    const to = new URL(answer.headers.get('location') ?? '', url).href;
    return documents.allows(to) && to !== url
      ? { problem: `${url} has moved: refer to ${to}` }
      : { problem: `${url} leads to ${to}, which is not allowed` };
  }
  if (!answer.ok) return { problem: `${url} answered ${answer.status}` };
  const bytes = await answer.arrayBuffer();
  if (bytes.byteLength > MAX_BYTES) return { problem: `${url} is larger than ${MAX_BYTES} bytes` };
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

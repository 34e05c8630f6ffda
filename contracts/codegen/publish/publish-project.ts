import { basename, extname } from 'node:path';
import type { Project } from '../config.ts';
import type { ContractVersion } from '../diff/contract-version.ts';
import { contractPatterns, readSide, readTexts } from '../diff/side.ts';
import { isObject, parsePointer, stringIn } from '../document/json.ts';
import { tryGit } from '../git.ts';
import { fits, type IntendedBreak } from '../intended/intended-break.ts';
import { readIntendedBreaks } from '../intended/read-intended-breaks.ts';
import { type Refusal, type RegistryAccess, RegistryClient } from './registry-client.ts';
import { revisionName } from './revision-name.ts';

export interface PublishOptions {
  /** The git revision to publish; '' is the working tree. */
  revision?: string;
  /** What consumers' versions are called, where git cannot say it. */
  revisionName?: string;
  /** The branch of the consumers' versions; else the one that is checked out. */
  branch?: string;
}

/** What became of a publication. */
export interface Published {
  contracts: number;
  pacts: number;
  /** What was refused, one line each, then the lines of its findings. */
  refused: string[];
}

/**
 * Publishes every contract of a project, references resolved, and its pacts where the configuration names them. What is
 * there already stays as it is. Throws `RegistryError` where the registry cannot be reached, `SideError` for a revision
 * that there is not.
 */
export async function publishProject(
  project: Project,
  access: RegistryAccess,
  { revision = '', ...options }: PublishOptions = {},
): Promise<Published> {
  const client = new RegistryClient(access);
  const published: Published = { contracts: 0, pacts: 0, refused: [] };
  const { contracts } = readSide(revision, contractPatterns(project));
  const nameOf = (texts: ReadonlyMap<string, string>) =>
    options.revisionName ?? revisionName(project.root, revision, texts);
  const intended = intendedOf(project, revision);
  const gitRevision = nameOf(new Map(contracts.map(({ name, bundled }) => [name, JSON.stringify(bundled)])));
  for (const contract of contracts) {
    const { kind, version, bundled } = contract;
    const refusal = await client.publishContract({
      kind,
      name: basename(contract.name, extname(contract.name)),
      version,
      document: bundled,
      gitRevision,
      intendedBreaks: intended.filter(entry => fits(contract.name, entry.contract)).map(({ entry }) => entry),
    });
    if (refusal) published.refused.push(...refusalLines(contract, refusal));
    else published.contracts += 1;
  }
  if (project.pacts !== undefined) await publishPacts(project, project.pacts);
  return published;

  async function publishPacts({ root }: Project, pattern: string): Promise<void> {
    const texts = readTexts(revision, { root, patterns: [pattern] });
    const version = nameOf(texts);
    const branch = options.branch ?? tryGit(root, ['symbolic-ref', '--short', '--quiet', 'HEAD']);
    for (const [consumer, pacts] of byConsumer(texts)) {
      const refusal = await client.publishPacts({ consumer, version, branch, pacts });
      if (refusal) published.refused.push(`pacts of ${consumer}: ${refusal.message}`);
      else published.pacts += pacts.length;
    }
  }
}

/** The entries for a registry: what it has of a document is one file, so that places in files say nothing there. */
function intendedOf({ root, intendedBreaks }: Project, revision: string): { contract: string; entry: IntendedBreak }[] {
  if (intendedBreaks === undefined) return [];
  const [text = ''] = readTexts(revision, { root, patterns: [intendedBreaks] }).values();
  return readIntendedBreaks(text).entries.map(({ contract, finding, message, at, reason, owner, sunset }) => ({
    contract,
    entry: { finding, ...(message !== undefined && { message }), at, reason, owner, sunset },
  }));
}

function refusalLines(contract: ContractVersion, { message, findings }: Refusal): string[] {
  const place = (path: readonly string[]): string => {
    const { file, line, column } = contract.place(path);
    return `${file}:${line}:${column}`;
  };
  return [
    `${place(['info', 'version'])} ${message}`,
    ...findings.map(({ id, message, after }) => `  ${place(parsePointer(after ?? ''))} ${message} [${id}]`),
  ];
}

function byConsumer(texts: ReadonlyMap<string, string>): Map<string, { provider: string; text: string }[]> {
  const found = new Map<string, { provider: string; text: string }[]>();
  for (const [file, text] of texts) {
    const pact: unknown = JSON.parse(text);
    const named = (side: string) => (isObject(pact) && isObject(pact[side]) ? stringIn(pact[side], 'name') : undefined);
    const consumer = named('consumer');
    const provider = named('provider');
    if (consumer === undefined || provider === undefined) throw new Error(`${file} names no consumer and provider`);
    found.set(consumer, [...(found.get(consumer) ?? []), { provider, text }]);
  }
  return found;
}

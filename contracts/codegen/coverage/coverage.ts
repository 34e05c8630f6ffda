import { basename, dirname, relative } from 'node:path';
import type { Project } from '../config.ts';
import { bundle } from '../document/bundle.ts';
import { formatPointer } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import { emitFiles } from '../generate.ts';
import type { Finding } from '../lint/finding.ts';
import { readContracts } from '../read-contracts.ts';
import { keywordStatus } from '../support/keywords.ts';

/**
 * What becomes of a keyword: it is carried through to types, validators, server, client and events; the specification
 * gives it no effect; it is refused where it stands; nothing is made of it.
 */
export type CoverageStatus = 'implemented' | 'ignored by specification' | 'refused' | 'not checked';

export interface KeywordCoverage {
  /** The kind of object: `operation`, `schema`, … */
  object: string;
  keyword: string;
  status: CoverageStatus;
  times: number;
  /** Where it is refused, or nothing is made of it, at first: `file:line:column`. */
  place?: string;
}

export interface Coverage {
  keywords: KeywordCoverage[];
  findings: Finding[];
}

/** What becomes of each keyword of a document and of what it refers to. */
export async function coverageOf(file: string, specification: 'openapi' | 'asyncapi'): Promise<Coverage> {
  const root = dirname(file);
  const project: Project = {
    root,
    [specification]: basename(file),
    output: 'generated',
    runtime: 'covenant/runtime',
  };
  const contracts = readContracts(project);
  await emitFiles(project, contracts);
  const findings = contracts.findings.sorted();
  const found = new Map(findings.map(finding => [placeKey(finding.file, keywordOf(finding.path ?? [])), finding]));
  const { document, origin } = bundle(file, contracts.cache);
  const rows = new Map<string, KeywordCoverage>();
  visitKinds(document, 'document', (object, kind, path) => {
    for (const keyword of Object.keys(object)) {
      if (keyword.startsWith('x-')) continue;
      const at = origin([...path, keyword]);
      const finding = found.get(placeKey(at.file, at.path));
      const status = finding ? refusal(finding) : statusOf(kind, keyword);
      const key = `${kind}\n${keyword}\n${status}`;
      const row = rows.get(key) ?? {
        object: kind,
        keyword,
        status,
        times: 0,
        ...(finding && { place: placeOf(finding, root) }),
      };
      row.times += 1;
      rows.set(key, row);
    }
  });
  const sorted = [...rows.values()].sort(
    (left, right) => left.object.localeCompare(right.object) || left.keyword.localeCompare(right.keyword),
  );
  return { keywords: sorted.filter(({ object }) => !unnamed.has(object)), findings };
}

/** Objects whose keys are the author's names, or whose content says nothing that code could keep to. */
const unnamed = new Set(['paths', 'responses', 'callback', 'leaf', 'pointer', 'server', 'messageBindings']);

function statusOf(kind: string, keyword: string): CoverageStatus {
  const status = keywordStatus(kind, keyword);
  if (status === undefined) return 'not checked';
  return status === 'implemented' ? 'implemented' : 'ignored by specification';
}

function refusal({ severity }: Finding): CoverageStatus {
  return severity === 'error' ? 'refused' : 'not checked';
}

/** The keyword that a finding is about: a value of a list belongs to it. */
function keywordOf(path: readonly (string | number)[]): readonly (string | number)[] {
  return typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
}

function placeKey(file: string, path: readonly (string | number)[]): string {
  return `${file}#${formatPointer(path)}`;
}

function placeOf({ file, line, column }: Finding, root: string): string {
  return `${relative(root, file)}:${line}:${column}`;
}

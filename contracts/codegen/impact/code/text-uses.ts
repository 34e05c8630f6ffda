import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { findFiles } from '../../document/glob.ts';
import { pascalCase } from '../../names.ts';
import type { MemberTable } from '../member-table.ts';
import { consumerOf } from './consumers.ts';
import type { MemberId } from './members.ts';
import { pathIn, type SourceCode } from './source-files.ts';
import type { Use } from './use.ts';

/**
 * Members that texts name, which the compiler does not see: the `source` of a console's fields, and the variables of
 * templates (`{{ number }}`) that are named after the event that they are made of.
 */
export function findTextUses(code: SourceCode, table: MemberTable, uses: readonly Use[], resources: Resources): Use[] {
  return [
    ...code.files.flatMap(file => sourceUses(code, file, table, resources)),
    ...[...resources].flatMap(([, resource]) => columnUses(code, resource, table)),
    ...templateUses(code.root, uses),
  ];
}

/** What a console's resource is made of, by its name: what its operations answer with. */
export type Resources = ReadonlyMap<string, Resource>;

interface Resource {
  /** Its generated file. */
  file: ts.SourceFile;
  /** The bodies of what its operations answer with. */
  bodies: readonly MemberId[];
}

/** The resources of a generated console: files that name a service and its operations. */
export function resourcesIn(code: SourceCode, folder: string): Resources {
  const resources = new Map<string, Resource>();
  for (const file of code.files) {
    const path = pathIn(code.root, file);
    const service = /\n {2}service: '([^']+)'/.exec(file.text)?.[1];
    if (!path.startsWith(`${folder}/`) || service === undefined) continue;
    const operations = [...file.text.matchAll(/\boperation: '([^']+)'/g)].map(([, operation = '']) => operation);
    const bodies = operations.map(operation => `${service}/types#${pascalCase(operation)}Response.body`);
    resources.set(basename(path, '.ts'), { file, bodies });
  }
  return resources;
}

/** `<TextInput source="seo.title" />` on a screen of a resource. */
function sourceUses(code: SourceCode, file: ts.SourceFile, table: MemberTable, resources: Resources): Use[] {
  const path = pathIn(code.root, file);
  const screen = /\/screens\/([^/]+)\//.exec(path)?.[1] ?? '';
  const found: Use[] = [];
  const visit = (node: ts.Node, resource: string): void => {
    const own = attribute(node, 'resource') ?? resource;
    const source = attribute(node, 'source');
    const row = resources.get(own);
    if (source !== undefined && row !== undefined) {
      const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
      for (const member of shownBy(row, source, table))
        found.push({ member, kind: 'shows', file: path, line: line + 1, column: character + 1, node });
    }
    ts.forEachChild(node, child => visit(child, own));
  };
  if (path.endsWith('.tsx')) visit(file, screen);
  return found;
}

function attribute(node: ts.Node, name: string): string | undefined {
  if (!ts.isJsxOpeningElement(node) && !ts.isJsxSelfClosingElement(node)) return undefined;
  for (const property of node.attributes.properties)
    if (ts.isJsxAttribute(property) && property.name.getText() === name && property.initializer)
      return ts.isStringLiteral(property.initializer) ? property.initializer.text : undefined;
  return undefined;
}

/** The columns and fields of a generated resource: `{ name: 'totals.total', label: … }`. */
function columnUses(code: SourceCode, { file, bodies }: Resource, table: MemberTable): Use[] {
  const path = pathIn(code.root, file);
  return [...file.text.matchAll(/\{\s*name: '([^']+)',\s*label:/g)].flatMap(match => {
    const { line, character } = file.getLineAndCharacterOfPosition(match.index);
    return [...shownBy({ file, bodies }, match[1] ?? '', table)].map(member => ({
      member,
      kind: 'shows' as const,
      file: path,
      line: line + 1,
      column: character + 1,
    }));
  });
}

function shownBy({ bodies }: Resource, source: string, table: MemberTable): Set<MemberId> {
  const names = source.split('.');
  return new Set(
    bodies.flatMap(body => [
      ...membersAlong(table, body, names),
      ...membersAlong(table, body, ['items', ...names]).slice(1),
    ]),
  );
}

/** The members that a path leads through: `seo.title` of a product is `Product.seo` and `Seo.title`. */
export function membersAlong(table: MemberTable, owner: MemberId, path: readonly string[]): MemberId[] {
  const [name, ...rest] = path;
  if (name === undefined) return [];
  return ownersOf(table, owner).flatMap(of => {
    const member = `${of}.${name}`;
    return table.has(member) ? [member, ...membersAlong(table, member, rest)] : [];
  });
}

/** The objects that a member is: itself where it is written in place, and the types that it names. */
export function ownersOf(table: MemberTable, member: MemberId, seen: readonly MemberId[] = []): MemberId[] {
  if (seen.includes(member)) return [];
  const [file] = member.split('#');
  const named = (table.get(member)?.types ?? [])
    .flatMap(type => type.match(/[A-Za-z_]\w*/g) ?? [])
    .map(name => `${file}#${name}`)
    .filter(id => table.has(id));
  return [member, ...named.flatMap(id => ownersOf(table, id, [...seen, member]))];
}

const templates = '**/*.{mjml,liquid,hbs,txt,sms,subject}';

/** A template that has the name of an event shows what code makes of the event's fields under the same name. */
function templateUses(root: string, uses: readonly Use[]): Use[] {
  const files = findFiles(root, templates);
  const named = new Map<string, Use[]>();
  for (const use of uses) {
    const event = /\/events#(\w+)/.exec(use.member)?.[1];
    if (event === undefined || use.kind !== 'reads' || !use.node) continue;
    const key = `${consumerOf(use.file)} ${kebabCase(event)}`;
    named.set(key, [...(named.get(key) ?? []), use]);
  }
  return files.flatMap(file => {
    const reads = named.get(`${consumerOf(file)} ${basename(file).replace(/\.\w+$/, '')}`) ?? [];
    if (reads.length === 0) return [];
    const variables = variablesOf(readFileSync(join(root, file), 'utf8'));
    return reads.flatMap(({ member, node }) => {
      const names = node ? namesOf(node) : [];
      const shown = variables.find(({ path }) => path.some(name => names.includes(name)));
      return shown ? [{ member, kind: 'shows' as const, file, line: shown.line, column: shown.column }] : [];
    });
  });
}

function variablesOf(text: string): { path: string[]; line: number; column: number }[] {
  return text.split('\n').flatMap((content, index) =>
    [...content.matchAll(/\{\{-?\s*([\w.]+)|\{%-?\s*for\s+\w+\s+in\s+([\w.]+)|\{%-?\s*if\s+([\w.]+)/g)].map(match => ({
      path: (match[1] ?? match[2] ?? match[3] ?? '').split('.'),
      line: index + 1,
      column: match.index + 1,
    })),
  );
}

/** The names under which what is read at a place goes on: the properties that it is written to. */
function namesOf(node: ts.Node): string[] {
  if (ts.isBindingElement(node)) {
    if (!ts.isIdentifier(node.name)) return [];
    const { text } = node.name;
    const scope = ts.findAncestor(node, ts.isFunctionLike);
    const found: string[] = [];
    const visit = (at: ts.Node): void => {
      if (ts.isIdentifier(at) && at.text === text && at !== node.name) found.push(...propertiesAround(at));
      ts.forEachChild(at, visit);
    };
    if (scope) visit(scope);
    return found;
  }
  return propertiesAround(node);
}

function propertiesAround(node: ts.Node): string[] {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return [parent.name.text];
  if (ts.isPropertyAssignment(parent))
    return parent.initializer === node && ts.isIdentifier(parent.name) ? [parent.name.text] : [];
  const isPassed =
    ts.isCallExpression(parent) || ts.isPropertyAccessExpression(parent) || ts.isBinaryExpression(parent);
  return isPassed || ts.isTemplateSpan(parent) || ts.isTemplateExpression(parent) ? propertiesAround(parent) : [];
}

function kebabCase(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

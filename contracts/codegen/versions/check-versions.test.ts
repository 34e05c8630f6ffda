import { describe, expect, test } from '@jest/globals';
import { runCommand } from '../command.ts';
import { formatFinding } from '../contract-error.ts';
import { GitProject } from '../testing/git-project.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { checkVersions } from './check-versions.ts';

const today = new Date('2026-11-30');
const operation = (id: string): string => `{ operationId: ${id}, responses: { '204': { description: Done. } } }`;
const document = (version: string, ...paths: string[]): string =>
  `openapi: 3.1.1
info:
  title: Shop
  version: ${version}
paths:
${paths.map(path => `  /${path}: { get: ${operation(path)} }\n`).join('')}`;
const shop = (version: string, ...paths: string[]) => ({ 'openapi/shop.yaml': document(version, ...paths) });

function started(config = {}): GitProject {
  const repository = new GitProject(shop('1.4.0', 'orders', 'carts'), config);
  return repository;
}

const said = ({ project }: GitProject): string[] =>
  checkVersions(project, today).findings.map(finding => formatFinding(finding, project.root));

describe('covenant check', () => {
  test('names the document, the line and the version that a breaking change needs', () => {
    const work = started();
    work.write(shop('1.4.1', 'orders'));
    expect(said(work)).toEqual([
      'openapi/shop.yaml:4:3 version-too-low: info.version of openapi/shop.yaml should be 2.0.0, it is 1.4.1; ' +
        'breaking: GET /carts removed without deprecation [operation-removed]',
    ]);
    work.write(shop('2.0.0', 'orders'));
    expect(said(work)).toEqual([]);
  });

  test('asks for a minor version for an addition, and for none for words', () => {
    const work = started();
    work.write(shop('1.4.0', 'orders', 'carts', 'returns'));
    expect(said(work)).toEqual([expect.stringContaining('should be 1.5.0, it is 1.4.0; addition: ')]);
    work.write({ 'openapi/shop.yaml': document('1.4.0', 'orders', 'carts').replace('Done.', 'It is done.') });
    expect(said(work)).toEqual([]);
  });

  test('compares with where the branch left main, not with its last commit', () => {
    const work = started();
    work.git('checkout', '-q', '-b', 'topic');
    work.commit('A path less', shop('1.4.0', 'orders'));
    expect(said(work)).toHaveLength(1);
    expect(checkVersions(work.project, today).note).toMatch(
      /^The versions say what changed since main \([0-9a-f]+\)\.$/,
    );
  });

  test('compares with `base` of the configuration where there is one', () => {
    const work = started();
    const release = work.git('rev-parse', 'HEAD');
    work.commit('A path less', shop('1.4.0', 'orders'));
    expect(said(work)).toEqual([]);
    expect(checkVersions({ ...work.project, base: release }, today).findings).toHaveLength(1);
  });

  test('says so where there is nothing to compare with', async () => {
    const alone = projectFolder(shop('1.0.0', 'orders'));
    expect(checkVersions(alone, today)).toEqual({
      findings: [],
      note: 'The versions are not checked: there is no git history.',
    });
    const work = started({ base: 'v9' });
    expect(checkVersions(work.project, today).note).toContain('this clone has no revision v9');
    work.git('branch', '-m', 'trunk');
    expect(checkVersions({ ...work.project, base: '--output=x' }, today).note).toContain('no revision --output=x');
  });

  test('fails by the version alone, and generate says it too', async () => {
    const work = started();
    const plain = { ...work.project, base: 'HEAD' };
    await runCommand('generate', plain);
    expect((await runCommand('generate', plain))?.lines).toEqual(['Nothing changed.']);
    work.write(shop('1.4.0', 'orders', 'carts', 'returns'));
    const generated = await runCommand('generate', plain);
    expect(generated).toMatchObject({ ok: true });
    expect(generated?.lines.at(-1)).toContain('should be 1.5.0');
  });
});

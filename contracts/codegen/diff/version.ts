import type { Change } from './change.ts';

export interface VersionVerdict {
  before: string;
  after: string;
  /** The lowest version that the changes allow. */
  needed: string;
  enough: boolean;
}

/**
 * The version that a document should have by what changed in it: a new major one for what breaks somebody, a new minor
 * one for what was added. Before 1.0.0 a minor one stands for both. A version of another kind only has to be another
 * one. Semantic Versioning 2.0.0, 4 to 8.
 */
export function versionNeeded(before: string, after: string, changes: readonly Change[]): VersionVerdict {
  if (!semantic.test(before)) {
    const worthy = changes.some(({ severity }) => severity === 'breaking' || severity === 'addition');
    return { before, after, needed: worthy ? 'another one' : before, enough: !worthy || before !== after };
  }
  const from = parse(before);
  const to = parse(after);
  const breaking = changes.some(({ severity }) => severity === 'breaking');
  const addition = changes.some(({ severity }) => severity === 'addition');
  const [major, minor] = from;
  const next: Version = breaking && major > 0 ? [major + 1, 0, 0] : breaking || addition ? [major, minor + 1, 0] : from;
  const enough = compare(to, next) >= 0;
  return { before, after, needed: breaking || addition ? next.join('.') : before, enough };
}

const semantic = /^v?\d+(\.\d+){0,2}(?![\w.-])/;

type Version = readonly [major: number, minor: number, patch: number];

function parse(text: string): Version {
  const [, major = '0', minor = '0', patch = '0'] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text) ?? [];
  return [Number(major), Number(minor), Number(patch)];
}

function compare(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions, describe as describeDocument, parseVersion, sha256 } from './contract.ts';

const version = (text: string) => {
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(text);
  return parsed;
};

describe('versions', () => {
  test('are ordered as semver.org, section 11, orders them', () => {
    const ordered = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.10.0',
      '2.0.0',
    ];
    for (const [index, text] of ordered.entries()) {
      for (const [other, against] of ordered.entries()) {
        expect([text, against, Math.sign(compareVersions(version(text), version(against)))]).toEqual([
          text,
          against,
          Math.sign(index - other),
        ]);
      }
    }
  });

  test.each(['1', '1.0', 'v1.0.0', '1.0.0-', 'latest', '1.0.0.0'])('%s is none', text =>
    expect(parseVersion(text)).toBeUndefined(),
  );
});

test('the hash of a document does not depend on the order of its members', () => {
  const reversed = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reversed)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, member]) => [name, reversed(member)]),
          )
        : value;
  fc.assert(
    fc.property(fc.jsonValue(), document => sha256(document) === sha256(reversed(document))),
    { seed: 20261122 },
  );
});

test.each([
  ['no document of that kind', { asyncapi: '3.0.0', info: { title: 'X', version: '1.0.0' } }, 'no member "openapi"'],
  ['an old specification', { openapi: '2.0', info: { title: 'X', version: '1.0.0' } }, 'says 3.x'],
  ['another version', { openapi: '3.1.1', info: { title: 'X', version: '1.0.1' } }, 'says it is version 1.0.1'],
  ['no title', { openapi: '3.1.1', info: { version: '1.0.0' } }, 'no title'],
])('%s is refused', (_name, document, reason) =>
  expect(describeDocument('openapi', '1.0.0', document)).toContain(reason),
);

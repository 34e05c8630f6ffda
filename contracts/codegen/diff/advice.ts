import type { Direction } from './schema-notes.ts';

const newField = 'Add a new field beside it, mark this one deprecated, and remove it in the next major version.';
const widenFirst = 'Accept the old and the new until nobody sends the old any more, then narrow it in a major version.';
const tellFirst = 'Let readers accept the new first; send it from a new operation, media type or major version.';

const requests: readonly [RegExp, string][] = [
  [/new-required|became-required/, 'Make it optional with a default that does what the server did before.'],
  [/property-removed/, 'Keep accepting it and ignore it; remove it in a major version, after nobody sends it.'],
  [/default-value/, 'Keep the default; let clients that want the new behaviour send it.'],
  [/./, widenFirst],
];
const responses: readonly [RegExp, string][] = [
  [
    /required-property-removed|became-optional/,
    'Keep sending it; mark it deprecated and remove it in a major version.',
  ],
  [/optional-property-removed/, 'Mark it deprecated first; remove it when nobody reads it any more.'],
  [/enum-value-added/, 'Document that readers must expect values they do not know, before the first one is sent.'],
  [/type|format|pattern/, newField],
  [/./, tellFirst],
];

/** How to come to the same end without breaking anybody, by the kind of a schema's change. */
export function schemaAdvice(kind: string, direction: Direction): string {
  const found = (direction === 'request' ? requests : responses).find(([pattern]) => pattern.test(kind));
  return found?.[1] ?? widenFirst;
}

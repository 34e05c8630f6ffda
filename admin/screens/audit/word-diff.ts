import { diffArrays } from 'diff';

export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Longer texts are shown whole: the diff would be slow and unreadable. */
const MAX_WORDS = 1_500;

const tokenize = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

/** The word diff of two texts, what was removed before what was added. */
export function wordDiff(before: string, after: string): Piece[] {
  const wordsBefore = tokenize(before);
  const wordsAfter = tokenize(after);
  if (wordsBefore.length > MAX_WORDS || wordsAfter.length > MAX_WORDS)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  return diffArrays(wordsBefore, wordsAfter).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

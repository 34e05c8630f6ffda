export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Longer texts are shown whole: the diff would be slow and unreadable. */
const most = 1_500;

/** The word diff of two texts, by longest common subsequence. */
export function wordDiff(before: string, after: string): Piece[] {
  const was = tokenize(before);
  const is = tokenize(after);
  if (was.length > most || is.length > most)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  const lengths = commonLengths(was, is);
  const pieces: Piece[] = [];
  let left = 0;
  let right = 0;
  while (left < was.length || right < is.length) {
    const old = was[left];
    const next = is[right];
    if (old !== undefined && old === next) {
      append(pieces, 'same', old);
      left += 1;
      right += 1;
    } else if (
      next === undefined ||
      (old !== undefined && at(lengths, left + 1, right) >= at(lengths, left, right + 1))
    ) {
      append(pieces, 'removed', old ?? '');
      left += 1;
    } else {
      append(pieces, 'added', next);
      right += 1;
    }
  }
  return pieces;
}

const tokenize = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

const at = (lengths: readonly Uint16Array[], row: number, column: number) => lengths[row]?.[column] ?? 0;

/** How many words the rests of both texts have in common, from each word on. */
function commonLengths(was: readonly string[], is: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: was.length + 1 }, () => new Uint16Array(is.length + 1));
  for (let row = was.length - 1; row >= 0; row -= 1)
    for (let column = is.length - 1; column >= 0; column -= 1) {
      const line = lengths[row];
      if (!line) continue;
      line[column] =
        was[row] === is[column]
          ? at(lengths, row + 1, column + 1) + 1
          : Math.max(at(lengths, row + 1, column), at(lengths, row, column + 1));
    }
  return lengths;
}

function append(pieces: Piece[], kind: Piece['kind'], text: string): void {
  const last = pieces.at(-1);
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}

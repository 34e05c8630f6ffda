/** The most edits between a name and what it is taken for. */
const MAX_EDITS = 2;

/** The known name that a misspelt one most likely means; undefined where none is near, or the name is a short one. */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  let closest: string | undefined;
  let fewest = Math.min(MAX_EDITS, Math.floor((name.length - 1) / 3)) + 1;
  for (const candidate of known) {
    const edits = editsBetween(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) [closest, fewest] = [candidate, edits];
  }
  return closest;
}

/** How many letters are added, left out, replaced, or exchanged with the one beside them (Damerau). */
function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchanged = isExchanged ? (before[j - 2] ?? 0) + 1 : replaced;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, replaced, exchanged));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

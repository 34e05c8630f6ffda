const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' };

/** Text for HTML, also within attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ESCAPES[character] ?? character);
}

function fold(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** How many typing errors are forgiven, as Elasticsearch's fuzziness AUTO has it. */
function forgiven(length: number): number {
  return length < 3 ? 0 : length < 6 ? 1 : 2;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to another (optimal string alignment). */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, replaced);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? a.length;
}

function isMeant(word: string, asked: string): boolean {
  const [a, b] = [fold(word), fold(asked)];
  return a[0] === b[0] && Math.abs(a.length - b.length) <= 2 && distance(a, b) <= forgiven(b.length);
}

/** The title, escaped for HTML, with the words that were meant between marks, typing errors forgiven: for what the index does not mark itself. */
export function markMeant(title: string, q: string): string {
  const asked = q.match(/[\p{L}\p{N}]+/gu) ?? [];
  return title
    .split(/([\p{L}\p{N}]+)/u)
    .map((part, at) => (at % 2 === 1 && asked.some(word => isMeant(part, word)) ? `<mark>${escapeHtml(part)}</mark>` : escapeHtml(part)))
    .join('');
}

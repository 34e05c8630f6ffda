/** A text with another one in the place of a range of it, and where the caret is then. */
export function inserted(
  before: string,
  text: string,
  { start, end }: { start: number; end: number },
): { text: string; caret: number } {
  const from = Math.min(start, before.length);
  return { text: before.slice(0, from) + text + before.slice(Math.max(from, end)), caret: from + text.length };
}

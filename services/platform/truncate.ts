const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The beginning of a text with at most `max` characters, counted as JSON Schema's `maxLength` counts them (code
 * points). It is cut between letters as people see them (Unicode Standard Annex 29), so that no emoji and no accent is
 * torn apart.
 */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let length = 0;
  let end = 0;
  for (const { segment, index } of letters.segment(text.slice(0, 2 * max + 100))) {
    length += [...segment].length;
    if (length > max) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

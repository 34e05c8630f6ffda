/**
 * The rows of a block copied from a spreadsheet: tabs between cells, line ends between rows; a cell in quotes may hold
 * both, with its own quotes doubled. The line end after the last row begins no other.
 */
export function parseClipboard(text: string): string[][] {
  const rows: string[][] = [[]];
  let rest = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(/\n$/, '');
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(rest);
    const cell = quoted ? quoted[0] : (/^[^\t\n]*/.exec(rest)?.[0] ?? '');
    rows.at(-1)?.push((quoted?.[1]?.replaceAll('""', '"') ?? cell).trim());
    const separator = rest.charAt(cell.length);
    if (separator === '') return rows;
    if (separator === '\n') rows.push([]);
    rest = rest.slice(cell.length + 1);
  }
}

/** Rows as a spreadsheet takes them from the clipboard. */
export function clipboardText(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map(row => `${row.map(quote).join('\t')}\n`).join('');
}

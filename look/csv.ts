/** Before the text of a file, so that spreadsheets read it as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

const guarded = /^'*[=+\-@\t\r]/;

/**
 * A cell that no spreadsheet takes for a formula (OWASP, "CSV injection"): an apostrophe before what would be one.
 * `rawCell` takes it off.
 */
export function safeCell(text: string): string {
  return guarded.test(text) ? `'${text}` : text;
}

/** What `safeCell` was given. */
export function rawCell(cell: string): string {
  return cell.startsWith("'") && guarded.test(cell) ? cell.slice(1) : cell;
}

/** A record of CSV (RFC 4180), its cells guarded against spreadsheets that would run them. */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells
    .map(safeCell)
    .map(cell => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(',')}\r\n`;
}

/** The header that `--header 'Name: value'` gives. Throws RangeError for what is none. */
export function parseHeader(line: string): [name: string, value: string] {
  const [, name = '', value = ''] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
  if (name === '') throw new RangeError(`${line} is no header`);
  return [name, value];
}

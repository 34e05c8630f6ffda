import { WrittenInput, type WrittenInputProps } from './SerializedInput.tsx';

const json = { write: toText, read: parse, wrong: 'Not valid JSON', minRows: 3, mono: true };

/** A value that the contract leaves open, as JSON. */
export function JsonInput(props: WrittenInputProps) {
  return <WrittenInput {...props} notation={json} />;
}

function toText(value: unknown): string {
  return value === undefined || value === null || value === '' ? '' : JSON.stringify(value, null, 2);
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

import { SerializedInput, type SerializedInputProps } from './SerializedInput.tsx';

const jsonFormat = { format: toText, parse: parse, invalidMessage: 'Not valid JSON', minRows: 3, mono: true };

/** A value that the contract leaves open, as JSON. */
export function JsonInput(props: SerializedInputProps) {
  return <SerializedInput {...props} serialization={jsonFormat} />;
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

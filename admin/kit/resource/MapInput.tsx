import { isObject } from '../api/request-body.ts';
import { SerializedInput, type SerializedInputProps } from './SerializedInput.tsx';

const lineFormat = {
  format: toText,
  parse: toMap,
  invalidMessage: 'Each line needs a name, a colon and a value',
  hint: 'One `name: value` a line',
  minRows: 2,
};

/** Names and their values, one `name: value` a line. */
export function MapInput(props: SerializedInputProps) {
  return <SerializedInput {...props} serialization={lineFormat} />;
}

function toText(value: unknown): string {
  return isObject(value)
    ? Object.entries(value)
        .map(([name, item]) => `${name}: ${String(item)}`)
        .join('\n')
    : '';
}

function toMap(text: string): Record<string, string> | undefined {
  const written = text.split('\n').filter(line => line.trim() !== '');
  const pairs = written.map(
    line => [line.slice(0, Math.max(0, line.indexOf(':'))).trim(), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  return pairs.every(([name]) => name !== '') ? Object.fromEntries(pairs) : undefined;
}

import { counted } from '../../../look/counted.ts';
import { isMoney } from '../../../look/money.ts';
import { isObject } from '../api/request-body.ts';
import { plainText } from '../components/field-text.ts';
import { MoneyText } from '../components/MoneyText.tsx';

/** A value of any kind in one line. */
export function FieldText({ value }: { value: unknown }) {
  if (isMoney(value)) return <MoneyText value={value} />;
  return <span className="conflict-value">{textOf(value)}</span>;
}

function textOf(value: unknown): string {
  if (!Array.isArray(value)) return isObject(value) ? entriesOf(value) : plainText(value);
  const list: unknown[] = value;
  if (list.every(item => typeof item !== 'object')) return list.length === 0 ? 'none' : list.map(plainText).join(', ');
  return counted(list.length, 'entry', 'entries');
}

function entriesOf(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([, value]) => (typeof value === 'object' ? textOf(value) : plainText(value)))
    .join(', ');
}

import { useGetOne } from 'react-admin';
import { Link } from 'react-router';
import type { AdminField, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import { useRoles } from '../api/access.ts';
import { isValues } from '../api/request-body.ts';
import { DateText } from '../components/DateText.tsx';
import { MoneyText } from '../components/MoneyText.tsx';
import { StatusChip } from '../components/StatusChip.tsx';
import { words } from '../components/status-tones.ts';
import { isMoney } from '../money.ts';
import { labelOf, nameField, shortKey } from './labels.ts';
import { isState } from './mobile-layout.ts';

export interface ValueProps {
  field: AdminField;
  value: unknown;
  /** Reads what a reference leads to, to call it by its name: on a page, not in every row of a list. */
  named?: boolean;
  /** What a reference leads to is called, where the record says so itself. */
  called?: string | undefined;
}

/** A value as its kind wants to be seen, in one line. */
export function Value({ field, value, named = false, called }: ValueProps) {
  if (value === undefined || value === null || value === '') return <span className="faint nothing">–</span>;
  switch (field.kind) {
    case 'money':
      return <MoneyText value={isMoney(value) ? value : undefined} />;
    case 'date':
    case 'time':
      return <DateText value={String(value)} />;
    case 'boolean':
      return <span className={value === true ? undefined : 'faint'}>{value === true ? 'Yes' : 'No'}</span>;
    case 'enum':
      return isState(field) ? <StatusChip status={String(value)} /> : words(String(value));
    case 'number':
      return <span className="numeric">{typeof value === 'number' ? value.toLocaleString() : String(value)}</span>;
    case 'reference':
      return <Reference field={field} id={String(value)} named={named} called={called} />;
    case 'tags':
    case 'choices':
      return <span>{Array.isArray(value) ? value.map(item => words(String(item))).join(', ') : String(value)}</span>;
    case 'list':
      return <span className="numeric">{Array.isArray(value) ? value.length.toLocaleString() : '–'}</span>;
    case 'object':
      return <ObjectValue field={field} value={value} />;
    case 'map':
    case 'json':
      return <span className="mono">{JSON.stringify(value)}</span>;
    default:
      return field.format === 'uuid' ? (
        <span className="mono" title={String(value)}>
          {shortKey(String(value))}
        </span>
      ) : (
        String(value)
      );
  }
}

function ObjectValue({ field, value }: { field: AdminField; value: unknown }) {
  const fields = field.fields ?? [];
  if (!isValues(value)) return <span className="faint nothing">–</span>;
  const named = nameField(fields);
  if (named) return <Value field={named} value={value[named.name]} />;
  const parts = fields
    .filter(({ name, kind }) => kind !== 'object' && kind !== 'list' && value[name] !== undefined)
    .slice(0, 3);
  return <span>{parts.map(({ name }) => String(value[name])).join(' ')}</span>;
}

function Reference({
  field,
  id,
  named,
  called,
}: {
  field: AdminField;
  id: string;
  named: boolean;
  called: string | undefined;
}) {
  const { mayDo } = useRoles();
  const target: AdminResource | undefined = Object.values<AdminResource>(resources).find(
    ({ name }) => name === field.reference,
  );
  const mayRead = target?.get !== undefined && mayDo(target, 'show');
  const { data } = useGetOne(
    field.reference ?? '',
    { id },
    { enabled: named && called === undefined && mayRead, retry: false },
  );
  const text = called ?? (data && target ? labelOf(target, data) : shortKey(id));
  if (!target || !mayDo(target, 'show')) return <span title={id}>{text}</span>;
  return (
    <Link to={`/${target.name}/${encodeURIComponent(id)}/show`} title={id} onClick={event => event.stopPropagation()}>
      {text}
    </Link>
  );
}

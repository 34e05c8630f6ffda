import { useGetOne } from 'react-admin';
import { Link } from 'react-router';
import type { AdminField, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import { isMoney } from '../../../look/money.ts';
import { useAccess } from '../api/access.ts';
import { isObject } from '../api/request-body.ts';
import { fieldReads } from '../api/usage.ts';
import { DateText } from '../components/DateText.tsx';
import { MoneyText } from '../components/MoneyText.tsx';
import { StatusChip } from '../components/StatusChip.tsx';
import { humanize } from '../components/status-tones.ts';
import { labelOf, nameField, shortId } from './labels.ts';
import { isState } from './mobile-layout.ts';

export interface FieldValueProps {
  field: AdminField;
  value: unknown;
  /** Fetches the referenced record for its label: on a page, not in every row of a list. */
  resolveReference?: boolean;
  /** Label of the referenced record, where this record has it. */
  referenceLabel?: string | undefined;
}

/** A value in one line, formatted by the kind of its field. */
export function FieldValue({ field, value, resolveReference = false, referenceLabel }: FieldValueProps) {
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
      return isState(field) ? <StatusChip status={String(value)} /> : humanize(String(value));
    case 'number':
      return <span className="numeric">{typeof value === 'number' ? value.toLocaleString() : String(value)}</span>;
    case 'reference':
      return (
        <Reference
          field={field}
          id={String(value)}
          resolveReference={resolveReference}
          referenceLabel={referenceLabel}
        />
      );
    case 'tags':
    case 'choices':
      return <span>{Array.isArray(value) ? value.map(item => humanize(String(item))).join(', ') : String(value)}</span>;
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
          {shortId(String(value))}
        </span>
      ) : (
        String(value)
      );
  }
}

function ObjectValue({ field, value }: { field: AdminField; value: unknown }) {
  const fields = field.fields ?? [];
  if (!isObject(value)) return <span className="faint nothing">–</span>;
  const resolveReference = nameField(fields);
  if (resolveReference) return <FieldValue field={resolveReference} value={value[resolveReference.name]} />;
  const parts = fields
    .filter(({ name, kind }) => kind !== 'object' && kind !== 'list' && value[name] !== undefined)
    .slice(0, 3);
  return <span>{parts.map(({ name }) => String(value[name])).join(' ')}</span>;
}

function Reference({
  field,
  id,
  resolveReference,
  referenceLabel,
}: {
  field: AdminField;
  id: string;
  resolveReference: boolean;
  referenceLabel: string | undefined;
}) {
  const { canAccess } = useAccess();
  const target: AdminResource | undefined = Object.values<AdminResource>(resources).find(
    ({ name }) => name === field.reference,
  );
  const canRead = target?.get !== undefined && canAccess(target, 'show');
  const { data: cached } = useGetOne(
    field.reference ?? '',
    { id },
    { enabled: resolveReference && referenceLabel === undefined && canRead, retry: false },
  );
  const data = fieldReads.watched(cached);
  const text = referenceLabel ?? (data && target ? labelOf(target, data) : shortId(id));
  if (!target || !canAccess(target, 'show')) return <span title={id}>{text}</span>;
  return (
    <Link to={`/${target.name}/${encodeURIComponent(id)}/show`} title={id} onClick={event => event.stopPropagation()}>
      {text}
    </Link>
  );
}

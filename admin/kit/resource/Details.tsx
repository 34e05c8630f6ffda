import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';
import { isObject } from '../api/request-body.ts';
import { Facts, Section } from '../components/Section.tsx';
import { FieldValue } from './FieldValue.tsx';

/** The fields of a record: scalars as facts, objects and lists in cards of their own. */
export function Details({
  fields,
  record,
  title = 'Details',
}: {
  fields: readonly AdminField[];
  record: unknown;
  title?: string;
}) {
  const values = isObject(record) ? record : {};
  const plain = fields.filter(({ kind, name }) => kind !== 'object' && kind !== 'list' && values[name] !== undefined);
  const large = fields.filter(({ kind, name }) => (kind === 'object' || kind === 'list') && values[name] !== undefined);
  return (
    <>
      {plain.length > 0 && (
        <Section title={title}>
          <Facts
            items={plain.map(field => ({
              label: field.label,
              value: <FieldValue field={field} value={values[field.name]} resolveReference />,
            }))}
          />
        </Section>
      )}
      {large.map(field =>
        field.kind === 'object' ? (
          <Details key={field.name} fields={field.fields ?? []} record={values[field.name]} title={field.label} />
        ) : (
          <ListDetails key={field.name} field={field} value={values[field.name]} />
        ),
      )}
    </>
  );
}

function ListDetails({ field, value }: { field: AdminField; value: unknown }) {
  const rows: unknown[] = Array.isArray(value) ? value : [];
  const columns = field.item?.fields ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={field.label} flush>
      <table className="records records-plain">
        <thead>
          <tr>
            {columns.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries of a list have no key of their own
            <tr key={index}>
              {columns.map(column => (
                <td key={column.name} data-label={column.label}>
                  <FieldValue field={column} value={isObject(row) ? row[column.name] : row} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

import './imports.css';
import { Alert } from '@mui/material';
import type { Import } from '../../../generated/catalog/types.ts';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';

type RowError = Import['errors'][number];

const isNote = ({ severity }: RowError): boolean => severity === 'note';

/** An import's progress, its result or dry-run result, and every row with a finding. */
export function ImportResult({ job }: { job: Import }) {
  const { dryRun, rows, created, updated, unchanged, failed, status, reason } = job;
  const isOver = status === 'done' || status === 'failed';
  const bad = job.errors.filter(error => !isNote(error));
  const notes = job.errors.filter(isNote);
  return (
    <div className="import-result">
      {!isOver && (
        <div className="import-progress" role="status">
          <progress value={rows.done} max={Math.max(rows.total, 1)} aria-label="Rows done" />
          <span className="numeric soft">
            {rows.done.toLocaleString()} of {rows.total.toLocaleString()} rows
          </span>
        </div>
      )}
      {status === 'failed' && <Alert severity="error">{reason ?? 'The import failed.'}</Alert>}
      <ul className="import-counts" aria-label="Counts">
        <Count value={created} label={dryRun ? 'new products' : 'products added'} />
        <Count value={updated} label={dryRun ? 'products would change' : 'products changed'} />
        <Count value={unchanged} label="stay as they are" />
        {job.stock && (
          <Count value={job.stock.changed} label={dryRun ? 'stock levels would change' : 'stock levels changed'} />
        )}
        <Count value={failed} label={dryRun ? 'rows cannot be used' : 'rows left out'} bad={failed > 0} />
      </ul>
      {job.stock && job.stock.changed > 0 && <StockChanges stock={job.stock} dryRun={dryRun} />}
      {bad.length > 0 && <Rows title="Rows that cannot be used" errors={bad} />}
      {bad.length > 0 && status === 'done' && (
        <p>
          <a href={`/api/admin/imports/${job.id}/left-out-rows`} download>
            Download these rows with what is wrong
          </a>{' '}
          <span className="soft">to correct them in a spreadsheet and import that file.</span>
        </p>
      )}
      {notes.length > 0 && <Rows title="Good to know" about="What was done" errors={notes} />}
      {isOver && status === 'done' && job.errors.length === 0 && <p className="soft">Every row is fine.</p>}
    </div>
  );
}

function StockChanges({ stock, dryRun }: { stock: NonNullable<Import['stock']>; dryRun: boolean }) {
  const title = dryRun ? 'Stock that would change' : 'Stock that changed';
  const isPart = stock.changes.length < stock.changed;
  return (
    <section className="import-rows" aria-label={title}>
      <h3>
        {title} <span className="faint numeric">{isPart ? `first ${stock.changes.length}` : stock.changed}</span>
      </h3>
      <ScrollTable boxed label={`${title}, by line`}>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">SKU</th>
            <th scope="col">Location</th>
            <th scope="col">On hand</th>
          </tr>
        </thead>
        <tbody>
          {stock.changes.map(({ line, sku, location, before, after }) => (
            <tr key={`${sku} ${location}`}>
              <td className="numeric">{line}</td>
              <td>{sku}</td>
              <td>{location}</td>
              <td className="numeric">
                {before.toLocaleString()} → {after.toLocaleString()}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </section>
  );
}

function Count({ value, label, bad = false }: { value: number; label: string; bad?: boolean }) {
  return (
    <li data-bad={bad || undefined}>
      <strong className="numeric">{value.toLocaleString()}</strong>
      <span>{label}</span>
    </li>
  );
}

function Rows({
  title,
  about = 'What is wrong',
  errors,
}: {
  title: string;
  about?: string;
  errors: readonly RowError[];
}) {
  const rows = new Set(errors.map(({ line }) => line)).size;
  return (
    <section className="import-rows" aria-label={title}>
      <h3>
        {title}{' '}
        <span className="faint numeric">{errors.length >= 1_000 ? `first ${rows.toLocaleString()}` : rows}</span>
      </h3>
      <ScrollTable boxed label={`${title}, by line`}>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Column</th>
            <th scope="col">{about}</th>
          </tr>
        </thead>
        <tbody>
          {errors.map(({ line, column, message }) => (
            <tr key={`${line} ${column} ${message}`}>
              <td className="numeric">{line}</td>
              <td>{column ?? '–'}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </section>
  );
}

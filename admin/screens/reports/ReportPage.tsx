import './report.css';
import { Button, Checkbox, FormControlLabel, MenuItem, TextField } from '@mui/material';
import { useSearchParams } from 'react-router';
import { useAccess } from '../../kit/api/access.ts';
import { saveFile } from '../../kit/api/save-file.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { changeFrom } from '../dashboard/periods.ts';
import { ReportChart } from './ReportChart.tsx';
import { dimensions, measures, measureText, type ReportRow, reportCsv, reportRows, totalOf } from './report.ts';
import { type ReportQuery, ranges, readQuery } from './report-query.ts';
import { type Report, useReport } from './use-report.ts';

const CUSTOM = 'custom';

/** One figure of the shop over a range: as a curve and a table, compared with the period before, and as a file. */
export default function ReportPage() {
  const [parameters, setParameters] = useSearchParams();
  const query = readQuery(parameters);
  const report = useReport(query);
  const set = (changes: Readonly<Record<string, string | undefined>>) => {
    const next = new URLSearchParams(parameters);
    for (const [name, value] of Object.entries(changes))
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    setParameters(next, { replace: true });
  };
  const { data } = report;
  return (
    <Page
      title="Reports"
      back={{ to: '/', label: 'the first page' }}
      actions={
        data && (
          <Button onClick={() => saveFile(`report-by-${query.by}.csv`, 'text/csv', reportCsv(data.now))}>
            Download CSV
          </Button>
        )
      }
    >
      <Section>
        <Controls query={query} onChange={set} />
      </Section>
      <QueryContent query={report} height={280}>
        {found =>
          found ? (
            <Figures report={found} query={query} />
          ) : (
            <Section>
              <EmptyState title="This range cannot be shown">
                Choose at most 93 days, of which the first is not in the future.
              </EmptyState>
            </Section>
          )
        }
      </QueryContent>
    </Page>
  );
}

interface ControlsProps {
  query: ReportQuery;
  /** Changes parameters of the address; those without a value go. */
  onChange(parameters: Readonly<Record<string, string | undefined>>): void;
}

function Controls({ query: { measure, by, range, compare }, onChange }: ControlsProps) {
  const { can } = useAccess();
  const today = new Date().toLocaleDateString('en-CA');
  const figures = Object.entries(measures).filter(([name]) => name !== 'conversion' || can('getCartStatistics'));
  const chooseRange = (days: string) =>
    onChange(days === CUSTOM ? { days: undefined, from: today, to: today } : { days, from: undefined, to: undefined });
  return (
    <div className="report-controls">
      <Select label="Figure" value={measure} choices={figures} onChange={next => onChange({ measure: next })} />
      <Select
        label="Range"
        value={typeof range === 'number' ? String(range) : CUSTOM}
        choices={[...Object.entries(ranges), [CUSTOM, 'Between two days']]}
        onChange={chooseRange}
      />
      {typeof range !== 'number' && (
        <>
          <Day label="First day" value={range.from} onChange={from => onChange({ from })} />
          <Day label="Last day" value={range.to} onChange={to => onChange({ to })} />
        </>
      )}
      {measure !== 'conversion' && (
        <Select label="By" value={by} choices={Object.entries(dimensions)} onChange={next => onChange({ by: next })} />
      )}
      <FormControlLabel
        control={<Checkbox checked={compare} onChange={(_, on) => onChange({ compare: on ? undefined : 'no' })} />}
        label="Compare with the period before"
      />
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  onChange(value: string): void;
}

function Select({ label, value, choices, onChange }: SelectProps) {
  return (
    <TextField select label={label} value={value} onChange={event => onChange(event.target.value)}>
      {choices.map(([name, text]) => (
        <MenuItem key={name} value={name}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}

function Day({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  return (
    <TextField
      type="date"
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

function Figures({ report: { now, before }, query }: { report: Report; query: ReportQuery }) {
  const { measure, by } = query;
  const { currency } = now.report.total.sales;
  const text = (value: number | undefined) => measureText(measure, value, currency);
  const rows = reportRows(measure, now, before);
  const total = totalOf(measure, now);
  const earlier = before && totalOf(measure, before);
  const change = changeFrom(earlier, total);
  const isTime = by === 'day' || by === 'hour';
  return (
    <>
      <Section title={measures[measure]}>
        <p className="report-total">
          <strong className="numeric">{text(total)}</strong>
          {before && (
            <span className="soft">
              {[change === undefined ? '' : `${changeText(change)},`, text(earlier), 'before'].join(' ').trim()}
            </span>
          )}
        </p>
        {isTime && rows.length > 1 && <ReportChart rows={rows} label={`${measures[measure]} by ${by}`} text={text} />}
      </Section>
      <Section title={`By ${dimensions[by].toLowerCase()}`} flush>
        {rows.length === 0 ? (
          <EmptyState title="Nothing was sold in this range">Choose a longer one.</EmptyState>
        ) : (
          <ReportTable rows={rows} text={text} head={dimensions[by]} isCompared={before !== undefined} />
        )}
      </Section>
    </>
  );
}

interface ReportTableProps {
  rows: readonly ReportRow[];
  head: string;
  isCompared: boolean;
  text(value: number | undefined): string;
}

function ReportTable({ rows, head, isCompared, text }: ReportTableProps) {
  const most = Math.max(...rows.map(({ value }) => value ?? 0), 1);
  return (
    <div className="report-table">
      <ScrollTable label={`Table by ${head.toLowerCase()}`}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">Now</th>
            {isCompared && <th scope="col">Before</th>}
            {isCompared && <th scope="col">Change</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, value, before, change }) => (
            <tr key={key}>
              <td>
                {label}
                <span className="report-bar" style={{ inlineSize: `${((value ?? 0) / most) * 100}%` }} />
              </td>
              <td className="numeric">{text(value)}</td>
              {isCompared && <td className="numeric soft">{text(before)}</td>}
              {isCompared && <td className="numeric">{changeText(change)}</td>}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </div>
  );
}

function changeText(change: number | undefined): string {
  if (change === undefined) return '–';
  const options = { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 0 } as const;
  return change.toLocaleString(undefined, options);
}

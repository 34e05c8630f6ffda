import '../dashboard/sparkline.css';
import './report.css';
import { pathThrough, pointsOf } from '../dashboard/sparkline-path.ts';
import type { ReportRow } from './report.ts';

const width = 720;
const height = 200;

interface ReportChartProps {
  rows: readonly ReportRow[];
  label: string;
  /** A value in words. */
  text(value: number | undefined): string;
}

/** The rows of a report as a curve, with the period before as a dashed one. */
export function ReportChart({ rows, label, text }: ReportChartProps) {
  const values = rows.map(({ value }) => value ?? 0);
  const before = rows.map(row => row.before ?? 0);
  const isCompared = rows.some(row => row.before !== undefined);
  const most = Math.max(...values, ...(isCompared ? before : []), 0);
  const points = pointsOf(values, width, height, 6, most);
  const earlier = pointsOf(before, width, height, 6, most);
  const band = width / rows.length;
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return null;
  return (
    <figure className="report-chart">
      <span className="report-most faint numeric">{text(most)}</span>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {isCompared && <path d={pathThrough(earlier)} className="report-before" />}
        <path d={pathThrough(points)} className="report-line" />
        {rows.map((row, index) => (
          <rect key={row.key} x={index * band} width={band} height={height} className="curve-band">
            <title>{`${row.label}: ${text(row.value)}${row.before === undefined ? '' : `, before ${text(row.before)}`}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption className="report-axis faint">
        <span>{first.label}</span>
        {isCompared && <span>dashed: the period before</span>}
        <span>{last.label}</span>
      </figcaption>
    </figure>
  );
}

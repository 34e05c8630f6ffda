import './stat.css';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export interface StatProps {
  label: string;
  /** Where more is said of it. */
  to?: string;
  value: ReactNode;
  /** Relative change: `0.12` is 12 % more. */
  change?: number;
  /** What the change is compared with. */
  against?: string;
  /** Less is better, such as for failures. */
  lessIsBetter?: boolean;
  children?: ReactNode;
}

/** One number with its change. */
export function Stat({ label, to, value, change, against, lessIsBetter, children }: StatProps) {
  const isGood = change !== undefined && (lessIsBetter ? change < 0 : change > 0);
  const tone = change === undefined || Math.abs(change) < 0.005 ? 'flat' : isGood ? 'good' : 'bad';
  const text =
    change === undefined
      ? undefined
      : change.toLocaleString(undefined, { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 0 });
  return (
    <div className="stat">
      <p className="stat-label">{to === undefined ? label : <Link to={to}>{label}</Link>}</p>
      <p className="stat-value numeric">{value}</p>
      {text !== undefined && (
        <p className="stat-change">
          <span className={`stat-${tone} numeric`}>{text}</span> {against && <span className="faint">{against}</span>}
        </p>
      )}
      {children}
    </div>
  );
}

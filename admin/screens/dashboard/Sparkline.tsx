import './sparkline.css';
import { useId } from 'react';
import { pathThrough, pointsOf } from './sparkline-path.ts';

export interface SparklineProps {
  values: readonly number[];
  /** Text alternative of the chart. */
  label: string;
  /** The words of each point, shown under the pointer. */
  title(index: number): string;
}

const width = 240;
const height = 48;

/** A small curve whose last point is now. */
export function Sparkline({ values, label, title }: SparklineProps) {
  const fill = useId();
  const points = pointsOf(values, width, height, 5);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const line = pathThrough(points);
  const band = width / points.length;
  return (
    <svg className="curve" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <defs>
        <linearGradient id={fill} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" className="curve-from" />
          <stop offset="1" className="curve-to" />
        </linearGradient>
      </defs>
      <path d={`${line}L${last.x} ${height}L${first.x} ${height}Z`} fill={`url(#${fill})`} />
      <path d={line} className="curve-line" />
      {points.map((point, index) => (
        <rect key={point.x} x={index * band} width={band} height={height} className="curve-band">
          <title>{title(index)}</title>
        </rect>
      ))}
      <path d={`M${last.x} ${last.y}h0`} className="curve-now" />
    </svg>
  );
}

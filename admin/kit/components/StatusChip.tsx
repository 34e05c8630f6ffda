import './status-chip.css';
import type { ReactNode } from 'react';
import { humanize, type Tone, toneOf } from './status-tones.ts';

/** A status as a coloured label. The tone follows from the status unless `tone` is set. */
export function StatusChip({ status, tone, children }: { status: string; tone?: Tone; children?: ReactNode }) {
  return <span className={`status-chip status-${tone ?? toneOf(status)}`}>{children ?? humanize(status)}</span>;
}

import './status-chip.css';
import type { ReactNode } from 'react';
import { humanize, type Tone, toneOf } from './status-tones.ts';

/** A state as a small coloured word; the colour comes from its meaning where `tone` does not say another. */
export function StatusChip({ status, tone, children }: { status: string; tone?: Tone; children?: ReactNode }) {
  return <span className={`status-chip status-${tone ?? toneOf(status)}`}>{children ?? humanize(status)}</span>;
}

import './timeline.css';
import type { ReactNode } from 'react';
import { DateText } from './DateText.tsx';
import type { Tone } from './status-tones.ts';

export interface TimelineItem {
  key: string;
  at: string;
  title: ReactNode;
  detail?: ReactNode;
  tone?: Tone;
}

/** A timeline of events in the given order. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {items.map(({ key, at, title, detail, tone = 'neutral' }) => (
        <li key={key} className={`timeline-${tone}`}>
          <div className="timeline-row">
            <span>{title}</span>
            <span className="faint">
              <DateText value={at} />
            </span>
          </div>
          {detail && <div className="timeline-detail soft">{detail}</div>}
        </li>
      ))}
    </ol>
  );
}

import type { ReactNode } from 'react';

const classes = {
  caution: 'bg-caution-tint text-caution-ink',
  critical: 'bg-critical-tint text-critical-ink',
  positive: 'bg-positive-tint text-positive-ink',
  info: 'bg-info-tint text-info-ink',
} as const;

/** A notice for the shopper. */
export function Note({ tone, title, children }: { tone: keyof typeof classes; title: string; children?: ReactNode }) {
  return (
    <div role={tone === 'critical' ? 'alert' : 'status'} className={`rounded-xl px-5 py-4 ${classes[tone]}`}>
      <p className="font-medium">{title}</p>
      {children && <div className="mt-1 text-md">{children}</div>}
    </div>
  );
}

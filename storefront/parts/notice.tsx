import type { ReactNode } from 'react';

const looks = {
  caution: 'bg-caution-tint text-caution-ink',
  critical: 'bg-critical-tint text-critical-ink',
  positive: 'bg-positive-tint text-positive-ink',
  info: 'bg-info-tint text-info-ink',
} as const;

/** Something the shopper should know, said once and plainly. */
export function Note({ tone, title, children }: { tone: keyof typeof looks; title: string; children?: ReactNode }) {
  return (
    <div role={tone === 'critical' ? 'alert' : 'status'} className={`rounded-xl px-5 py-4 ${looks[tone]}`}>
      <p className="font-medium">{title}</p>
      {children && <div className="mt-1 text-md">{children}</div>}
    </div>
  );
}

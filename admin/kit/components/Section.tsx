import './section.css';
import { type ReactNode, useId } from 'react';

export interface SectionProps {
  title?: string;
  /** At the right of the title. */
  actions?: ReactNode;
  /** Without padding, for tables. */
  flush?: boolean;
  children: ReactNode;
}

/** A card with a heading. */
export function Section({ title, actions, flush, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <header className="section-head">
          {title && <h2 id={id}>{title}</h2>}
          {actions && <div className="section-actions">{actions}</div>}
        </header>
      )}
      <div className={flush ? 'section-flush' : 'section-body'}>{children}</div>
    </section>
  );
}

/** Facts as label and value, one below the other. */
export function Facts({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import './section.css';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useLocation } from 'react-router';

export interface SectionProps {
  title?: string;
  /** At the right of the title. */
  actions?: ReactNode;
  /** A link with this hash scrolls to the card. */
  anchor?: string;
  /** Without padding, for tables. */
  flush?: boolean;
  children: ReactNode;
}

/** A card with a heading. */
export function Section({ title, actions, anchor, flush, children }: SectionProps) {
  const id = useId();
  const { hash } = useLocation();
  const card = useRef<HTMLElement>(null);
  const isTarget = anchor !== undefined && hash === `#${anchor}`;
  useEffect(() => {
    if (!isTarget) return;
    card.current?.scrollIntoView({ block: 'center' });
    card.current?.focus({ preventScroll: true });
  }, [isTarget]);
  return (
    <section
      ref={card}
      id={anchor}
      className="section"
      aria-labelledby={title ? id : undefined}
      data-target={isTarget || undefined}
      {...(isTarget && { tabIndex: -1 })}
    >
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

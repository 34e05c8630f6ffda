'use client';
import { useEffect, useRef } from 'react';
import { InPlaceLink } from './in-place-link.tsx';

interface ShowMoreProps {
  /** The URL of the next page alone, for browsers without a script; undefined at the end. */
  next: string | undefined;
  /** The URL of this list with the next page appended; undefined where the list would grow too long. */
  appended: string | undefined;
  /** How many products are shown. */
  shown: number;
  label: string;
  /** The label while the next page is loaded. */
  pendingLabel: string;
}

/** Appends the next page to the list; the focus moves to the first new product. */
export function ShowMore({ next, appended, shown, label, pendingLabel }: ShowMoreProps) {
  const root = useRef<HTMLDivElement>(null);
  const shownBefore = useRef<number>(undefined);

  useEffect(() => {
    const first = shownBefore.current;
    if (first === undefined || shown <= first) return;
    shownBefore.current = undefined;
    const products = root.current?.closest('section')?.querySelectorAll<HTMLElement>('ul > li > a');
    products?.[first]?.focus({ preventScroll: true });
  }, [shown]);

  const props = { rel: 'nofollow next', className: 'button button-quiet' };
  const onNavigate = () => {
    shownBefore.current = shown;
  };
  return (
    <div ref={root}>
      {next !== undefined &&
        (appended === undefined ? (
          <a href={next} {...props}>
            {label}
          </a>
        ) : (
          <InPlaceLink href={next} to={appended} pendingLabel={pendingLabel} onNavigate={onNavigate} {...props}>
            {label}
          </InPlaceLink>
        ))}
    </div>
  );
}

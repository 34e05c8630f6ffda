'use client';
import { useEffect, useRef } from 'react';
import { StayLink } from './stay-link.tsx';

interface ShowMoreProps {
  /** The next page by itself, for whoever has no script; undefined at the end. */
  next: string | undefined;
  /** This page with the next one appended; undefined where it would grow too long. */
  appended: string | undefined;
  /** How many products are shown. */
  shown: number;
}

/** Appends the next products to the list; the keyboard goes on at the first new one. */
export function ShowMore({ next, appended, shown }: ShowMoreProps) {
  const place = useRef<HTMLDivElement>(null);
  const asked = useRef<number>(undefined);

  useEffect(() => {
    const first = asked.current;
    if (first === undefined || shown <= first) return;
    asked.current = undefined;
    const products = place.current?.closest('section')?.querySelectorAll<HTMLElement>('ul > li > a');
    products?.[first]?.focus({ preventScroll: true });
  }, [shown]);

  const look = { rel: 'nofollow next', className: 'button button-quiet' };
  const words = 'Show more';
  const onFollow = () => {
    asked.current = shown;
  };
  return (
    <div ref={place}>
      {next !== undefined &&
        (appended === undefined ? (
          <a href={next} {...look}>
            {words}
          </a>
        ) : (
          <StayLink href={next} to={appended} waiting="Loading more…" onFollow={onFollow} {...look}>
            {words}
          </StayLink>
        ))}
    </div>
  );
}

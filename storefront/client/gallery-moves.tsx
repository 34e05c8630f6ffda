'use client';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type ReactNode, type TouchEvent, useRef } from 'react';

/** From this many CSS pixels to the side a touch is a swipe. */
const SWIPE_PX = 40;

interface GalleryMovesProps {
  /** The pages with the picture before and after; undefined where there is one alone. */
  previous: string | undefined;
  next: string | undefined;
  children: ReactNode;
}

/** Swiping and arrow keys between pictures. */
export function GalleryMoves({ previous, next, children }: GalleryMovesProps) {
  const router = useRouter();
  const start = useRef<{ x: number; y: number }>(undefined);
  const go = (to: string | undefined) => to !== undefined && router.replace(to, { scroll: false });
  const onKeyDown = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent) => {
    if (altKey || ctrlKey || metaKey) return;
    if (key === 'ArrowLeft') go(previous);
    if (key === 'ArrowRight') go(next);
  };
  const onTouchStart = ({ touches }: TouchEvent) => {
    const touch = touches[0];
    start.current = touches.length === 1 && touch ? { x: touch.clientX, y: touch.clientY } : undefined;
  };
  const onTouchEnd = ({ changedTouches }: TouchEvent) => {
    const touch = changedTouches[0];
    if (!touch || !start.current) return;
    const x = touch.clientX - start.current.x;
    const y = touch.clientY - start.current.y;
    if (Math.abs(x) >= SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) go(x < 0 ? next : previous);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links and buttons inside do the same
    <div onKeyDown={onKeyDown} onTouchStart={onTouchStart} onTouchEnd={onTouchEnd}>
      {children}
    </div>
  );
}

'use client';
import { useRouter } from 'next/navigation';
import { type AnchorHTMLAttributes, type MouseEvent, useTransition } from 'react';

interface StayLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
  /** Where it leads while a script runs, when that is another address. */
  to?: string | undefined;
  /** A step that going back undoes; else the address in the bar is only put right. */
  isStep?: boolean;
  /** Said in place of the words while the answer is awaited. */
  waiting?: string;
  /** Told when it is followed within the page. */
  onFollow?(): void;
}

/**
 * A link to the same page with another wish. Where a script runs only what differs is changed: place and focus stay,
 * and the address in the bar follows.
 */
export function StayLink({ href, to = href, isStep = false, waiting, onFollow, children, ...rest }: StayLinkProps) {
  const router = useRouter();
  const [isWaiting, startTransition] = useTransition();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (isWaiting || !navigator.onLine) return; // client/offline.tsx says why nothing happens
    onFollow?.();
    startTransition(() => router[isStep ? 'push' : 'replace'](to, { scroll: false }));
  };
  return (
    <a {...rest} href={href} onClick={follow} aria-busy={isWaiting || undefined}>
      {isWaiting && waiting ? waiting : children}
    </a>
  );
}

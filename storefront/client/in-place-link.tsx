'use client';
import { useRouter } from 'next/navigation';
import { type AnchorHTMLAttributes, type MouseEvent, useTransition } from 'react';

interface InPlaceLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
  /** The URL while a script runs, where it differs. */
  to?: string | undefined;
  /** Whether the browser's history gets an entry; otherwise the URL is replaced. */
  addsHistoryEntry?: boolean;
  /** The label while the response is awaited. */
  pendingLabel?: string;
  /** Called when the link is followed within the page. */
  onNavigate?(): void;
}

/** A link to the same page with another query. A script updates only what differs: scroll position and focus stay. */
export function InPlaceLink({
  href,
  to = href,
  addsHistoryEntry: isStep = false,
  pendingLabel: waiting,
  onNavigate: onFollow,
  children,
  ...rest
}: InPlaceLinkProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (isPending || !navigator.onLine) return; // client/offline.tsx says why nothing happens
    onFollow?.();
    startTransition(() => router[isStep ? 'push' : 'replace'](to, { scroll: false }));
  };
  return (
    <a {...rest} href={href} onClick={onClick} aria-busy={isPending || undefined}>
      {isPending && waiting ? waiting : children}
    </a>
  );
}

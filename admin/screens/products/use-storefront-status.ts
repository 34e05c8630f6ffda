import { useCallback, useEffect, useRef, useState } from 'react';

/** Where a change is: being told to the storefront, there after so many seconds, or not heard of. */
export type Propagation =
  | { state: 'none' }
  | { state: 'waiting' }
  | { state: 'live'; seconds: number }
  | { state: 'unheard' };

const TIMEOUT_MS = 15_000;

/**
 * Measures how long a change takes to the storefront: from `sent()` until the edge says that it has let go of every
 * page with this product. The stream stays open while the page does, so that nothing is missed.
 */
export function useStorefrontStatus(slug: string | undefined): { liveness: Propagation; sent(): void; none(): void } {
  const [liveness, setLiveness] = useState<Propagation>({ state: 'none' });
  const sentAt = useRef<number>(undefined);
  useEffect(() => {
    if (slug === undefined) return;
    const stream = new EventSource(`/api/live?tag=${encodeURIComponent(`product:${slug}`)}`);
    stream.addEventListener('changed', () => {
      if (sentAt.current === undefined) return;
      setLiveness({ state: 'live', seconds: (performance.now() - sentAt.current) / 1_000 });
      sentAt.current = undefined;
    });
    return () => stream.close();
  }, [slug]);
  useEffect(() => {
    if (liveness.state !== 'waiting') return;
    const timer = setTimeout(() => setLiveness({ state: 'unheard' }), TIMEOUT_MS);
    return () => clearTimeout(timer);
  }, [liveness]);
  const sent = useCallback(() => {
    sentAt.current = performance.now();
    setLiveness({ state: 'waiting' });
  }, []);
  const none = useCallback(() => {
    sentAt.current = undefined;
    setLiveness({ state: 'none' });
  }, []);
  return { liveness, sent, none };
}

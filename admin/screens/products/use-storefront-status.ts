import { useCallback, useEffect, useRef, useState } from 'react';

/** Whether a change has reached the storefront: pending, live after some seconds, or unconfirmed. */
export type Propagation =
  | { state: 'none' }
  | { state: 'pending' }
  | { state: 'live'; seconds: number }
  | { state: 'unconfirmed' };

const TIMEOUT_MS = 15_000;

/**
 * Measures how long a change takes to reach the storefront: from `start()` until the edge has purged the pages of
 * this product. The stream stays open with the page, so that no message is missed.
 */
export function useStorefrontStatus(slug: string | undefined): {
  propagation: Propagation;
  start(): void;
  reset(): void;
} {
  const [propagation, setPropagation] = useState<Propagation>({ state: 'none' });
  const startedAt = useRef<number>(undefined);
  useEffect(() => {
    if (slug === undefined) return;
    const stream = new EventSource(`/api/live?tag=${encodeURIComponent(`product:${slug}`)}`);
    stream.addEventListener('changed', () => {
      if (startedAt.current === undefined) return;
      setPropagation({ state: 'live', seconds: (performance.now() - startedAt.current) / 1_000 });
      startedAt.current = undefined;
    });
    return () => stream.close();
  }, [slug]);
  useEffect(() => {
    if (propagation.state !== 'pending') return;
    const timer = setTimeout(() => setPropagation({ state: 'unconfirmed' }), TIMEOUT_MS);
    return () => clearTimeout(timer);
  }, [propagation]);
  const start = useCallback(() => {
    startedAt.current = performance.now();
    setPropagation({ state: 'pending' });
  }, []);
  const reset = useCallback(() => {
    startedAt.current = undefined;
    setPropagation({ state: 'none' });
  }, []);
  return { propagation, start, reset };
}

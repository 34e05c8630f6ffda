'use client';
import { useSyncExternalStore } from 'react';
import { useMessages } from './messages.tsx';

function onConnection(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}

/** A notice for shoppers without a connection: the page may be out of date. */
export function Offline() {
  const isOffline = useSyncExternalStore(
    onConnection,
    () => !navigator.onLine,
    () => false,
  );
  const { offline } = useMessages();
  return (
    <div role="status" className="fixed inset-x-0 bottom-0 z-40">
      {isOffline && <p className="bg-caution-tint px-4 py-3 text-center text-caution-ink text-md">{offline}</p>}
    </div>
  );
}

import { useSyncExternalStore } from 'react';

/**
 * What lies between this page and the services: `down` when a part answers that it is not there, `offline` when nothing
 * answers at all.
 */
export type ConnectionStatus = 'fine' | 'down' | 'offline';

let state: ConnectionStatus = 'fine';
const listeners = new Set<() => void>();

/** Told by every call; the page shows it until a call goes through again. */
export function setConnectionStatus(next: ConnectionStatus): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export function useConnectionStatus(): ConnectionStatus {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

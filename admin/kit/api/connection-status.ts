import { useSyncExternalStore } from 'react';

/**
 * The connection to the services: `down` when an upstream service is unavailable, `offline` when there is no answer
 * at all.
 */
export type ConnectionStatus = 'fine' | 'down' | 'offline';

let state: ConnectionStatus = 'fine';
const listeners = new Set<() => void>();

/** Every call sets it; the page shows it until a call succeeds again. */
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

import { useSyncExternalStore } from 'react';

type Open = 'palette' | 'help' | undefined;

let open: Open;
const listeners = new Set<() => void>();

function put(next: Open): void {
  open = next;
  for (const listener of listeners) listener();
}

export const openPalette = (): void => put('palette');
export const openHelp = (): void => put('help');
export const closeOverlay = (): void => put(undefined);

/** Which of the two overlays of the keyboard is open. */
export function useOverlay(): Open {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}

import { useSyncExternalStore } from 'react';

export type Appearance = 'system' | 'light' | 'dark';

const key = 'covenant.appearance';
const listeners = new Set<() => void>();

function read(): Appearance {
  const kept = localStorage.getItem(key);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Makes the page light or dark as somebody chose before; the tokens do the rest. */
export function applyAppearance(): void {
  const appearance = read();
  if (appearance === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = appearance;
}

function choose(appearance: Appearance): void {
  localStorage.setItem(key, appearance);
  applyAppearance();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Light, dark or as the system has it, and how to change that. */
export function useAppearance(): [Appearance, (appearance: Appearance) => void] {
  return [useSyncExternalStore(subscribe, read), choose];
}

import { useSyncExternalStore } from 'react';

export type ColorScheme = 'system' | 'light' | 'dark';

const key = 'covenant.appearance';
const listeners = new Set<() => void>();

function read(): ColorScheme {
  const kept = localStorage.getItem(key);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Applies the stored color scheme; the design tokens follow it. */
export function applyColorScheme(): void {
  const appearance = read();
  if (appearance === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = appearance;
}

function choose(appearance: ColorScheme): void {
  localStorage.setItem(key, appearance);
  applyColorScheme();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Light, dark or as the system has it, and how to change that. */
export function useColorScheme(): [ColorScheme, (appearance: ColorScheme) => void] {
  return [useSyncExternalStore(subscribe, read), choose];
}

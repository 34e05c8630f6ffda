import { useState } from 'react';

/** A list that this browser keeps under a key, and how to replace it; what cannot be read is left out. */
export function useStoredList<T>(key: string, isItem: (value: unknown) => value is T): [T[], (list: T[]) => void] {
  const [list, setList] = useState(() => read(key).filter(isItem));
  const put = (next: T[]) => {
    localStorage.setItem(key, JSON.stringify(next));
    setList(next);
  };
  return [list, put];
}

function read(key: string): unknown[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

import { useState } from 'react';

function read(key: string): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value.filter(name => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

/** The columns of a list that a person does not want to see, in this browser: a new column is shown. */
export function useHiddenColumns(user: string, resource: string) {
  const key = `covenant.columns.${user}.${resource}`;
  const [hidden, setHidden] = useState(() => read(key));
  const put = (names: string[]) => {
    localStorage.setItem(key, JSON.stringify(names));
    setHidden(names);
  };
  return {
    hidden,
    toggle: (name: string) => put(hidden.includes(name) ? hidden.filter(one => one !== name) : [...hidden, name]),
    showAll: () => put([]),
  };
}

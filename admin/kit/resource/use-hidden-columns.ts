import { useStoredList } from './use-stored-list.ts';

const isName = (value: unknown): value is string => typeof value === 'string';

/** The columns of a list that a person does not want to see, in this browser: a new column is shown. */
export function useHiddenColumns(user: string, resource: string) {
  const [hidden, put] = useStoredList(`covenant.columns.${user}.${resource}`, isName);
  return {
    hidden,
    toggle: (name: string) => put(hidden.includes(name) ? hidden.filter(one => one !== name) : [...hidden, name]),
    showAll: () => put([]),
  };
}

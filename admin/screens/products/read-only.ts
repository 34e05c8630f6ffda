import { createContext, use } from 'react';

/** Whether the fields of a product are only shown: for those who are not allowed to change it. */
export const ReadOnlyContext = createContext(false);

export function useReadOnly(): boolean {
  return use(ReadOnlyContext);
}

import { useEffect, useState } from 'react';

/** A value that follows another once that has rested for so many milliseconds. */
export function useDebounced<T>(value: T, milliseconds: number): T {
  const [kept, setKept] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setKept(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return kept;
}

import { useEffect, useState } from 'react';

/** A value once it has not changed for so long. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(setSettled, ms, () => value);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

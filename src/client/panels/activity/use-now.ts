'use client';
import { useEffect, useState } from 'react';

const stepMs = 30_000;

/** The time, read again every half minute: for telling how long ago something was. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

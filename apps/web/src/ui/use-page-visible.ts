import { useEffect, useState } from 'react';

/** A glance at another tab is no reason to let go. */
const patienceMs = 3000;

/** Whether the page is looked at: false once it has been hidden for a few seconds. What holds a connection lets it go then. */
export function usePageVisible(): boolean {
  const [visible, setVisible] = useState(true);
  useEffect(() => {
    let timer: number | undefined;
    const look = () => {
      window.clearTimeout(timer);
      if (document.visibilityState === 'visible') setVisible(true);
      else timer = window.setTimeout(() => setVisible(false), patienceMs);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return visible;
}

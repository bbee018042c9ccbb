import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useRef } from 'react';

/** The end of a list that goes on: loads more before it comes into view, or when it is pressed. */
export function LoadMore(props: { readonly label: string; readonly busy: boolean; readonly onMore: () => void }) {
  const { busy, onMore } = props;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current || busy) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), {
      rootMargin: '1200px 0px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [busy, onMore]);
  return (
    <Box ref={end} sx={{ display: 'flex', justifyContent: 'center', minHeight: 40 }}>
      <Button loading={busy} onClick={onMore}>
        {props.label}
      </Button>
    </Box>
  );
}

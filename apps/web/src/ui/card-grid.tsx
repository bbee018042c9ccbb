import Box from '@mui/material/Box';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

const gap = 16;

/** Cards in as many columns as fit. Only those on the screen are drawn, so that thousands scroll smoothly. */
export function CardGrid<T>(props: {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly cardHeight: number;
  readonly minWidth: number;
  readonly card: (item: T) => ReactNode;
}) {
  const { items, cardHeight } = props;
  const list = useRef<HTMLDivElement>(null);
  const { columns, top } = useColumns(list, props.minWidth);
  const rows = Math.ceil(items.length / columns);
  const virtual = useWindowVirtualizer({
    count: rows,
    estimateSize: () => cardHeight + gap,
    overscan: 4,
    scrollMargin: top,
  });
  return (
    <Box
      ref={list}
      role="list"
      aria-label={props.label}
      sx={{ position: 'relative', height: rows * (cardHeight + gap) }}
    >
      {virtual.getVirtualItems().map((row) => (
        <Box
          key={row.key}
          role="presentation"
          sx={{
            position: 'absolute',
            left: 0,
            right: 0,
            height: cardHeight,
            display: 'grid',
            gap: `${gap}px`,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          }}
          style={{ transform: `translateY(${row.start - top}px)` }}
        >
          {items.slice(row.index * columns, (row.index + 1) * columns).map((item, index) => (
            <Box
              key={props.keyOf(item)}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={row.index * columns + index + 1}
              sx={{ minWidth: 0 }}
            >
              {props.card(item)}
            </Box>
          ))}
        </Box>
      ))}
    </Box>
  );
}

function useColumns(list: { readonly current: HTMLDivElement | null }, minWidth: number) {
  const [place, setPlace] = useState({ columns: 1, top: 0 });
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const measure = () => {
      const columns = Math.max(1, Math.floor((element.clientWidth + gap) / (minWidth + gap)));
      setPlace({ columns, top: element.getBoundingClientRect().top + window.scrollY });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [list, minWidth]);
  return place;
}

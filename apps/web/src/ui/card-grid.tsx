import Box from '@mui/material/Box';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

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
          <Cells items={items} first={row.index * columns} count={columns} keyOf={props.keyOf} card={props.card} />
        </Box>
      ))}
    </Box>
  );
}

interface CellsProps<T> {
  readonly items: readonly T[];
  readonly first: number;
  readonly count: number;
  readonly keyOf: (item: T) => string;
  readonly card: (item: T) => ReactNode;
}

/** The cards of a row. While the page is scrolled they stay as they are: drawing them again is what would drop frames. */
const Cells = memo(function Cells<T>({ items, first, count, keyOf, card }: CellsProps<T>) {
  return items.slice(first, first + count).map((item, index) => (
    <Box
      key={keyOf(item)}
      role="listitem"
      aria-setsize={items.length}
      aria-posinset={first + index + 1}
      sx={{ minWidth: 0 }}
    >
      {card(item)}
    </Box>
  ));
}) as <T>(props: CellsProps<T>) => ReactNode;

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

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';

/** Views of one page; which one is shown is kept in the address by whoever uses this. */
export function TabLinks<T extends string>(props: {
  readonly label: string;
  /** False where none of them is. */
  readonly value: T | false;
  readonly tabs: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <Tabs
      value={props.value}
      onChange={(_event, value: T) => props.onChange(value)}
      aria-label={props.label}
      variant="scrollable"
      sx={{ borderBottom: 1, borderColor: 'divider' }}
    >
      {props.tabs.map((tab) => (
        <Tab key={tab.value} value={tab.value} label={tab.label} />
      ))}
    </Tabs>
  );
}

import Chip from '@mui/material/Chip';

/** How something is: well, on its way, to be looked at, broken, or at rest. */
export type Mood = 'good' | 'busy' | 'warning' | 'bad' | 'idle';
const colours = { good: 'success', busy: 'info', warning: 'warning', bad: 'error', idle: 'default' } as const;

/** A state in one word, coloured by what it means; the word alone says it too. */
export function StateChip({ mood, label }: { readonly mood: Mood; readonly label: string }) {
  return <Chip size="small" color={colours[mood]} variant={mood === 'idle' ? 'outlined' : 'filled'} label={label} />;
}

export type Color = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

export type Paint = (color: Color, text: string) => string;

const codes: Readonly<Record<Color, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Colours where they are wanted and shown: on a terminal, unless NO_COLOR or --no-color says no. */
export function painter(enabled: boolean): Paint {
  if (!enabled) return (_color, text) => text;
  return (color, text) => `\u001b[${codes[color][0]}m${text}\u001b[${codes[color][1]}m`;
}

const states: Readonly<Record<string, Color>> = {
  ready: 'green',
  partial: 'yellow',
  loading: 'yellow',
  waiting: 'yellow',
  queued: 'yellow',
  placed: 'yellow',
  pulling: 'yellow',
  creating: 'yellow',
  probing: 'yellow',
  unhealthy: 'red',
  'backing-off': 'red',
  failed: 'red',
  unreachable: 'red',
  ok: 'green',
  succeeded: 'green',
  running: 'yellow',
  failing: 'red',
  alarm: 'red',
};

/** A state in the colour of how well it is, as it is or in other words. */
export const paintState = (paint: Paint, state: string, text = state): string => {
  const color = states[state];
  return color ? paint(color, text) : text;
};

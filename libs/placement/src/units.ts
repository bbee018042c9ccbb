/** MiB as people read them: `12.0 GiB`, below one GiB `512 MiB`. */
export const memoryText = (mib: number): string => (mib < 1024 ? `${mib} MiB` : `${gib(mib)} GiB`);

/** A part of a whole, both in MiB, in the whole's unit: `12.0 of 23.5 GiB`. */
export const memoryOf = (part: number, whole: number): string =>
  whole < 1024 ? `${part} of ${whole} MiB` : `${gib(part)} of ${gib(whole)} GiB`;

/** A count with its noun: `1 worker`, `3 workers`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** At most two decimals, none where they are zero: CPU counts. */
export const plain = (value: number): string => String(Math.round(value * 100) / 100);

const gib = (mib: number): string => (mib / 1024).toFixed(1);

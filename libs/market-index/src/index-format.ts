/** How our own index names its format, before the number of its version. */
export const indexFormatName = 'enginehouse-index';

/** The version of our own index format that this release reads and writes. */
export const indexFormat = 'enginehouse-index/1';

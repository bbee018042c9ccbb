/** The overview. */
export const overviewEnglish = {
  title: 'Overview',
} as const;

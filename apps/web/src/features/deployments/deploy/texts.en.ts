/** Deploying a model. */
export const deployEnglish = {
  deploy: { open: 'Deploy' },
} as const;

import type { Preview, PreviewWarning } from '@enginehouse/contracts';

/** Why creating the deployment would be refused as it is written; none where it would not. */
export const refusalsOf = ({
  nameTaken,
  warnings,
}: Pick<Preview, 'nameTaken' | 'warnings'>): readonly PreviewWarning[] => [
  ...(nameTaken ? [nameTaken] : []),
  ...warnings.filter(({ refuses }) => refuses),
];

/** What is only good to know. */
export const advice = ({ warnings }: Pick<Preview, 'warnings'>): readonly PreviewWarning[] =>
  warnings.filter(({ refuses }) => !refuses);

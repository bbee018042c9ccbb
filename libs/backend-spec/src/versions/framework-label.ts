import type { FrameworkVersions } from '@enginehouse/contracts';

/** A framework of a backend in short: the version that stands for all of it, and how many more there are. */
export interface FrameworkLabel {
  readonly framework: string;
  /** Left out where there is none, and where it is named like the framework, as of engines with one image for each. */
  readonly version: string | undefined;
  readonly more: number;
}

/** The default version stands for a framework that has it, else the first, which is the latest. */
export function frameworkLabel(
  { framework, versions }: FrameworkVersions,
  defaultVersion: string | undefined,
): FrameworkLabel {
  const leading = versions.find((name) => name === defaultVersion) ?? versions[0];
  const version = leading?.toLowerCase() === framework.toLowerCase() ? undefined : leading;
  return { framework, version, more: Math.max(0, versions.length - 1) };
}

/** The label as one text: `cuda 0.12.1 +3`. */
export const frameworkLabelText = ({ framework, version, more }: FrameworkLabel): string =>
  [framework, ...(version === undefined ? [] : [version]), ...(more > 0 ? [`+${more}`] : [])].join(' ');

import type { BackendVersion } from '@enginehouse/contracts';
import { mergeImages } from './merge-images.js';
import { mergeMap } from './merge-map.js';
import { fieldOf, mergeWhole, part, type Decided, type Merged, type Sides } from './three-way.js';
import { isWithdrawnMark, withoutMark } from './withdrawn-mark.js';

type Both = Sides<BackendVersion> & { readonly upstream: BackendVersion; readonly yours: BackendVersion };

/** Merges a version that both have, field by field. A mark of withdrawal ends: upstream has it again. */
export function mergeVersion(path: readonly string[], sides: Both, decided: Decided): Merged<BackendVersion> {
  const { yours: marked, base } = sides;
  const unmarked = { ...sides, yours: withoutMark(marked, base) };
  const whole = <K extends 'run_command' | 'entrypoint' | 'built_in' | 'deprecated'>(field: K) =>
    mergeWhole<BackendVersion[K]>([...path, field], part(unmarked, field), decided);
  const images = mergeImages([...path, 'images'], part(unmarked, 'images'), decided);
  const runCommand = whole('run_command');
  const entrypoint = whole('entrypoint');
  const env = mergeMap([...path, 'env'], part(unmarked, 'env'), decided);
  const builtIn = whole('built_in');
  const deprecated = isWithdrawnMark(marked.deprecated)
    ? broughtBack([...path, 'deprecated'], sides)
    : whole('deprecated');
  const fields = [images, runCommand, entrypoint, env, builtIn, deprecated].flatMap((each) => each.fields);
  const value = {
    name: marked.name,
    images: images.value ?? marked.images,
    run_command: runCommand.value,
    entrypoint: entrypoint.value,
    env: env.value,
    built_in: builtIn.value,
    deprecated: deprecated.value,
  };
  return { value: defined(value), fields };
}

function broughtBack(path: readonly string[], sides: Both): Merged<string> {
  const value = sides.upstream.deprecated;
  const more = { result: value, note: 'upstream has the version again' };
  return { value, fields: [fieldOf(path, 'upstream', part(sides, 'deprecated'), more)] };
}

/** Without the fields that are not there. */
export const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

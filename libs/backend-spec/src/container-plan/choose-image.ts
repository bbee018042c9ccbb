import { err, ok, type BackendVersion, type Result } from '@enginehouse/contracts';
import { errorAt, type SpecError, type SpecFailure } from '../errors/spec-error.js';
import { parseImageReference } from '../names/image-reference.js';

/** The image of a container and who chose it. `framework` is `null` where the deployment's image says nothing about it. */
export interface ChosenImage {
  readonly image: string;
  readonly imageOrigin: 'deployment' | 'version';
  readonly framework: string | null;
}

/** Picks the deployment's image, else the version's image for the framework. */
export function chooseImage(
  version: BackendVersion | undefined,
  framework: string | null,
  override: string | null,
): Result<ChosenImage, SpecError> {
  if (override) return overridden(version, framework, override);
  if (version === undefined) {
    const failure = { code: 'required', detail: 'Without a version, the deployment needs an image.' } as const;
    return err(errorAt(['deployment', 'imageName'], failure));
  }
  const image = framework === null ? onlyImage(version) : version.images.find((each) => each.framework === framework);
  if (image !== undefined) return ok({ image: image.image_name, imageOrigin: 'version', framework: image.framework });
  return err(errorAt(['framework'], framework === null ? frameworkRequired(version) : notOffered(version, framework)));
}

function overridden(
  version: BackendVersion | undefined,
  framework: string | null,
  image: string,
): Result<ChosenImage, SpecError> {
  const reference = parseImageReference(image);
  if (!reference.ok) return err(errorAt(['deployment', 'imageName'], reference.error));
  const assumed = framework ?? (version && onlyImage(version)?.framework) ?? null;
  return ok({ image, imageOrigin: 'deployment', framework: assumed });
}

const onlyImage = ({ images }: BackendVersion) => (images.length === 1 ? images[0] : undefined);

const offered = ({ images }: BackendVersion) => images.map(({ framework }) => framework).join(', ');

const frameworkRequired = (version: BackendVersion): SpecFailure => ({
  code: 'framework_required',
  detail: `Version ${version.name} has an image for each of ${offered(version)}; say which.`,
});

const notOffered = (version: BackendVersion, framework: string): SpecFailure => ({
  code: 'framework_not_offered',
  detail: `Version ${version.name} has no image for ${framework}, only for ${offered(version)}.`,
});

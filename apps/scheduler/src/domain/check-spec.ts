import {
  problemOf,
  type BackendPin,
  type DeploymentSpec,
  type FieldError,
  type Problem,
  type SecurityProfile,
} from '@enginehouse/contracts';
import { versionOptions, type VersionOption } from '@enginehouse/placement';
import { checkModel } from './check-model.js';
import { checkTexts } from './check-texts.js';

/** Which version of which backend an administrator lets run beyond the ordinary security profiles. */
export type ProfileGrants = readonly {
  readonly backend: string;
  /** `*`: every version, and images given by deployments. */
  readonly version: string;
  readonly profile: SecurityProfile;
}[];

const ordinaryProfiles: ReadonlySet<SecurityProfile> = new Set(['baseline', 'restricted']);

/** Everything about a wish that can be known to be wrong before it is placed; undefined where it can be tried. */
export function checkSpec(spec: DeploymentSpec, pin: BackendPin, grants: ProfileGrants): Problem | undefined {
  const options = versionOptions(spec, pin.definition);
  if (!options.ok) {
    return options.error;
  }
  return (
    checkModelSource(spec) ??
    checkProfile(spec, pin, options.value, grants) ??
    checkGpus(spec, options.value) ??
    checkTexts(spec, pin, options.value) ??
    checkModel(spec, pin, options.value)
  );
}

function checkModelSource({ model }: DeploymentSpec): Problem | undefined {
  if (!model || model.source === 'local_path') {
    return undefined;
  }
  const hint =
    'Put the weights below a model directory of the workers and give `{"source":"local_path","path":"/models/..."}`.';
  return problemOf('model-source-unavailable', `Workers cannot fetch weights from ${model.source} yet.`, {
    hint,
    errors: [
      {
        code: 'model-source-unavailable',
        path: ['model', 'source'],
        detail: `${model.source} is not available.`,
        hint,
      },
    ],
  });
}

function checkProfile(
  { securityProfile: profile }: DeploymentSpec,
  pin: BackendPin,
  options: readonly VersionOption[],
  grants: ProfileGrants,
): Problem | undefined {
  const granted = (version: string | null) =>
    grants.some(
      (grant) =>
        grant.profile === profile &&
        grant.backend.toLowerCase() === pin.backend.toLowerCase() &&
        (grant.version === '*' || grant.version === version),
    );
  if (ordinaryProfiles.has(profile) || options.every(({ version }) => granted(version))) {
    return undefined;
  }
  return problemOf('profile-not-granted', `${pin.backend} may not run with the security profile ${profile}.`, {
    hint: 'Use `baseline`, or ask an administrator to grant the profile to this version.',
    errors: [{ code: 'profile-not-granted', path: ['securityProfile'], detail: `${profile} was not granted.` }],
  });
}

function checkGpus(spec: DeploymentSpec, options: readonly VersionOption[]): Problem | undefined {
  const { gpus } = spec.resources;
  if (gpus !== undefined && gpus > 0 && options.every(({ framework }) => framework === 'cpu')) {
    return invalid({ code: 'no-gpu-framework', path: ['resources', 'gpus'], detail: 'A cpu version takes no GPUs.' });
  }
  const chosen = spec.placement.gpus;
  if (!chosen) {
    return undefined;
  }
  if (chosen.length === 0) {
    return invalid({
      code: 'too-few',
      path: ['placement', 'gpus'],
      detail: 'Choose at least one GPU, or leave the choice out.',
    });
  }
  return checkOneWorker(chosen, gpus ?? 1);
}

/** D5: a replica runs on one worker, so its GPUs must be there. */
function checkOneWorker(chosen: readonly { readonly worker: string }[], perReplica: number): Problem | undefined {
  const counts = new Map<string, number>();
  chosen.forEach(({ worker }) => counts.set(worker, (counts.get(worker) ?? 0) + 1));
  const most = Math.max(...counts.values());
  if (most >= perReplica) {
    return undefined;
  }
  const detail = `A replica needs ${perReplica} GPUs on one worker; at most ${most} were chosen on the same one.`;
  return problemOf('distributed-not-supported', detail, {
    hint: 'Choose enough GPUs of one worker, or ask for fewer per replica.',
    errors: [{ code: 'distributed-not-supported', path: ['placement', 'gpus'], detail }],
  });
}

const invalid = (error: FieldError): Problem => problemOf('invalid-input', error.detail, { errors: [error] });

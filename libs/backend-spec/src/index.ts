export * from './errors/spec-error.js';
export { closest } from './suggest/closest.js';

export type { CommandError } from './command/command-error.js';
export { splitCommand } from './command/split-command.js';
export {
  builtinPlaceholders,
  isBuiltinPlaceholder,
  placeholdersOf,
  type BuiltinPlaceholder,
} from './command/placeholders.js';
export { renderCommand, type RenderContext, type RenderedCommand, type RenderError } from './command/render-command.js';
export * from './command/select-command.js';
export { quoteCommand, quoteWord } from './command/quote-command.js';
export { parametersToArgv, type ParameterError } from './command/parameters-to-argv.js';
export type { ParameterFormat } from './command/parameter-format.js';
export { unknownPlaceholders } from './command/unknown-placeholders.js';
export { shellWarnings, type CommandWarning } from './command/command-warnings.js';

export type { Environment } from './environment/environment.js';
export * from './environment/check-environment.js';
export * from './environment/layer-environment.js';
export * from './environment/mask-secrets.js';

export { compareVersions } from './versions/compare-versions.js';
export { latestFirst, latestVersion } from './versions/latest-version.js';
export {
  resolveVersion,
  versionNotFound,
  type VersionFailure,
  type VersionQuestion,
} from './versions/resolve-version.js';
export { candidateVersions, frameworksOf } from './versions/candidate-versions.js';
export { frameworkLabel, frameworkLabelText, type FrameworkLabel } from './versions/framework-label.js';
export { versionsByFramework } from './versions/versions-by-framework.js';

export { builtInBackendNamed, builtInBackends, customSuffix, pseudoBackend, withSuffix } from './names/name-rules.js';
export * from './names/backend-name.js';
export * from './names/version-name.js';
export * from './names/image-reference.js';

export type { YamlImportMode } from './yaml/yaml-import-mode.js';
export { importBackendYaml, parseBackendYaml, type YamlImportOptions } from './yaml/parse-backend-yaml.js';
export { nameInYaml } from './yaml/name-in-yaml.js';
export { parseEnvironmentYaml } from './yaml/parse-environment-yaml.js';
export { printBackendYaml } from './yaml/print-backend-yaml.js';
export { splitYamlDocuments, type YamlPart } from './yaml/split-yaml-documents.js';
export { yamlPathOf } from './yaml/yaml-path.js';

export { validateDefinition } from './validate/validate-definition.js';
export type { ValidateOptions } from './validate/validate-options.js';
export { definitionWarnings, type DefinitionWarning } from './validate/definition-warnings.js';

export { diffDefinitions, type FieldChange } from './diff/diff-definitions.js';
export { changesBetween, type BackendChange } from './diff/changes-between.js';
export { applyChange } from './diff/apply-change.js';

export { mergeAdditions, type AdditionsOutcome } from './merge/merge-additions.js';
export { mergeDefinitions, type MergeOutcome, type MergeRequest } from './merge/merge-definitions.js';
export { isWithdrawnMark, withdrawnMark } from './merge/withdrawn-mark.js';

export { describeEvent } from './history/describe-event.js';
export { describeLoggedEvent } from './history/describe-logged-event.js';

export {
  planContainer,
  type ContainerPlanParts,
  type DeploymentOverrides,
  type PlanRequest,
} from './container-plan/plan-container.js';
export type { ChosenImage } from './container-plan/choose-image.js';
export {
  bindAllAddress,
  renderPlan,
  type PlanContext,
  type PlanRenderError,
  type RenderablePlan,
  type RenderedPlan,
} from './container-plan/render-plan.js';
export {
  gpuIdsOf,
  mountsOf,
  renderContainer,
  type PlannedMount,
  type WorkerSide,
} from './container-plan/render-container.js';
export * from './container-plan/worker-network.js';
export { planWarnings, type KnownImage, type PlanWarning } from './container-plan/plan-warnings.js';
export type { ImageCommand } from './container-plan/repeated-command.js';
export { defaultHealthCheckPath } from './container-plan/default-health-check-path.js';

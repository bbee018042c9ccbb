import type { BackendDefinition } from '@enginehouse/contracts';

/** A definition as far as it could be read. Versions whose image or framework could not be read have no images. */
export type DefinitionDraft = Omit<BackendDefinition, 'backend_name'> & { readonly backend_name?: string };

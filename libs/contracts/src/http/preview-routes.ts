import { preview, previewInput } from '../index.js';
import { z } from 'zod';
import { defineRoute, type Route } from './route.js';

/** What a preview is asked for over HTTP: an unsaved backend may also be given as GPUStack's YAML. */
export const previewBody = previewInput.extend({
  /** GPUStack's YAML, instead of `definition`. */
  yaml: z.string().optional(),
});

/** Looking at a container before there is one. */
export const previewRoutes = {
  preview: defineRoute({
    method: 'POST',
    path: '/v1/preview',
    operation: 'previewDeployment',
    tag: 'deployments',
    summary:
      'Shows exactly what would be started for a deployment, with warnings; nothing is started, reserved or pulled',
    access: 'viewer',
    body: previewBody,
    answer: { status: 200, description: 'The container; secret values are masked', schema: preview },
    errors: [
      'backend-not-found',
      'revision-not-found',
      'version-not-found',
      'worker-not-found',
      'framework-not-offered',
      'invalid-definition',
      'invalid-yaml',
      'distributed-not-supported',
      'profile-not-granted',
    ],
  }),
} satisfies Record<string, Route>;

import { catalog, imageFacts } from '../index.js';
import { z } from 'zod';
import { nameParam } from './parts.js';
import { defineRoute, type Route } from './route.js';

/** What registries say about images. */
export const imageRoutes = {
  inspect: defineRoute({
    method: 'GET',
    path: '/v1/images',
    operation: 'inspectImage',
    tag: 'backends',
    summary: 'Asks the registry about an image, without pulling it: digest, platforms, entrypoint, size',
    // Whoever asks lets the control plane call a host that the reference names.
    access: 'operator',
    query: z
      .object({ image: z.string().min(1).max(1024).describe('A reference, such as ghcr.io/org/image:tag') })
      .strict(),
    answer: { status: 200, description: 'What the image says about itself', schema: imageFacts },
    errors: ['image-not-found', 'registry-denied', 'registry-unavailable', 'address-not-allowed'],
  }),
  updates: defineRoute({
    method: 'GET',
    path: '/v1/backends/{name}/image-updates',
    operation: 'listImageUpdates',
    tag: 'backends',
    summary: 'Compares the digests that versions are locked to with what their tags mean now',
    access: 'viewer',
    params: nameParam,
    answer: { status: 200, description: 'Every image of every version', schema: catalog.imageUpdates.output },
    errors: ['backend-not-found'],
  }),
} satisfies Record<string, Route>;

import type { Register } from '../../command.js';
import { imageInspect } from './inspect.js';

/** `enginehouse image ...` */
export const imageCommands: Register = (parent, run) => {
  imageInspect(
    parent.command('image').alias('images').description('Container images, as their registries know them'),
    run,
  );
};

// Prints the mirrored backends as JSON, one per line. Stop the mirror first.
import { settings } from './settings.mjs';
import { openMirror } from './store.mjs';

const mirror = openMirror(settings().file);
console.error(`at position ${mirror.checkpoint()?.position ?? 0}`);
mirror.backends().forEach((backend) => console.log(JSON.stringify(backend)));
mirror.close();

// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { unpackDebianPackages, unpackedEnvironment } from '../system/debian-packages.mjs';
import { findBinary } from '../system/find-binary.mjs';
import { LauncherError } from '../system/launcher-error.mjs';

/**
 * Where packages keep their fonts: small ones for Latin and Chinese.
 *
 * @type {Readonly<Record<string, string>>}
 */
const FONTS = {
  'fonts-liberation': 'usr/share/fonts/truetype/liberation',
  'fonts-wqy-microhei': 'usr/share/fonts/truetype/wqy',
};

/**
 * Finds a browser, or unpacks one, and fonts with which pages look the same everywhere. Enginehouse needs none; tests
 * look at its console with it.
 *
 * @param {{ cacheDir: string, tell?: (line: string) => void }} where `tell`: what takes a while
 * @returns {Promise<{ command: string, env: NodeJS.ProcessEnv }>}
 */
export async function findChromium({ cacheDir, tell = () => undefined }) {
  const env = { ...process.env, ...(await fontEnvironment(path.join(cacheDir, 'debian', 'fonts'))) };
  // The package's wrapper script would read settings of the person's own.
  const installed = programIn('/') ?? findBinary('chromium');
  if (installed) return { command: installed, env };
  const directory = path.join(cacheDir, 'debian', 'chromium');
  const root = path.join(directory, 'root');
  if (!programIn(root)) tell("unpacking Debian's chromium, which this machine does not have: some 700 MB, once");
  const cause = programIn(root) ? undefined : await unpack(['chromium'], directory);
  const command = programIn(root);
  if (!command) throw new LauncherError('No chromium was found. Type "sudo apt-get install chromium".', { cause });
  return { command, env: { ...env, LD_LIBRARY_PATH: libraryPath(root) } };
}

/** Some libraries load others from folders of their own, which are elsewhere here. @param {string} root */
function libraryPath(root) {
  const folders = unpackedEnvironment(root).LD_LIBRARY_PATH.split(':');
  return folders.flatMap((folder) => [folder, path.join(folder, 'nss'), path.join(folder, 'pulseaudio')]).join(':');
}

/** @param {string} root @returns {string | undefined} */
function programIn(root) {
  const program = path.join(root, 'usr/lib/chromium/chromium');
  return fs.existsSync(program) ? program : undefined;
}

/** Our fonts and no others; the machine's own where these cannot be had. @param {string} directory @returns {Promise<NodeJS.ProcessEnv>} */
async function fontEnvironment(directory) {
  const roots = ['/', path.join(directory, 'root')];
  const placesOf = (/** @type {string} */ name) => roots.map((root) => path.join(root, FONTS[name] ?? ''));
  const isMissing = (/** @type {string} */ name) => !placesOf(name).some((place) => fs.existsSync(place));
  const missing = Object.keys(FONTS).filter(isMissing);
  if (missing.length > 0) await unpack(missing, directory);
  if (missing.some(isMissing)) return {};
  const file = path.join(directory, 'fonts.conf');
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(file, fontConfiguration(Object.keys(FONTS).flatMap(placesOf), path.join(directory, 'index')));
  return { FONTCONFIG_FILE: file };
}

/** @param {string} family @param {string} preferred */
function alias(family, preferred) {
  return `<alias binding="same"><family>${family}</family><prefer><family>${preferred}</family></prefer></alias>`;
}

/** @param {readonly string[]} folders @param {string} index */
function fontConfiguration(folders, index) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${folders.map((folder) => `<dir>${folder}</dir>`).join('\n')}
<cachedir>${index}</cachedir>
${alias('serif', 'Liberation Serif')}
${alias('monospace', 'Liberation Mono')}
<match target="pattern"><edit name="family" mode="append_last"><string>Liberation Sans</string></edit></match>
</fontconfig>
`;
}

/** @param {readonly string[]} packages @param {string} directory @returns {Promise<unknown>} why it failed */
function unpack(packages, directory) {
  return unpackDebianPackages({ packages, directory }).catch((error) => error);
}

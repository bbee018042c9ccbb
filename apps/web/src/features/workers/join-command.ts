/** The line that joins a host as a worker, and makes it start again with the host. */
export const joinCommand = (apiUrl: string, name: string, token: string): string =>
  `sudo node infra/launcher/join.mjs --service --api ${apiUrl} --name ${name} --token ${token}`;

/** Where the API is by what somebody typed: `https://host:port`. Undefined for what is no address of a web server. */
export function apiAddress(text: string): string | undefined {
  const typed = text.trim();
  if (!/^https?:\/\//i.test(typed) || !URL.canParse(typed)) return undefined;
  return new URL(typed).origin;
}

/** Whether an address means the host itself, whichever host that is: no other one reaches this one by it. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return /^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/.test(hostname);
}

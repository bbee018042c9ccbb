/** The line that joins a host as a worker, and makes it start again with the host. */
export const joinCommand = (apiUrl: string, name: string, token: string): string =>
  `sudo node infra/launcher/join.mjs --service --api ${apiUrl} --name ${name} --token ${token}`;

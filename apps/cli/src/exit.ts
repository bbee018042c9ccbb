/** Ends a command with a status of its own. Everything has been told already. */
export class Exit extends Error {
  constructor(readonly status: number) {
    super(`exit ${status}`);
    this.name = 'Exit';
  }
}

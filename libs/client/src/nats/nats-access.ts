/** How to reach NATS. */
export interface NatsAccess {
  /** `nats://host:4222`, several comma-separated. */
  readonly url: string;
  /** Content of the `.creds` file of the identity `follower`, or of one with the same permissions. */
  readonly creds?: string | undefined;
  /** First part of the inboxes that the credentials allow. Default `_INBOX.follower`. */
  readonly inboxPrefix?: string;
}

import { uuidv7 } from '@enginehouse/service-kit';

/** A fresh id for each attempt at a command: two processes that run the same command never end each other's hold. */
export const newHoldId = (idempotencyKey: string): string => `${uuidv7()}/${idempotencyKey}`;

/** The idempotency key of the command that a hold was made for; its events tell whether that command has happened. */
export const commandOf = (hold: string): string => hold.slice(hold.indexOf('/') + 1);

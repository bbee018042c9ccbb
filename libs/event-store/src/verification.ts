/** Whether the log is what was once appended. */
export type LogVerification =
  | { readonly intact: true; readonly events: number; readonly position: number }
  | { readonly intact: false; readonly firstBadPosition: number; readonly reason: string };

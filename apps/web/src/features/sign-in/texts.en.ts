/** Signing in. */
export const signInEnglish = {
  title: 'Sign in to Enginehouse',
  token: 'Access token',
  tokenHelp:
    'An administrator makes one with "enginehouse token create". The first one is in the file .enginehouse/bootstrap/admin-token, in the folder where Enginehouse was started; with Docker Compose, in /setup/bootstrap/admin-token of the container api.',
  over: {
    'signed-out': 'You were signed out. Sign in again, and you are back where you were.',
    'token-ended':
      'You are not signed in any more: the token is no longer valid, or somebody signed out. Sign in again, and you are back where you were.',
  },
  submit: 'Sign in',
  linkFailed: 'This link was used before, or is older than a minute. Ask for another one, or sign in with a token.',
  failed: 'This token does not open anything: it is not known, has ended or was revoked.',
} as const;

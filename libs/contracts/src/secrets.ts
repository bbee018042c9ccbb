const secretName = /(^|_)(TOKEN|KEY|SECRET|PASSWORD|PASSWD|CREDENTIALS?|APIKEY)$/i;

/** Whether an environment variable's name says that its value is secret (`HF_TOKEN`, `AWS_SECRET_ACCESS_KEY`). */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** The mark of a value that the api has encrypted for the workers. It stands in events and messages in place of the secret. */
export const sealedPrefix = 'sealed:v1:';

/** Whether a value is a sealed secret. */
export const isSealed = (value: string): boolean => value.startsWith(sealedPrefix);

/** Stands wherever a secret would be shown. */
export const secretMask = '********';

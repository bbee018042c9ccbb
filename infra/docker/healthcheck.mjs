// @ts-check
/** Whether the service of this container is ready; Docker keeps what is printed. */
const { HTTP_HOST = '127.0.0.1', HTTP_PORT } = process.env;
try {
  const response = await fetch(`http://${HTTP_HOST}:${HTTP_PORT}/readyz`);
  console.log(response.status, await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  const { cause, message } = /** @type {Error} */ (error);
  console.log(cause instanceof Error ? cause.message : message);
  process.exitCode = 1;
}

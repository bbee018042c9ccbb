/** What stands in the built page in place of a nonce. */
const placeholder = '__CSP_NONCE__';

/** The page with the nonce of this answer, which lets the style elements in that its scripts make. */
export const renderPage = (template: string, nonce: string): string => template.replaceAll(placeholder, nonce);

/** What a page of the console may load and talk to: this server and nothing else, and no script that stands in the page. */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Stands in for a console that was not built. */
export const missingPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Enginehouse</title>
<h1>The console is not built</h1>
<p>The API works. For the console type <code>npm run build</code> in the folder of Enginehouse, or set
<code>WEB_DIR</code> to where its files are, and load this page again.</p>
</html>
`;

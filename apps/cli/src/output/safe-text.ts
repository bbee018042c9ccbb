// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text without characters that could steer a terminal or reverse what is read; line breaks and tabs stay. */
export const safeText = (text: string): string => text.replace(controls, '\ufffd');

/** The same on one line. */
export const oneLine = (text: string): string => safeText(text.replace(/\s+/g, ' ').trim());

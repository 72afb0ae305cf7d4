/** What programs in containers say is not to be trusted: their words are shown, and reach nothing else. */

const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\u200b-\u200d]/g;
const LONGEST = 60;

/** A title that a program chose: one short line in the direction of the page. */
export function plainTitle(title: string): string {
  const plain = title.replace(BIDI, '').replace(CONTROLS, ' ').replace(/\s+/g, ' ').trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** The address that a link leads to, as it really is; nothing for all but http and https, and for one that carries a name and password. */
export function safeAddress(uri: string): string | undefined {
  if (uri.length > 2048) return undefined;
  try {
    const url = new URL(uri);
    const web = url.protocol === 'http:' || url.protocol === 'https:';
    return web && url.username === '' && url.password === '' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

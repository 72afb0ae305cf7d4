/** Reads what people want to know of X.509 certificates (RFC 5280) and signing requests (RFC 2986). Foreign bytes: whatever does not fit is left away. */

export interface Subject {
  readonly subject: string;
  /** DNS names, addresses, e-mail addresses, URIs */
  readonly names: readonly string[];
  readonly key: string;
}

export interface Certificate extends Subject {
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly serial: string;
}

export function certificatesIn(pem: string): readonly Certificate[] {
  return blocks(pem, 'CERTIFICATE').flatMap((bytes) => {
    try {
      return [certificate(bytes)];
    } catch {
      return [];
    }
  });
}

export function requestIn(pem: string): Subject | undefined {
  const [bytes] = blocks(pem, '(?:NEW )?CERTIFICATE REQUEST');
  if (bytes === undefined) return undefined;
  try {
    const [info] = children(parse(bytes));
    const [, subject, key, attributes] = children(info!);
    const extensions = attributes === undefined ? [] : children(attributes).filter((one) => oid(children(one)[0]!) === '1.2.840.113549.1.9.14');
    const names = extensions.flatMap((one) => children(children(one)[1]!)).flatMap(namesIn);
    return { subject: name(subject!), names, key: keyOf(key!) };
  } catch {
    return undefined;
  }
}

/** An element of DER: its tag and what it holds. */
interface Element {
  readonly tag: number;
  readonly value: Uint8Array;
}

function blocks(pem: string, label: string): readonly Uint8Array[] {
  return [...pem.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, 'g'))].map(([, base64]) =>
    Uint8Array.from(atob(base64!.replace(/\s/g, '')), (letter) => letter.charCodeAt(0)),
  );
}

function elements(bytes: Uint8Array): readonly Element[] {
  const found: Element[] = [];
  for (let place = 0; place < bytes.length; ) {
    const { element, end } = one(bytes, place);
    found.push(element);
    place = end;
  }
  return found;
}

function one(bytes: Uint8Array, start: number): { readonly element: Element; readonly end: number } {
  const tag = bytes[start]!;
  const first = bytes[start + 1] ?? 0;
  let from = start + 2;
  let length = first;
  if (first & 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new Error('not DER');
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[from++] ?? 0);
  }
  const end = from + length;
  if (end > bytes.length) throw new Error('not DER');
  return { element: { tag, value: bytes.subarray(from, end) }, end };
}

function parse(bytes: Uint8Array): Element {
  return one(bytes, 0).element;
}

function children(element: Element): readonly Element[] {
  return elements(element.value);
}

function certificate(bytes: Uint8Array): Certificate {
  const [body] = children(parse(bytes));
  const parts = children(body!);
  const from = parts[0]!.tag === 0xa0 ? 1 : 0;
  const [serial, , issuer, validity, subject, key] = parts.slice(from);
  const [notBefore, notAfter] = children(validity!).map(time);
  const extensions = parts.find((part) => part.tag === 0xa3);
  return {
    subject: name(subject!),
    issuer: name(issuer!),
    serial: hex(serial!.value),
    notBefore: notBefore!,
    notAfter: notAfter!,
    names: extensions === undefined ? [] : children(extensions).flatMap(namesIn),
    key: keyOf(key!),
  };
}

const ALTERNATIVE_NAMES = '2.5.29.17';

/** Alternative names within a sequence of extensions. */
function namesIn(extensions: Element): readonly string[] {
  const found = children(extensions).find((extension) => oid(children(extension)[0]!) === ALTERNATIVE_NAMES);
  if (found === undefined) return [];
  const value = children(found).at(-1)!;
  return children(parse(value.value)).flatMap(({ tag, value: bytes }) => {
    const kind = tag & 0x1f;
    if (kind === 1 || kind === 2 || kind === 6) return [text(bytes)];
    return kind === 7 ? [address(bytes)] : [];
  });
}

function address(bytes: Uint8Array): string {
  if (bytes.length === 4) return [...bytes].join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16));
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.5': 'serialNumber',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

function name(element: Element): string {
  const parts = children(element).flatMap((set) =>
    children(set).map((pair) => {
      const [type, value] = children(pair);
      const id = oid(type!);
      return `${ATTRIBUTES[id] ?? id}=${value!.tag === 0x1e ? wide(value!.value) : text(value!.value)}`;
    }),
  );
  return parts.join(', ');
}

const KEYS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'RSA',
  '1.2.840.10045.2.1': 'ECDSA',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};
const CURVES: Readonly<Record<string, string>> = { '1.2.840.10045.3.1.7': 'P-256', '1.3.132.0.34': 'P-384', '1.3.132.0.35': 'P-521' };

/** `RSA 2048`, `ECDSA P-256`. */
function keyOf(element: Element): string {
  const [algorithm, bits] = children(element);
  const [type, parameter] = children(algorithm!);
  const id = oid(type!);
  const word = KEYS[id] ?? id;
  if (word === 'RSA') {
    const modulus = children(parse(bits!.value.subarray(1)))[0]!.value;
    return `RSA ${(modulus[0] === 0 ? modulus.length - 1 : modulus.length) * 8}`;
  }
  return word === 'ECDSA' && parameter?.tag === 6 ? `ECDSA ${CURVES[oid(parameter)] ?? oid(parameter)}` : word;
}

function oid({ value }: Element): string {
  const numbers: number[] = [];
  let rest = 0;
  for (const byte of value) {
    rest = rest * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    if (numbers.length === 0) numbers.push(Math.min(2, Math.floor(rest / 40)), rest - 40 * Math.min(2, Math.floor(rest / 40)));
    else numbers.push(rest);
    rest = 0;
  }
  return numbers.join('.');
}

function time({ tag, value }: Element): number {
  const digits = text(value);
  const year = tag === 0x17 ? (Number(digits.slice(0, 2)) < 50 ? 2000 : 1900) + Number(digits.slice(0, 2)) : Number(digits.slice(0, 4));
  const rest = digits.slice(tag === 0x17 ? 2 : 4);
  const part = (from: number) => Number(rest.slice(from, from + 2));
  return Date.UTC(year, part(0) - 1, part(2), part(4), part(6), part(8));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function wide(bytes: Uint8Array): string {
  return new TextDecoder('utf-16be').decode(bytes);
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

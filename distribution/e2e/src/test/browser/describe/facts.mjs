// What `kubectl describe` says, as facts without its layout, and which of them a page does not say.
//
// The normalisation, whole:
// - labels, headings, column heads and rules of dashes are layout; so are `<none>`, `<unset>`, `<nil>` and the like
// - ages ("5m", "(x3 over 2m)") move and are left away; a count "x3" must be there as 3
// - moments are compared as moments, however they are written; a page gives them in <time datetime>, or as they stand in an annotation
// - quantities are compared as numbers: 0.5 = 500m, 1Gi = 1073741824; a page that rounds to three digits is right
// - upper and lower case are the same; lists may be divided in any way
// - sentences with which kubectl explains a kind of volume, or a number, are documentation, not facts; so are words that
//   only hold a line together (`set to the key 'a' in secret 'b'` is a and b)
// - the annotation last-applied-configuration is not a fact: kubectl itself hides it for most kinds
const NOTHING =
  /^(<(none|unset|unknown|nil|error|no value|set|pod|default|invalid)[^>]*>|n\/a|-+|\||\/|=|\.\.\.|and|to|the|of|for|on|with|from|default|in|as|is|at|terminates|over|:)$/i;
const AGE = /^(\d+(\.\d+)?(ms|[smhdy]))+$/;
const MOMENT = /(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;
const QUANTITY = /^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
const SUFFIX = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const EXPLAINED = /^(Type:\s+\w+)\s+\(.*\)\s*$/;
const PROSE = /^(\(Total limits may be .*|Resource (Quotas|Limits)|No (resource quota|LimitRange resource)\.|.*last-applied-configuration[=:].*)$/;
const GO_MOMENT = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000 UTC/g;

/** Facts of a description: `{label, text}`, one for each value. */
export function factsOf(description) {
  const lines = description.split('\n');
  const facts = [];
  lines.forEach((line, index) => {
    const text = line
      .trim()
      .replace(EXPLAINED, '$1')
      .replace(GO_MOMENT, '$1T$2Z')
      .replace(/<set to the key '(.*?)' (?:of|in) (?:config map|secret) '(.*?)'>/, '$1 $2')
      .replace(/\((\d+) in total\)/, '$1');
    const next = lines[index + 1]?.trim() ?? '';
    if (text === '' || PROSE.test(text) || /^[-\s=]+$/.test(text) || /^(-+\s+)+-+$/.test(next) || /^[-=]+$/.test(next)) return;
    const [, label, value] = /^([^:]+?(?:\([^)]*\))?):(?:\s+(.*))?$/.exec(text) ?? [undefined, '', text];
    const said = label !== '' && value === undefined ? '' : label !== '' && isLabel(label) ? (value ?? '') : text;
    for (const cell of said.split(/\s{2,}|\t/)) if (cell.trim() !== '') facts.push({ label: isLabel(label) ? label : '', text: cell.trim() });
  });
  return facts;
}

/** Labels are words; `app:NoSchedule` and `10.0.0.1:80` are not. */
function isLabel(label) {
  return /^[A-Za-z][\w .\-/()]*$/.test(label) && !/^\d/.test(label);
}

/** Facts that the page does not say. `page`: {text, moments: epoch seconds}. */
export function missing(facts, page) {
  const text = squeezed(page.text);
  const words = wordsOf(page.text);
  const moments = new Set(page.moments);
  const amounts = [...words].map(amountOf).filter((one) => one !== undefined);
  return facts.filter((fact) => !(text.includes(squeezed(fact.text)) && fact.text.length > 4) && !said(fact.text, { text, words, moments, amounts }));
}

function said(cell, { text, words, moments, amounts }) {
  const times = [...cell.matchAll(MOMENT)];
  if (!times.every(([moment]) => moments.has(Math.floor(Date.parse(moment) / 1000)) || text.includes(moment.toLowerCase()))) return false;
  return cell
    .replace(MOMENT, ' ')
    .split(/[\s,;()[\]"'|]+|(?<=\w)=(?=\S)|:(?=\s|$)/)
    .filter((token) => token && !NOTHING.test(token) && !AGE.test(token) && !/^[^\w]+$/.test(token))
    .every((token) => {
      const counted = /^x(\d+)$/.exec(token);
      const word = (counted ? counted[1] : token)
        .replace(/^<|>$/g, '')
        .replace(/[.:/]$/, '')
        .toLowerCase();
      if (words.has(word) || (word.length > 4 && text.includes(word))) return true;
      const amount = amountOf(word.replace(/%$/, '')) ?? amountOf(token);
      if (amount !== undefined) return amounts.some((other) => near(other, amount));
      const parts = word.split(/[/:|]/).filter(Boolean);
      return parts.length > 1 && parts.every((part) => words.has(part) || (part.length > 4 && text.includes(part)));
    });
}

function near(one, other) {
  return one === other || Math.abs(one - other) <= 0.006 * Math.max(Math.abs(one), Math.abs(other));
}

function amountOf(word) {
  const parts = QUANTITY.exec(word) ?? QUANTITY.exec(word.replace(/(ki|mi|gi|ti)$/, (unit) => unit[0].toUpperCase() + unit[1]));
  return parts === null ? undefined : Number(parts[1]) * (SUFFIX[parts[2]] ?? 1);
}

function squeezed(text) {
  return text.replace(/\s+/g, ' ').toLowerCase();
}

function wordsOf(text) {
  const whole = text.split(/[\s,;()[\]"'|]+/);
  const parts = whole.flatMap((word) => [word, ...word.split(/[/:=]/)]);
  return new Set(parts.flatMap((word) => [word.toLowerCase(), word.toLowerCase().replace(/[.:%]$/, '')]));
}

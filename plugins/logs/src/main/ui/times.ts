const AGO = /^\d{1,9}[smhd]$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?$/;

/** What somebody typed as the server reads it: how long ago, or a moment in UTC; without a zone it is the person's own. Undefined = neither. */
export function readTime(text: string): string | undefined {
  const typed = text.trim();
  if (typed === '' || AGO.test(typed)) return typed;
  const parts = MOMENT.exec(typed);
  if (parts === null) return undefined;
  const moment = new Date(`${parts[1]}T${parts[2]}${parts[3] ?? ''}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

const two = (value: number) => String(value).padStart(2, '0');

/** A time as the server reads it, as somebody types it. */
export function timeWord(time: string): string {
  if (time === '' || AGO.test(time)) return time;
  const moment = new Date(time);
  if (Number.isNaN(moment.getTime())) return time;
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
}

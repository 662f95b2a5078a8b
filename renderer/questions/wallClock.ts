/** Offsets from UTC that clocks on walls are set to. */
export const offsetsMinutes: readonly number[] = [
  ...Array.from({ length: 27 }, (_, hours) => (hours - 12) * 60),
  -570,
  -210,
  210,
  270,
  330,
  345,
  390,
  570,
  630,
  765,
].sort((a, b) => a - b);

const two = (value: number): string => String(value).padStart(2, '0');

/** `+02:00` */
export const offsetText = (minutes: number): string =>
  `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;

/**
 * What a person read off a wall clock as an RFC 3339 time, or null while it is not one: a date `2026-11-22`, and a time `16:40` or
 * `16:40:05`; points do as well as colons.
 */
export const wallClockOf = (date: string, time: string, offsetMinutes: number): string | null => {
  const day = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(date);
  const hour = /^\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*$/.exec(time);
  if (day === null || hour === null) return null;
  const [year, month, dayOfMonth] = day.slice(1).map(Number);
  const [hours, minutes, seconds] = [hour[1], hour[2], hour[3] ?? 0].map(Number);
  if (year === undefined || month === undefined || dayOfMonth === undefined) return null;
  if (hours === undefined || minutes === undefined || seconds === undefined) return null;
  const read = new Date(Date.UTC(year, month - 1, dayOfMonth, hours, minutes, seconds));
  const same =
    read.getUTCMonth() === month - 1 &&
    read.getUTCDate() === dayOfMonth &&
    hours < 24 &&
    minutes < 60 &&
    seconds < 60;
  return same
    ? `${year}-${two(month)}-${two(dayOfMonth)}T${two(hours)}:${two(minutes)}:${two(seconds)}${offsetText(offsetMinutes)}`
    : null;
};

/** How far the machine's clock is ahead of the wall clock. */
export const differenceSeconds = (wallClock: string, hostClock: string): number =>
  Math.round((new Date(hostClock).getTime() - new Date(wallClock).getTime()) / 1000);

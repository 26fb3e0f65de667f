// Values as text. What a board never said is an en dash.

export const NONE = "–";

const number = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const day = { day: "numeric", month: "short" };
const toMinute = new Intl.DateTimeFormat("en-GB", clock);
const toSecond = new Intl.DateTimeFormat("en-GB", { ...clock, second: "2-digit" });
const toDay = new Intl.DateTimeFormat("en-GB", day);
const full = new Intl.DateTimeFormat("en-GB", { ...day, year: "numeric", ...clock, second: "2-digit" });

const shown = (format) => (value) => (value === null || value === undefined || Number.isNaN(value) ? NONE : format(value));

export const whole = shown((n) => number.format(n));
export const many = shown((n) => (n < 1e6 ? number : compact).format(n));
export const percent = shown((share) => (100 * share).toFixed(1) + "%");
export const celsius = shown((n) => n.toFixed(n < 99.95 ? 1 : 0) + " °C");
export const watts = shown((n) => n.toFixed(2) + " W");
export const loss = shown((n) => n.toPrecision(3));
export const text = shown((value) => String(value) || NONE);
export const micros = shown((n) =>
  n < 1000 ? Math.round(n) + " µs" : n < 1e6 ? (n / 1e3).toPrecision(3) + " ms" : (n / 1e6).toPrecision(3) + " s");
export const bytes = shown((n) =>
  n < 1e6 ? (n / 1e3).toFixed(1) + " kB" : n < 1e9 ? Math.round(n / 1e6) + " MB" : (n / 1e9).toFixed(2) + " GB");
export const model = (id, version) => (id ? id + (version ? " v" + version : "") : NONE);

export const duration = shown((ms) => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return seconds + " s";
  if (seconds < 7200) return Math.round(seconds / 60) + " min";
  if (seconds < 172800) return Math.round(seconds / 3600) + " h";
  return Math.round(seconds / 86400) + " days";
});
export const ago = (now, ms) => (ms ? (now - ms < 5000 ? "now" : duration(now - ms) + " ago") : NONE);

// A moment: with its day if that is not today.
export const moment = shown((ms) => (toDay.format(ms) === toDay.format(Date.now()) ? toSecond : full).format(ms));
export const exactly = shown((ms) => full.format(ms));

// Marks of an axis, whose steps are that far apart.
export const percentMark = (share, step) => (100 * share).toFixed(step < 0.01 ? 1 : 0) + "%";
export const celsiusMark = (n, step) => n.toFixed(step < 1 ? 1 : 0) + " °C";
export const wattsMark = (n, step) => n.toFixed(step < 0.1 ? 2 : step < 1 ? 1 : 0) + " W";
export const plainMark = (n) => String(Number(n.toPrecision(4)));

// Marks of a time axis, whose steps are that far apart.
export function tick(ms, stepMs) {
  const midnight = new Date(ms).getHours() === 0 && new Date(ms).getMinutes() === 0;
  if (stepMs >= 86400000 || (midnight && stepMs >= 60000)) return toDay.format(ms);
  return (stepMs < 60000 ? toSecond : toMinute).format(ms);
}

// A reading of which only the name is known.
export function reading(name, value) {
  if (typeof value !== "number") return text(value === true ? "yes" : value === false ? "no" : value);
  if (name.endsWith("_millis") && value > 1e12) return exactly(value);
  if (name.endsWith("_millis")) return duration(value);
  if (name.endsWith("_seconds")) return duration(1000 * value);
  if (name.endsWith("_micros")) return micros(value);
  if (name.endsWith("_celsius")) return celsius(value);
  if (name.endsWith("_watts")) return watts(value);
  if (name.endsWith("_hertz")) return number.format(Math.round(value / 1e6)) + " MHz";
  if (/(^|[_/])bytes$/.test(name)) return bytes(value);
  if (/accuracy$|\/recall\//.test(name)) return percent(value);
  return Number.isInteger(value) ? number.format(value) : String(Number(value.toPrecision(5)));
}

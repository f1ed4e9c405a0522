/** How figures and times are written. */

import { language, say } from "./words.js";

let zone = "Asia/Shanghai";

/** Times are those of the group that is looked at. */
export function useZone(name) {
  zone = name || zone;
}

/** 10607 → "10,607"; nothing → "–". */
export function number(value) {
  return value === null || value === undefined ? "–" : Math.round(value * 10) / 10 === Math.round(value) ? Math.round(value).toLocaleString("en-US") : value.toFixed(1);
}

/** -1 … 1 → "+13", of a hundred as in the chat. */
export function mood(value) {
  if (value === null || value === undefined) return "–";
  const hundredths = Math.round(Math.abs(value) * 100);
  return (hundredths === 0 ? "" : value > 0 ? "+" : "−") + hundredths;
}

/** Which colour a mood has: good, bad or even. */
export function tone(value) {
  return value === null || value === undefined ? "none" : value >= 0.1 ? "good" : value <= -0.1 ? "bad" : "even";
}

export function percent(share) {
  return share === null || share === undefined ? "–" : `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)}%`;
}

function parts(seconds) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(new Date(seconds * 1000)).map((part) => [part.type, part.value]));
}

/** "2026-11-20" of a moment, in the group's zone. */
export function day(seconds) {
  const at = parts(seconds);
  return `${at.year}-${at.month}-${at.day}`;
}

/** "21:04" */
export function clock(seconds) {
  const at = parts(seconds);
  return `${at.hour}:${at.minute}`;
}

/** "11-20 21:04", and only the clock where it is of today. */
export function moment(seconds) {
  if (!seconds) return "–";
  const at = parts(seconds);
  if (day(seconds) === day(Date.now() / 1000)) return `${at.hour}:${at.minute}`;
  const isThisYear = at.year === parts(Date.now() / 1000).year;
  return `${isThisYear ? "" : at.year + "-"}${at.month}-${at.day} ${at.hour}:${at.minute}`;
}

/** "2026-11-20T21:04", as ranges in the address want it. */
export function minute(seconds) {
  const at = parts(seconds);
  return `${at.year}-${at.month}-${at.day}T${at.hour}:${at.minute}`;
}

/** 25600 seconds → "7 小时 6 分". */
export function lasting(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const pieces = [[days, "days"], [hours, "hours_"], [minutes, "minutes"]].filter(([count]) => count);
  return pieces.length ? pieces.slice(0, 2).map(([count, unit]) => `${count} ${say(unit)}`).join(" ") : `${Math.round(seconds)} ${say("seconds")}`;
}

/** 58000000 → "58.0 MB". */
export function bytes(count) {
  if (count === null || count === undefined) return "–";
  const step = Math.min(3, Math.floor(Math.log10(Math.max(count, 1)) / 3));
  return `${(count / 1000 ** step).toFixed(step ? 1 : 0)} ${["B", "kB", "MB", "GB"][step]}`;
}

/** 12800 → "1.3万" or "12.8k": for axes. */
export function brief(value) {
  if (Math.abs(value) < 100_000) return number(value);
  return language() === "en" ? `${+(value / 1000).toFixed(1)}k` : `${+(value / 10000).toFixed(1)}万`;
}

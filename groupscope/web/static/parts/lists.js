/** Cards that are lists: messages, questions, loved messages, comings and goings, coverage. */

import { make, marked, signButton } from "../base/dom.js";
import { day, lasting, moment, mood, number, percent, tone } from "../base/figures.js";
import { say } from "../base/words.js";

export function moodPill(value) {
  return value === null || value === undefined ? null : make("span", { class: `pill ${tone(value)}`, title: say("mood") }, mood(value));
}

/** Messages, newest first, with the word that was looked for. */
export function messageList(rows, { word, withNames = false }) {
  return make("ol", { class: "messages" }, rows.map((row) => make(
    "li", { data: { key: `${row.sent_at}-${row.key}` } },
    make("time", { datetime: new Date(row.sent_at * 1000).toISOString() }, moment(row.sent_at)),
    make("p", {}, withNames ? make("b", {}, make("bdi", {}, row.name), " ") : null, make("bdi", {}, marked(row.text, word))), moodPill(row.mood),
  )));
}

/** The line below a list with pages. */
export function pager({ page, pages, total }, ongo) {
  return make(
    "nav", { class: "pager", "aria-label": say("messages") },
    signButton("back", say("previous"), () => ongo(page - 1), { disabled: page <= 1 }),
    make("span", {}, say("page_of", { page, pages: Math.max(pages, 1), total: number(total) })),
    signButton("next", say("next_"), () => ongo(page + 1), { disabled: page >= pages }),
  );
}

export function questionList(panel, onperson) {
  return make("ol", { class: "questions" }, panel.rows.map((row) => make(
    "li", { class: row.is_open ? "is-open" : null },
    make("p", {}, make("bdi", {}, row.text)),
    make(
      "small", {}, make("span", { class: `pill ${row.is_open ? "amber" : "good"}` }, say(row.is_open ? "open" : "answered")),
      row.answered_by ? make("bdi", {}, say("answered_by", { name: row.answered_by })) : null,
      make("button", { type: "button", class: "link", onclick: () => onperson(row.id) }, make("bdi", {}, row.name)),
      make("time", {}, moment(row.sent_at)),
    ),
  )));
}

export function quoteList(panel, onperson) {
  return make("ol", { class: "quotes" }, panel.rows.map((row) => make(
    "li", {},
    make("p", {}, make("bdi", {}, row.text)),
    make(
      "small", {}, make("button", { type: "button", class: "link", onclick: () => onperson(row.id) }, make("bdi", {}, row.name)), make("time", {}, moment(row.sent_at)),
      make("span", { class: "pill even" }, say("people", { count: row.people })), row.cheers.slice(0, 4).map((cheer) => make("span", { class: "cheer" }, `${cheer.emoji} ${cheer.count}`)),
    ),
  )));
}

const WHAT = { join: ["joined", "good"], leave: ["left", "even"], kick: ["kicked", "bad"] };

export function comingList(panel) {
  const { joined, left } = panel.facts;
  return [
    make("p", { class: "pair" }, make("span", {}, make("b", { class: "good" }, `+${number(joined ?? 0)}`), say("joined")), make("span", {}, make("b", { class: "bad" }, `−${number(left ?? 0)}`), say("left"))),
    make("ol", { class: "comings" }, panel.rows.map((row) => {
      const [words, kind] = WHAT[row.what] ?? WHAT.leave;
      return make("li", {}, make("span", { class: `pill ${kind}` }, say(words)), make("bdi", { title: row.note || null }, row.name), make("time", {}, moment(row.at)));
    })),
  ];
}

/** The period as a strip, its gaps hatched, and each of them told. */
export function coverageList(panel, period) {
  const whole = Math.max(1, period.until - period.since);
  const { offline_seconds: seconds = 0, share, recorded_since: since } = panel.facts;
  const left = (at) => `${(Math.max(0, at - period.since) / whole) * 100}%`;
  return [
    make(
      "p", { class: "pair" }, make("span", {}, make("b", {}, percent(share)), say("covered")),
      make("span", {}, seconds ? say("offline", { time: lasting(seconds) }) : say("no_gap"), since ? ` · ${say("recorded_since", { day: day(since) })}` : null),
    ),
    make(
      "div", { class: "strip", role: "img", "aria-label": `${say("coverage")} ${percent(share)}` },
      panel.rows.map((row) => make("i", { style: { left: left(row.since), width: `max(3px, ${((Math.min(row.until, period.until) - Math.max(row.since, period.since)) / whole) * 100}%)` } })),
    ),
    make("ol", { class: "gaps" }, panel.rows.slice(0, 50).map((row) => make("li", {}, make("time", {}, `${moment(row.since)} – ${moment(row.until)}`), make("span", {}, lasting(row.seconds))))),
  ];
}

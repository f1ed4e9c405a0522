/** The part of the wall about one member. */

import { clockBars, tieBars } from "../charts/rounds.js";
import { moodLine } from "../charts/time.js";
import { fill, make } from "../base/dom.js";
import { go, place } from "../base/place.js";
import { say } from "../base/words.js";
import { Card } from "../parts/card.js";
import { messageList, pager } from "../parts/lists.js";

const PAUSE = 350;

export class MemberPart {
  constructor() {
    this.names = "summary,trend,hours,cloud,ties";
    const about = () => [this.of?.name, this.of?.info.name, this.of?.period.text].filter(Boolean);
    this.search = make("input", { type: "search", placeholder: say("search_messages"), "aria-label": say("search_messages"), oninput: () => this.searchSoon() });
    this.filters = make("div", { class: "filters" });
    this.list = new Card({ key: "list", kind: "list", span: 7, extra: [make("div", { class: "filters" }, this.search, this.filters)], about });
    this.foot = make("div", {});
    this.list.node.append(this.foot);
    this.mood = new Card({ key: "member_mood", span: 5, about });
    this.hours = new Card({ key: "hours", span: 4, about });
    this.cloud = new Card({ key: "member_cloud", kind: "cloud", span: 4, about });
    this.ties = new Card({ key: "ties", span: 4, about });
    this.charts = [this.mood, this.hours, this.cloud, this.ties];
    this.cards = [this.list, ...this.charts];
  }

  end() {
    clearTimeout(this.timer);
    for (const card of this.cards) card.end();
  }

  csv(name) {
    return [`groups/${this.of.group}/panels/${name}.csv`, { ...this.of.query, member: this.of.member }];
  }

  show(panels, of) {
    this.panels = panels;
    this.of = of;
    const { trend, hours, cloud, ties } = panels;
    const hasMood = trend.rows.some((row) => row.mood !== null && row.mood !== undefined);
    const scored = hasMood || trend.empty ? trend : { ...trend, empty: say("no_mood") };
    this.mood.show(scored, { draw: moodLine(trend.rows), csv: this.csv("trend") });
    this.redraw(of.at);
    const toMember = (id) => id && go({ member: id, word: null, search: null, hour: null, p: null });
    const { given = [], received = [] } = ties.facts;
    this.ties.show(given.length + received.length || ties.empty ? ties : { ...ties, empty: say("none_found") }, {
      draw: tieBars(given, received), onpick: (event) => toMember(event.data?.id), csv: this.csv("ties"),
      pickRow: (row) => () => toMember(row.left_id === of.member ? row.right_id : row.left_id),
    });
    this.drawn = { hours, cloud };
  }

  /** What the filters mark: the chosen hour and the chosen word. */
  redraw(at) {
    if (!this.panels) return;
    const { hours, cloud } = this.panels;
    const hour = at.hour === undefined ? null : Number(at.hour);
    const byHour = (chosen) => go({ hour: chosen === hour ? null : chosen, p: null });
    this.hours.show(hours, { draw: clockBars(hours.rows, hour), onpick: (event) => event.data && byHour(event.data.hour), pickRow: (row) => () => byHour(row.hour), csv: this.csv("hours") });
    const byWord = (word) => go({ word: word === place().word ? null : word, search: null, p: null });
    this.cloud.show(cloud, { onpick: byWord, chosen: at.word, pickRow: (row) => () => byWord(row.word), csv: this.csv("cloud") });
  }

  searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => go({ search: this.search.value.trim() || null, word: null, p: null }), PAUSE);
  }

  showList(found, of) {
    this.of = of;
    const { word, search, hour } = of.at;
    if (document.activeElement !== this.search) this.search.value = search ?? "";
    const chip = (words, change) => make("button", { type: "button", class: "mini", "aria-label": `${words} · ${say("take_away")}`, onclick: () => go({ ...change, p: null }) }, make("bdi", {}, words), " ×");
    this.filters.replaceChildren(...[
      word && chip(say("word_is", { word }), { word: null }), hour !== undefined && chip(say("hour_is", { hour }), { hour: null }),
    ].filter(Boolean));
    const known = this.keys;
    const keys = new Set(found.rows.map((row) => `${row.sent_at}-${row.key}`));
    const where = JSON.stringify([of.group, of.member, of.at, of.query]);
    const panel = { rows: found.rows, forbidden: found.forbidden, empty: found.empty ?? (found.rows.length ? null : say("none_found")) };
    this.list.show(panel, {
      build: () => {
        const list = messageList(found.rows, { word: word ?? search });
        for (const item of list.children) item.classList.toggle("is-new", this.listed === where && known && !known.has(item.dataset.key));
        return list;
      },
      csv: [`groups/${of.group}/messages.csv`, { ...of.query, member: of.member, word, search, hour }],
    });
    this.keys = keys;
    this.listed = where;
    fill(this.foot, found.rows?.length ? pager(found, (page) => go({ p: page > 1 ? page : null })) : null);
  }
}

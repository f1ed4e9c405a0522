/** The part of the wall about one group. */

import { rankBars, rankPicked } from "../charts/bars.js";
import { genderRing, heatMap } from "../charts/rounds.js";
import { dayArea, trendBars, wholeDay } from "../charts/time.js";
import { make } from "../base/dom.js";
import { clock, day, minute } from "../base/figures.js";
import { go, place } from "../base/place.js";
import { say } from "../base/words.js";
import { Card } from "../parts/card.js";
import { openDrawer } from "../parts/drawer.js";
import { comingList, coverageList, questionList, quoteList } from "../parts/lists.js";

const A_DAY = 86400;
const TEN_MINUTES = 600;

/** The end of a stretch that may end now, within a minute: what was said in that minute belongs to it. */
const minuteAfter = (seconds) => minute(Math.ceil(seconds / 60) * 60);

export class GroupPart {
  constructor({ onmember, ondate }) {
    this.onmember = onmember;
    this.firstNames = "summary,rank,gender,cloud,trend";
    this.restNames = "heat,day,questions,quotes,comings,coverage,peaks";
    const about = () => [this.of?.info.name, this.of?.period.text].filter(Boolean);
    this.flip = make("button", { type: "button", class: "mini", "aria-pressed": "true", onclick: () => this.turn() }, say("newest"));
    this.date = make("input", { type: "date", "aria-label": say("date"), onchange: () => ondate(this.date.value || null) });
    this.rank = new Card({ key: "rank", span: 6, hint: say("rank_hint"), about });
    this.gender = new Card({ key: "gender", span: 4, about });
    this.cloud = new Card({ key: "cloud", kind: "cloud", span: 6, hint: say("cloud_hint"), about });
    this.trend = new Card({ key: "trend", span: 8, hint: say("zoom"), extra: [this.flip], about });
    this.heat = new Card({ key: "heat", span: 8, hint: say("heat_hint"), about });
    this.day = new Card({ key: "day", span: 8, extra: [this.date], about });
    this.questions = new Card({ key: "questions", kind: "list", span: 8, about });
    this.quotes = new Card({ key: "quotes", kind: "list", span: 8, about });
    this.comings = new Card({ key: "comings", kind: "list", span: 8, about });
    this.coverage = new Card({ key: "coverage", kind: "list", span: 8, about });
    this.first = [this.rank, this.gender, this.cloud, this.trend];
    this.rest = [this.heat, this.day, this.questions, this.quotes, this.comings, this.coverage];
  }

  end() {
    for (const card of [...this.first, ...this.rest]) card.end();
  }

  csv(name, more = {}) {
    return [`groups/${this.of.group}/panels/${name}.csv`, { ...this.of.query, ...more }];
  }

  /** Mark a member's bar. */
  mark(member) {
    if (!this.panels) return;
    this.of = { ...this.of, member };
    this.showRank();
  }

  showRank() {
    const { rank } = this.panels;
    this.rank.show(rank, {
      draw: rankBars(rank.rows, this.of.member), onpick: (event) => this.pickMember(rankPicked(rank.rows, event)),
      pickRow: (row) => () => this.pickMember(row.id), csv: this.csv("rank"),
    });
  }

  pickMember(id) {
    if (id) this.onmember(id);
  }

  showFirst(panels, of) {
    this.panels = panels;
    this.of = of;
    this.showRank();
    const isKnown = !panels.gender.facts.is_all_unknown && !panels.gender.empty;
    this.gender.node.hidden = !isKnown;
    this.gender.node.parentNode.classList.toggle("is-three", !isKnown);
    this.cloud.node.className = `card span${isKnown ? 6 : 8}`;
    this.trend.node.className = `card span${isKnown ? 8 : 10}`;
    if (isKnown) this.gender.show(panels.gender, { draw: genderRing(panels.gender.rows), csv: this.csv("gender") });
    const openWord = (word) => openDrawer(of.group, { word }, say("word_is", { word }));
    this.cloud.show(panels.cloud, { onpick: openWord, pickRow: (row) => () => openWord(row.word), csv: this.csv("cloud") });
    this.showTrend();
  }

  turn() {
    this.isOldestFirst = !this.isOldestFirst;
    this.flip.setAttribute("aria-pressed", String(!this.isOldestFirst));
    this.flip.textContent = say(this.isOldestFirst ? "oldest" : "newest");
    this.showTrend();
  }

  showTrend() {
    const { trend, peaks } = this.panels;
    const rows = this.isOldestFirst ? trend.rows : [...trend.rows].reverse();
    this.trend.show({ ...trend, rows }, {
      draw: trendBars(trend.rows, { isNewestFirst: !this.isOldestFirst, peaks: peaks?.rows ?? [] }),
      onpick: (event) => this.zoom(rows[event.dataIndex], rows), pickRow: (row) => () => this.zoom(row, rows), csv: this.csv("trend"),
    });
  }

  /** A bucket becomes the range that is looked at; of the shortest ones what was said is shown. */
  zoom(row, rows) {
    if (!row?.since) return;
    const bucket = Math.max(...rows.map((one) => one.until - one.since)); // the last may just have begun
    if (bucket <= TEN_MINUTES) {
      this.openStretch(row);
      return;
    }
    const wholeDays = row.until - row.since >= A_DAY - 3600;
    const [from, to] = wholeDays ? [day(row.since), day(row.until - 1)] : [minute(row.since), minuteAfter(row.until)];
    go({ from, to, range: null, date: null, p: null });
  }

  openStretch({ since, until }) {
    openDrawer(this.of.group, { from: minute(since), to: minuteAfter(until) }, `${clock(since)}–${clock(until)}`);
  }

  showRest(panels, of) {
    this.panels = panels;
    this.of = of;
    const openHour = ({ hour, weekday }) => openDrawer(of.group, { hour, weekday }, `${panels.heat.rows[weekday].label} ${say("hour_is", { hour })}`);
    this.heat.show(panels.heat, { draw: heatMap(panels.heat.rows), onpick: (event) => event.data?.hour !== undefined && openHour(event.data), csv: this.csv("heat") });
    if (panels.peaks?.rows.length) this.showTrend();
    this.showDay(panels, of);
    const onperson = (id) => this.pickMember(id);
    const facts = panels.questions.facts;
    this.questions.show(panels.questions, { build: (panel) => questionList(panel, onperson), csv: this.csv("questions") });
    this.questions.rename(facts.open ? `${say("questions")} (${facts.open})` : say("questions"));
    this.quotes.show(panels.quotes, { build: (panel) => quoteList(panel, onperson), csv: this.csv("quotes") });
    this.comings.show(panels.comings, { build: comingList, csv: this.csv("comings") });
    this.coverage.show(panels.coverage, { build: (panel) => coverageList(panel, of.period), csv: this.csv("coverage") });
  }

  showDay(panels, of) {
    const date = place().date ?? panels.day.facts.date;
    if (document.activeElement !== this.date) this.date.value = date ?? "";
    this.date.max = day(Date.now() / 1000);
    this.date.min = of.info.first_day ?? "";
    const { rows } = panels.day;
    this.day.show(panels.day, {
      draw: dayArea(wholeDay(rows)), onpick: (event) => this.zoom(rows[event.dataIndex], rows), pickRow: (row) => () => this.zoom(row, rows), csv: this.csv("day", { date }),
    });
  }
}

/** A card of the wall: its title, what it shows, and what can be taken home from it. */

import { Cloud } from "../charts/cloud.js";
import { Drawing } from "../charts/drawing.js";
import { fill, hand, make, sign, signButton } from "../base/dom.js";
import { address } from "../base/asking.js";
import { day as dayOf, moment, mood, number } from "../base/figures.js";
import { look, onTheme } from "../base/theme.js";
import { language, say } from "../base/words.js";

const cards = new Set();
const TIMES = new Set(["since", "until", "sent_at", "at", "joined_at"]);
const MOST_ROWS = 300;

onTheme(() => cards.forEach((card) => card.redraw()));

/** "发言排行 番茄俱乐部 2026-11-20.png", without what file names cannot hold. */
function fileName(...pieces) {
  return pieces.filter(Boolean).join(" ").replace(/[\\/:*?"<>|\u0000-\u001f\u202a-\u202e]/g, "_");
}

function cell(column, value) {
  if (value === null || value === undefined || value === false) return "–";
  if (value === true) return "✓";
  if (Array.isArray(value)) return value.map((one) => (one && typeof one === "object" ? Object.values(one).join(" ") : one)).join(", ");
  if (TIMES.has(column.key)) return moment(value);
  if (column.key.startsWith("mood")) return mood(value);
  if (column.key === "share") return `${(value * 100).toFixed(1)}%`;
  return typeof value === "number" && !/(^|_)id$|^key$/.test(column.key) ? number(value) : String(value);
}

/**
 * One card. `kind` is "chart", "cloud" or "list"; `key` names it in words and in the page; `about()`
 * gives the names that its pictures carry.
 */
export class Card {
  constructor({ key, kind = "chart", span, hint, title, extra = [], about = () => [] }) {
    this.key = key;
    this.kind = kind;
    this.about = about;
    this.name = title ?? say(key);
    this.isTable = false;
    this.body = make("div", { class: `body ${kind}` });
    this.tools = make("div", { class: "tools" });
    this.node = make(
      "article", { class: `card span${span}`, id: `card-${key}`, "aria-labelledby": `title-${key}` },
      make("header", {}, make("h3", { id: `title-${key}` }, this.name), hint ? make("small", {}, hint) : null, ...extra, this.tools), this.body,
    );
    this.wait();
    cards.add(this);
  }

  wait() {
    fill(this.body, make("p", { class: "quiet" }, say("loading")));
  }

  /**
   * Show a panel of the server. `draw(colours, room)` makes a chart's option, `build(panel)` a list's nodes;
   * `onpick` gets what was clicked, `pickRow(row)` returns what a row of the table leads to, or nothing.
   */
  show(panel, { draw, build, onpick, pickRow, chosen, csv } = {}) {
    this.panel = panel;
    this.how = { draw, build, onpick, pickRow, chosen };
    this.csv = csv;
    this.redraw();
  }

  redraw() {
    if (!this.panel) return;
    this.tell();
    if (this.panel.forbidden || this.panel.empty) this.say(this.panel.empty ?? say("forbidden"), this.panel.forbidden ? "lock" : null);
    else if (this.isTable) this.table();
    else this[this.kind]();
  }

  tell() {
    const isThere = !this.panel.forbidden && !this.panel.empty;
    fill(
      this.tools,
      isThere && this.kind !== "list" && signButton("table", `${this.name} · ${say(this.isTable ? "chart" : "table")}`, () => this.turn(), { "aria-pressed": String(this.isTable) }),
      isThere && this.kind !== "list" && !this.isTable && signButton("picture", `${this.name} · ${say("png")}`, () => this.save()),
      isThere && this.csv && make("a", { class: "tool", href: address(...this.csv), download: fileName(this.name, ...this.about()) + ".csv", "aria-label": `${this.name} · ${say("csv")}`, title: say("csv") }, sign("sheet")),
    );
  }

  turn() {
    this.isTable = !this.isTable;
    this.redraw();
    this.tools.querySelector("button")?.focus();
  }

  say(sentence, name) {
    this.forget();
    fill(this.body, make("p", { class: "quiet" }, name ? sign(name) : null, sentence));
  }

  /** Nothing could be read: the sentence, and a way to try again. */
  fail(sentence, onretry) {
    this.panel = null;
    this.forget();
    fill(this.tools);
    fill(this.body, make("p", { class: "quiet" }, sentence || say("offline_"), make("button", { type: "button", class: "plain", onclick: onretry }, say("failed"))));
  }

  rename(name) {
    this.name = name;
    this.node.querySelector("h3").textContent = name;
  }

  chart() {
    if (!(this.drawn instanceof Drawing)) {
      this.forget();
      const place = make("div", { class: "drawing", role: "img" });
      fill(this.body, place);
      this.drawn = new Drawing(place);
    }
    this.drawn.node.setAttribute("aria-label", [this.name, this.panel.headline].filter(Boolean).join("："));
    this.drawn.show(this.how.draw, this.how.onpick);
  }

  cloud() {
    if (!(this.drawn instanceof Cloud)) {
      this.forget();
      const place = make("div", { class: "words", role: "group", "aria-label": this.name });
      fill(this.body, place);
      this.drawn = new Cloud(place);
    }
    this.drawn.show(this.panel.rows, this.how.onpick, this.how.chosen);
  }

  list() {
    const at = this.body.scrollTop;
    fill(this.body, this.how.build(this.panel));
    this.body.scrollTop = at;
  }

  table() {
    this.forget();
    const columns = this.panel.columns;
    const { pickRow } = this.how;
    const rows = this.panel.rows.slice(0, MOST_ROWS).map((row) => {
      const lead = pickRow?.(row);
      return make("tr", {}, columns.map((column, i) => {
        const text = cell(column, row[column.key]);
        const isName = lead && (column.key === "name" || column.key === "word" || column.key === "label" || (i === 0 && !("name" in row || "word" in row || "label" in row)));
        return make("td", { class: typeof row[column.key] === "number" ? "figure" : null }, isName ? make("button", { type: "button", class: "link", onclick: lead }, text) : text);
      }));
    });
    fill(this.body, make(
      "div", { class: "table", tabindex: "0", role: "region", "aria-label": this.name },
      make("table", {}, make("thead", {}, make("tr", {}, columns.map((column) => make("th", { scope: "col" }, language() === "en" ? column.en : column.label)))), make("tbody", {}, rows)),
    ));
  }

  forget() {
    this.drawn?.end();
    this.drawn = null;
  }

  /** The chart with its title, whose it is and of when, as a PNG. */
  async save() {
    const image = await this.drawn.picture();
    const colours = look();
    const band = 92;
    const canvas = make("canvas", { width: image.width, height: image.height + band });
    const brush = canvas.getContext("2d");
    brush.fillStyle = colours.card;
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = colours.ink;
    brush.font = `600 32px ${colours.family}`;
    brush.fillText(this.name, 24, 46, canvas.width - 48);
    brush.fillStyle = colours.ink2;
    brush.font = `24px ${colours.family}`;
    brush.fillText(this.about().join(" · "), 24, 80, canvas.width - 48);
    brush.drawImage(image, 0, band);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const url = URL.createObjectURL(blob);
    hand(`${fileName(this.name, this.about()[0], dayOf(Date.now() / 1000))}.png`, url);
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  end() {
    this.forget();
    cards.delete(this);
  }
}

/** Lessons: all of a group, and a page each, where questions can be answered later. */

import { Refused, get, post } from "../base/asking.js";
import { fill, make, sign } from "../base/dom.js";
import { clock, day, moment, number, useZone } from "../base/figures.js";
import { go } from "../base/place.js";
import { learn, say } from "../base/words.js";
import { rankBars, rankPicked } from "../charts/bars.js";
import { dayArea } from "../charts/time.js";
import { Card } from "../parts/card.js";
import { quoteList } from "../parts/lists.js";
import { Picker } from "../parts/picker.js";

learn({
  no_lessons: ["这个群还没有课堂。老师在群里发 /课堂 开始 就有了。", "No lessons in this group yet."], lesson_open: ["进行中", "now"], all_lessons: ["全部课堂", "All lessons"],
  lesson_line: ["{messages} 条 · {people} 人", "{messages} messages · {people} people"], lesson_trend: ["这节课的十分钟", "The lesson by 10 minutes"], lesson_people: ["谁说得多", "Who spoke"],
  asked_count: ["提问", "Asked"], answered_count: ["已回答", "Answered"], lesson_people_count: ["参与", "Took part"], lesson_questions: ["这节课的问题", "Questions of the lesson"],
  answer: ["回答", "Answer"], answer_later: ["写下回答，留在这一页", "Write an answer that stays on this page"], save: ["保存", "Save"], mark_done: ["标为已解决", "Mark as done"], done: ["已解决", "done"],
  no_questions: ["这节课没有人提问", "Nobody asked anything"],
});

/** A table of the server as a card wants it; one without rows says so. */
function filled(panel) {
  return { ...panel, empty: panel.rows.length ? null : say("none_found") };
}

export class Lessons {
  constructor({ live, main, ranges }) {
    Object.assign(this, { live, main });
    this.cards = [];
    fill(ranges);
    this.picker = new Picker({
      label: say("group"), placeholder: say("search_group"), sorts: [["messages", say("by_messages")], ["name", say("by_name")]],
      load: (query) => get("groups", { ...query, range: "all", size: 30 }), row: (one) => ({ id: one.id, name: one.name, note: "" }),
      onchoose: (group) => go({ group, lesson: null, member: null }),
    });
    this.place = make("div", { class: "lessons" });
    fill(main, make("div", { class: "bar" }, this.picker.node), this.place);
  }

  end() {
    for (const card of this.cards.splice(0)) card.end();
  }

  watch() {}

  renew() {
    return this.move(this.at);
  }

  async move(at) {
    this.at = at;
    try {
      this.group = Number(at.group) || (await get("groups", { size: 1, range: "all" })).rows[0]?.id;
      if (!this.group) return fill(this.place, make("p", { class: "quiet" }, say("no_groups")));
      const info = await get(`groups/${this.group}`);
      useZone(info.zone);
      this.info = info;
      this.picker.show(info.name);
      return at.lesson ? await this.showLesson(at.lesson) : await this.showAll();
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      return fill(this.place, make("p", { class: "quiet" }, failure.message || say("offline_")));
    }
  }

  async showAll() {
    const { rows } = await get(`groups/${this.group}/lessons`);
    this.end();
    fill(this.place, rows.length ? make("ul", { class: "lesson-list" }, rows.map((row) => make("li", {}, make(
      "a", { class: "card", href: `#page=lessons&group=${this.group}&lesson=${row.number}`, onclick: (event) => { event.preventDefault(); go({ group: this.group, lesson: row.number }); } },
      make("h3", {}, make("bdi", {}, row.name)), row.is_open ? make("span", { class: "pill good" }, say("lesson_open")) : null,
      make("time", {}, `${day(row.since)} ${clock(row.since)}${row.until ? `–${clock(row.until)}` : ""}`), make("small", {}, say("lesson_line", { messages: number(row.messages), people: number(row.people) })),
    )))) : make("p", { class: "quiet" }, say("no_lessons")));
  }

  async showLesson(lesson) {
    const found = await get(`groups/${this.group}/lessons/${lesson}`);
    this.end();
    const tile = (key, value) => make("div", {}, make("small", {}, say(key)), make("b", {}, number(value)));
    const { figures } = found;
    const { name, since, until } = found.lesson;
    fill(
      this.place, make("div", { class: "bar lesson-head" },
        make("button", { type: "button", class: "plain", onclick: () => go({ lesson: null }) }, sign("back"), say("all_lessons")),
        make("h2", {}, make("bdi", {}, name)), make("time", {}, `${day(since)} ${clock(since)}${until ? `–${clock(until)}` : ""}`),
        figures ? make("div", { class: "figures" }, tile("messages", figures.messages), tile("lesson_people_count", figures.people), tile("asked_count", figures.asked), tile("answered_count", figures.answered)) : null),
      found.empty ? make("p", { class: "quiet" }, found.empty) : this.cardsOf(found),
    );
  }

  cardsOf(found) {
    const { number: lesson, name } = found.lesson;
    const about = () => [name, this.info.name];
    const card = (key, span, kind = "chart") => new Card({ key, kind, span, about });
    const [trend, people, quotes, questions] = this.cards = [card("lesson_trend", 12), card("lesson_people", 6), card("quotes", 6, "list"), card("lesson_questions", 24, "list")];
    const look = (member) => member && go({ page: null, lesson: null, member });
    const csv = (table) => [`groups/${this.group}/lessons/${lesson}/${table}.csv`];
    const { panels } = found;
    trend.show(filled(panels.trend), { draw: dayArea(panels.trend.rows), csv: csv("trend") });
    people.show(filled(panels.people), {
      draw: rankBars(panels.people.rows, null), onpick: (event) => look(rankPicked(panels.people.rows, event)), pickRow: (row) => () => look(row.id), csv: csv("people"),
    });
    quotes.show(filled(panels.quotes), { build: (panel) => quoteList(panel, look), csv: csv("quotes") });
    questions.node.classList.add("asked");
    questions.show({ rows: found.questions, empty: found.questions.length ? null : say("no_questions") }, {
      build: () => make("ol", { class: "questions" }, found.questions.map((one) => this.question(one))), csv: csv("questions"),
    });
    return [make("section", { class: "grid more-row" }, trend.node, people.node, quotes.node), make("section", { class: "grid" }, questions.node)];
  }

  /** One question with its answer, and where to write one. */
  question(one) {
    const isSolved = !one.is_open || one.is_done || one.note;
    const error = make("p", { class: "error", role: "alert" });
    const text = make("textarea", { rows: 2, maxlength: 1000, "aria-label": `${say("answer")}：${one.text.slice(0, 60)}`, placeholder: say("answer_later") });
    const send = async (path, body) => {
      error.textContent = "";
      try {
        await post(`groups/${this.group}/questions/${path}`, { sent_at: one.sent_at, key: one.key, ...body });
        await this.move(this.at);
      } catch (failure) {
        if (!(failure instanceof Refused)) throw failure;
        error.textContent = failure.message || say("offline_");
      }
    };
    if (one.note) text.value = one.note.text;
    return make(
      "li", { class: isSolved ? null : "is-open" },
      make("p", {}, make("b", {}, make("bdi", {}, one.name)), " ", make("bdi", {}, one.text)),
      make("small", {}, make("span", { class: `pill ${isSolved ? "good" : "amber"}` }, say(isSolved ? (one.is_done ? "done" : "answered") : "open")), one.answered_by ? make("bdi", {}, say("answered_by", { name: one.answered_by })) : null, make("time", {}, moment(one.sent_at))),
      one.answer ? make("blockquote", {}, make("p", {}, make("bdi", {}, one.answer))) : null,
      one.note ? make("blockquote", {}, make("p", {}, make("bdi", {}, one.note.text)), make("small", {}, make("bdi", {}, one.note.name), ` · ${moment(one.note.at)}`)) : null,
      make(
        "details", {}, make("summary", {}, say("answer")),
        make("form", { onsubmit: (event) => { event.preventDefault(); if (text.value.trim()) send("answer", { text: text.value.trim() }); } },
          text, make("div", { class: "buttons" }, make("button", { class: "primary" }, say("save")), one.is_done ? null : make("button", { type: "button", class: "plain", onclick: () => send("done", {}) }, say("mark_done"))), error),
      ),
    );
  }
}

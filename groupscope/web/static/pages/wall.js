/** The wall: all groups on top, one group below, one of its members below that. */

import { Refused, get } from "../base/asking.js";
import { fill, make } from "../base/dom.js";
import { day, lasting, mood, number, tone, useZone } from "../base/figures.js";
import { go, rangeQuery } from "../base/place.js";
import { language, say } from "../base/words.js";
import { addToGroup, addToMember, addToWall } from "../parts/increments.js";
import { Picker } from "../parts/picker.js";
import { rangeChoice } from "../parts/ranges.js";
import { GroupPart } from "./group_part.js";
import { MemberPart } from "./member_part.js";
import { TopPart } from "./top_part.js";

const LAST = "groupscope-group";
const STEADY = 300_000; // Ranges move on by themselves.
const LEISURE = 10_000;
const WATCHED = 50; // The others move when the figures are asked for anew: each group that is heard of costs the bot.

export class Wall {
  constructor({ me, live, main, figures, ranges }) {
    Object.assign(this, { me, live, main, figures, ranges });
    this.running = {};
    this.top = new TopPart((group) => go({ group, member: null, ...NO_FILTER }));
    this.group = new GroupPart({ onmember: (member) => go({ member, ...NO_FILTER }), ondate: (date) => go({ date }) });
    this.member = new MemberPart();
    this.groupPicker = new Picker({
      label: say("group"), placeholder: say("search_group"), sorts: [["messages", say("by_messages")], ["members", say("by_members")], ["name", say("by_name")]],
      load: (query) => get("groups", { ...query, ...rangeQuery(), size: 30 }), row: (one) => ({ id: one.id, name: one.name, note: say("count", { count: number(one.messages) }) }),
      onchoose: (group) => go({ group, member: null, ...NO_FILTER }),
    });
    this.memberPicker = new Picker({
      label: say("member"), placeholder: say("search_member"), sorts: [["most", say("most")], ["least", say("least")], ["name", say("by_name")]],
      load: (query) => get(`groups/${this.groupId}/members`, { ...query, ...rangeQuery(), size: 30 }), row: (one) => ({ id: one.id, name: one.name, note: say("count", { count: number(one.messages) }) }),
      onchoose: (member) => go({ member, ...NO_FILTER }),
    });
    this.groupLine = make("p", {});
    this.covered = make("p", { class: "note" });
    this.memberLine = make("p", {});
    fill(
      main, make("section", { class: "grid first", "aria-label": say("groups") }, this.top.cards.map((card) => card.node)),
      make("div", { class: "bar sticky" }, this.groupPicker.node, this.groupLine, this.covered),
      make("section", { class: "grid group-row", "aria-label": say("group") }, this.group.first.map((card) => card.node)),
      make("div", { class: "bar" }, this.memberPicker.node, this.memberLine),
      make("section", { class: "grid member-row", "aria-label": say("member") }, this.member.cards.map((card) => card.node)),
      make("div", { class: "bar" }, make("h2", {}, say("more"))),
      make("section", { class: "grid more-row", "aria-label": say("more") }, this.group.rest.map((card) => card.node)),
    );
    this.clock = setInterval(() => document.hidden || this.renew(), STEADY);
  }

  end() {
    clearInterval(this.clock);
    clearTimeout(this.later);
    clearTimeout(this.drawing);
    for (const controller of Object.values(this.running)) controller.abort();
    for (const part of [this.top, this.group, this.member]) part.end();
  }

  /** Go to a place: ask for what is another there, and for nothing else. */
  async move(at) {
    const before = this.at ?? {};
    this.at = at;
    const range = JSON.stringify(rangeQuery(at));
    const isNewRange = range !== this.range;
    this.range = range;
    if (isNewRange) fill(this.ranges, ...rangeChoice().children);
    if (isNewRange) this.topping = this.showTop(at);
    const wanted = Number(at.group) || Number(localStorage.getItem(LAST)) || null;
    if (!wanted) await this.topping;
    const group = wanted ?? this.wall?.panels.by_messages.rows[0]?.id;
    if (!group) {
      if (this.wall) this.showNothing();
      return;
    }
    const isNewGroup = group !== this.groupId;
    this.groupId = group;
    if (isNewGroup) this.watch();
    if (isNewGroup || isNewRange) {
      if (!(await this.showGroup())) return;
    } else if (at.date !== before.date) await this.showRest();
    const member = Number(at.member) || this.defaultMember();
    const isNewMember = member !== this.memberId;
    this.memberId = member;
    if (!member) return;
    if (isNewGroup || isNewRange || isNewMember) {
      this.group.mark(member);
      await Promise.all([this.showMember(), this.showList()]);
    } else if (FILTERS.some((name) => at[name] !== before[name])) {
      this.member.redraw(at);
      await this.showList();
    }
  }

  defaultMember() {
    const mine = this.me.user_id;
    return this.info?.may.messages || this.info?.may.mood ? this.panels?.rank?.rows[0]?.id ?? mine : mine;
  }

  /** Ask, unless something newer was asked meanwhile; a refusal is shown on the cards it concerns. */
  async ask(what, cards, asking) {
    this.running[what]?.abort();
    const controller = (this.running[what] = new AbortController());
    try {
      return await asking(controller.signal);
    } catch (failure) {
      if (failure.name === "AbortError") return null;
      if (!(failure instanceof Refused)) throw failure;
      if (failure.status === 404 && what === "group") this.leaveGroup();
      else for (const card of cards) card.fail(failure.message, () => this.renew());
      return null;
    }
  }

  /** The group is none that may be seen (any more): look at another one. */
  async leaveGroup() {
    const left = this.groupId;
    localStorage.removeItem(LAST);
    await this.topping;
    if (left !== this.groupId) return;
    const next = this.wall?.panels.by_messages.rows.find((row) => row.id !== left)?.id ?? null;
    if (next) go({ group: next, member: null, ...NO_FILTER }, { replace: true });
    else if (this.wall) this.showNothing();
  }

  showNothing() {
    fill(this.main, make("p", { class: "alone" }, say("no_groups")));
  }

  async showTop(at = this.at) {
    const found = await this.ask("wall", this.top.cards, (signal) => get("wall", rangeQuery(at), { signal }));
    if (!found) return;
    this.wall = found;
    this.watch();
    this.drawTop();
  }

  drawTop() {
    if (!this.wall) return; // the language was changed before the figures came
    const { figures } = this.wall;
    const tile = (key, value, kind) => make("div", {}, make("small", {}, say(key)), make("b", { class: kind ?? null, id: `figure-${key}` }, value));
    fill(this.figures, tile("groups", number(figures.groups)), tile("members", number(figures.members)), tile("messages", number(figures.messages)), tile("talking", number(figures.talking)), tile("mood", mood(figures.mood), tone(figures.mood)));
    this.top.show(this.wall, Number(this.at.group) || this.groupId);
  }

  /** Show the group; false where it could not be read, or another is wanted by now. */
  async showGroup() {
    const id = this.groupId;
    const query = rangeQuery(this.at);
    this.isReading = true;
    const found = await this.ask("group", this.group.first, (signal) => Promise.all([
      get(`groups/${id}`, {}, { signal }), get(`groups/${id}/panels`, { names: this.group.firstNames, ...query }, { signal }),
    ]));
    if (!found) return false;
    this.isReading = false;
    const [info, answer] = found;
    Object.assign(this, { info, period: answer.period });
    this.panels = { ...answer.panels };
    useZone(info.zone);
    localStorage.setItem(LAST, id);
    if (!this.at.group) this.noteGroup(id);
    this.groupPicker.show(info.name);
    this.covered.textContent = covered(answer);
    this.drawTop();
    this.drawGroup();
    this.showRest();
    return true;
  }

  /** The address names what is shown, also where nobody has chosen it. */
  noteGroup(id) {
    go({ group: id }, { replace: true, quiet: true });
    this.at = { ...this.at, group: String(id) };
  }

  async showRest() {
    const answer = await this.ask("rest", this.group.rest, (signal) => get(`groups/${this.groupId}/panels`, { names: this.group.restNames, date: this.at.date, ...rangeQuery(this.at) }, { signal }));
    if (!answer) return;
    Object.assign(this.panels, answer.panels);
    this.group.showRest(this.panels, this.about());
  }

  about() {
    return { group: this.groupId, info: this.info, period: this.period, query: rangeQuery(this.at), member: this.memberId, at: this.at };
  }

  drawGroup() {
    const { facts } = this.panels.summary;
    this.groupLine.textContent = say("group_line", { messages: number(facts.messages), speakers: number(facts.speakers), id: this.groupId });
    this.group.showFirst(this.panels, this.about());
  }

  async showMember() {
    const answer = await this.ask("member", this.member.charts, (signal) => get(`groups/${this.groupId}/panels`, { names: this.member.names, member: this.memberId, ...rangeQuery(this.at) }, { signal }));
    if (!answer) return;
    this.memberPanels = answer.panels;
    this.memberName = answer.member?.name ?? this.panels?.rank?.rows.find((row) => row.id === this.memberId)?.name ?? (await this.findName());
    this.memberPicker.show(this.memberName);
    this.drawMember();
  }

  async findName() {
    const found = await get(`groups/${this.groupId}/members`, { search: this.memberId, size: 5, ...rangeQuery(this.at) }).catch(() => null);
    return found?.rows.find((row) => row.id === this.memberId)?.name ?? String(this.memberId);
  }

  drawMember() {
    const { summary } = this.memberPanels;
    this.memberLine.textContent = say("member_line", { messages: number(summary?.facts.messages ?? null), id: this.memberId });
    this.member.show(this.memberPanels, { ...this.about(), name: this.memberName });
  }

  async showList() {
    const { word, search, hour, p } = this.at;
    const found = await this.ask("list", [this.member.list], (signal) => get(`groups/${this.groupId}/messages`, { member: this.memberId, word, search, hour, page: p, size: 30, ...rangeQuery(this.at) }, { signal }));
    if (found) this.member.showList(found, { ...this.about(), name: this.memberName });
  }

  /** Ask for everything anew: after a lost connection, and now and then. */
  renew() {
    this.range = null;
    return this.move(this.at);
  }

  renewSoon() {
    if (this.later) return;
    this.later = setTimeout(async () => {
      this.later = null;
      await this.showGroup();
      if (this.memberId) await Promise.all([this.showMember(), this.showList()]);
    }, LEISURE);
  }

  // What is heard

  watch() {
    const all = this.wall?.panels.by_messages.rows.map((row) => row.id) ?? [];
    const others = all.filter((id) => id !== this.groupId);
    this.live?.watch([this.groupId ?? Number(this.at?.group), ...others].filter(Boolean).slice(0, WATCHED));
  }

  hear(message) {
    if (message.type === "said") this.hearSaid(message);
    else if (message.type === "changed" && message.group === this.groupId) this.renewSoon();
    else if (message.type === "gone" && message.group === this.groupId) this.leaveGroup();
  }

  hearSaid(said) {
    const isOver = this.at.to && this.period && said.newest_at >= this.period.until;
    if (isOver) return;
    if (this.wall) addToWall(this.wall, said);
    if (said.group === this.groupId && this.panels?.summary) {
      // While figures are on their way nobody knows whether they hold this already.
      if (this.isReading) this.renewSoon();
      else if (!addToGroup(this.panels, said)) this.renewSoon();
      if (this.memberPanels && said.by_member[this.memberId]) this.hearMember(said);
    }
    this.drawSoon();
  }

  hearMember(said) {
    const hour = Number(new Intl.DateTimeFormat("en-GB", { timeZone: this.info.zone, hour: "2-digit", hourCycle: "h23" }).format(new Date(said.newest_at * 1000)));
    addToMember(this.memberPanels, said, this.memberId, hour);
    this.isMemberMoved = true;
    if (!this.listing && !(Number(this.at.p) > 1)) {
      const wait = Math.max(0, (this.listedAt ?? 0) + 2000 - Date.now());
      this.listing = setTimeout(() => {
        this.listing = null;
        this.listedAt = Date.now();
        this.showList();
      }, wait);
    }
  }

  drawSoon() {
    this.drawing ??= setTimeout(() => {
      this.drawing = null;
      this.drawTop();
      if (this.panels?.summary) this.drawGroup();
      if (this.panels?.day) this.group.showDay(this.panels, this.about());
      if (this.isMemberMoved) this.drawMember();
      this.isMemberMoved = false;
    }, 250);
  }
}

/** What the figures rest on: in the words of the chat, or in English. */
function covered({ coverage, period }) {
  if (language() === "zh") return coverage.text;
  const { messages, offline_seconds: seconds } = coverage;
  return [`${day(period.since)} – ${day(period.until - 1)}`, `${number(messages)} ${say("messages").toLowerCase()}`, seconds ? say("offline", { time: lasting(seconds) }) : say("no_gap")].join(" · ");
}

const FILTERS = ["word", "search", "hour", "p"];
const NO_FILTER = { word: null, search: null, hour: null, p: null };

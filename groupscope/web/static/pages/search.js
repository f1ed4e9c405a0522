/** Looking for what was said: a page of it, and what was said around each. All of it stands in the fragment of the address. */

import { Refused, get, post } from "../base/asking.js";
import { dress, fill, make, sign, signButton } from "../base/dom.js";
import { day, moment, number, useZone } from "../base/figures.js";
import { go, rangeQuery } from "../base/place.js";
import { learn, say } from "../base/words.js";
import { Picker } from "../parts/picker.js";
import { rangeChoice } from "../parts/ranges.js";

dress("search.css");

learn({
  seek: ["搜", "Search"], seek_label: ["搜什么", "Search for"], seek_hint: ["两个字以上；几个词都要出现，要连在一起就加引号", "Two characters or more; all words, in quotation marks where they belong together"],
  everywhere_: ["搜所有群", "All groups"], any_member: ["所有人", "Everybody"], own_words_only: ["只能搜到你自己说过的话。", "You find your own words alone."], nothing_yet: ["写下要找的话，再点搜。", "Write what you look for."],
  around: ["前后的话", "What was said around it"], earlier_: ["更早", "Earlier"], later_: ["更晚", "Later"], look_at_member: ["看这个人", "Look at this member"], page_number: ["第 {page} 页", "Page {page}"],
});

const USUAL = "all";
const NEAR = 6;
const FURTHER = 18;
const MOST_NEAR = 60;
const QUOTES = /["“”「」『』]/;

/** The words that are to be marked, as a pattern; the longest first. */
function pattern(words) {
  const safe = [...words].sort((a, b) => b.length - a.length).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return safe.length ? new RegExp(`(${safe.join("|")})`, "giu") : null;
}

function markedAll(text, words) {
  const found = pattern(words);
  return found ? text.split(found).map((piece, i) => (i % 2 ? make("mark", {}, piece) : piece)) : [text];
}

function when(seconds) {
  return make("time", { datetime: new Date(seconds * 1000).toISOString(), title: day(seconds) }, moment(seconds));
}

export class Search {
  constructor({ me, main, ranges }) {
    Object.assign(this, { me, main, ranges });
    const clear = { sp: null, at: null };
    this.picker = new Picker({
      label: say("group"), placeholder: say("search_group"), sorts: [["messages", say("by_messages")], ["members", say("by_members")], ["name", say("by_name")]],
      load: (query) => get("groups", { ...query, range: "all", size: 30 }), row: (one) => ({ id: one.id, name: one.name, note: "" }), onchoose: (group) => go({ group, member: null, everywhere: null, ...clear }),
    });
    const everybody = { id: "", name: say("any_member"), messages: null };
    this.memberPicker = new Picker({
      label: say("member"), placeholder: say("search_member"), sorts: [["most", say("most")], ["least", say("least")], ["name", say("by_name")]],
      load: async (query) => {
        const found = await get(`groups/${this.group}/members`, { ...query, ...rangeQuery(this.at, USUAL), size: 30 });
        return query.page === 1 && !query.search ? { ...found, rows: [everybody, ...found.rows] } : found;
      },
      row: (one) => ({ id: one.id, name: one.name, note: one.messages === null ? "" : say("count", { count: number(one.messages) }) }), onchoose: (member) => go({ member: member || null, ...clear }),
    });
    this.input = make("input", { type: "search", id: "seek", maxlength: 200, required: true, enterkeyhint: "search", autocomplete: "off", spellcheck: "false", placeholder: say("seek_hint"), "aria-label": say("seek_label") });
    this.all = make("input", { type: "checkbox", onchange: () => go({ everywhere: this.all.checked ? 1 : null, ...clear }) });
    this.form = make(
      "form", { class: "seek", role: "search", onsubmit: (event) => { event.preventDefault(); go({ q: this.input.value.trim() || null, ...clear }); this.input.blur(); } },
      this.input, make("button", { class: "primary" }, say("seek")),
    );
    this.head = make("p", { class: "sought", role: "status" });
    this.list = make("div", { class: "results" });
    this.foot = make("div", {});
    fill(
      main, make("div", { class: "search-page" }, this.form, make("div", { class: "bar" }, this.picker.node, this.memberPicker.node, me.is_superuser ? make("label", { class: "check" }, this.all, say("everywhere_")) : null),
        make("section", { class: "card", "aria-label": say("search") }, this.head, this.list, this.foot)),
    );
    if (!matchMedia("(pointer: coarse)").matches) this.input.focus();
  }

  end() {
    this.running?.abort();
    const { dialog } = this;
    this.dialog = null;
    dialog?.close();
  }

  watch() {}

  renew() {
    this.shown = null;
    return this.move(this.at);
  }

  async move(at) {
    this.at = at;
    const range = JSON.stringify(rangeQuery(at, USUAL));
    if (range !== this.range) fill(this.ranges, ...rangeChoice(USUAL).children);
    this.range = range;
    if (at.q !== this.sought) this.input.value = at.q ?? "";
    this.sought = at.q;
    this.all.checked = Boolean(at.everywhere);
    this.memberPicker.node.hidden = Boolean(at.everywhere);
    try {
      await this.find(at);
      await this.showAround(at);
    } catch (failure) {
      if (failure.name === "AbortError") return;
      if (!(failure instanceof Refused)) throw failure;
      this.tell(failure.message || say("offline_"));
    }
  }

  /** Ask for what the address says, unless it is shown already. */
  async find(at) {
    const wanted = JSON.stringify([at.group, at.member, at.q, at.sp, at.everywhere, rangeQuery(at, USUAL)]);
    if (wanted === this.shown) return;
    this.running?.abort();
    const { signal } = (this.running = new AbortController());
    await this.place(at, signal);
    if (!at.q) this.tell(say("nothing_yet"));
    else {
      const asked = { words: at.q, page: Number(at.sp) || 1, ...rangeQuery(at, USUAL) };
      const found = at.everywhere ? await post("search", asked, { signal }) : await post(`groups/${this.group}/search`, { ...asked, member: Number(at.member) || null }, { signal });
      this.show(found);
    }
    this.shown = wanted;
  }

  /** Which group is looked at, and whom of it; the address names it from then on. */
  async place(at, signal) {
    const group = Number(at.group) || (await get("groups", { size: 1, range: "all" }, { signal })).rows[0]?.id;
    if (!group) throw new Refused(404, say("no_groups"));
    if (group !== this.group) {
      const info = await get(`groups/${group}`, {}, { signal });
      Object.assign(this, { group, info });
      useZone(info.zone);
    }
    if (!at.group) go({ group }, { replace: true, quiet: true });
    this.picker.show(at.everywhere ? say("everywhere_") : this.info.name);
    const member = Number(at.member);
    if (!member) this.memberPicker.show(say("any_member"));
    else if (member !== this.member) {
      const found = await get(`groups/${group}/members`, { search: member, size: 5, range: "all" }, { signal });
      this.memberPicker.show(found.rows.find((row) => row.id === member)?.name ?? String(member));
    }
    this.member = member;
  }

  tell(sentence) {
    this.head.textContent = "";
    fill(this.list, make("p", { class: "quiet" }, sentence));
    fill(this.foot);
  }

  show(found) {
    this.words = found.words;
    if (found.empty) return this.tell(found.empty);
    const isOwn = !this.at.everywhere && !this.at.member && !this.info.may.messages;
    this.head.textContent = [found.headline, isOwn && say("own_words_only"), found.coverage].filter(Boolean).join(" · ");
    fill(this.list, make("ol", { class: "found" }, found.rows.map((row) => make(
      "li", {}, make(
        "button", { type: "button", onclick: () => go({ at: `${row.group}.${row.sent_at}.${row.key}` }) },
        make("span", { class: "who" }, make("b", {}, make("bdi", {}, row.name)), this.at.everywhere ? make("small", {}, make("bdi", {}, row.group_name)) : null, when(row.sent_at)), make("span", { class: "said" }, make("bdi", {}, markedAll(row.text, found.words))),
      ),
    ))));
    const turn = (page) => go({ sp: page > 1 ? page : null, at: null });
    const isPaged = found.page > 1 || found.has_more;
    fill(this.foot, isPaged ? make(
      "nav", { class: "pager", "aria-label": say("messages") }, signButton("back", say("previous"), () => turn(found.page - 1), { disabled: found.page <= 1 }),
      make("span", {}, say("page_number", { page: found.page })), signButton("next", say("next_"), () => turn(found.page + 1), { disabled: !found.has_more }),
    ) : null);
    return undefined;
  }

  /** What was said around the message of the address, in a dialog that the browser's button closes. */
  async showAround(at) {
    if (!at.at) return this.dialog?.close();
    if (this.dialog?.dataset.at === at.at) return undefined;
    this.dialog?.close();
    const [group, sentAt, key] = at.at.split(".").map(Number);
    const body = make("div", { class: "around", tabindex: "0", role: "region", "aria-label": say("around") }, make("p", { class: "quiet" }, say("loading")));
    const dialog = make(
      "dialog", { class: "context", "aria-label": say("around"), data: { at: at.at }, onclose: () => this.left(dialog), onclick: (event) => event.target === dialog && dialog.close() },
      make("h2", {}, say("around"), signButton("close", say("close"), () => dialog.close())), body,
    );
    this.dialog = dialog;
    document.body.append(dialog);
    dialog.showModal();
    const load = async (near) => {
      try {
        const found = await post(`groups/${group}/search/around`, { sent_at: sentAt, key, near });
        this.drawAround(body, found, group, (more) => load(Math.min(near + more, MOST_NEAR)), near >= MOST_NEAR);
      } catch (failure) {
        if (!(failure instanceof Refused)) throw failure;
        fill(body, make("p", { class: "quiet" }, failure.message || say("offline_")));
      }
    };
    return load(NEAR);
  }

  left(dialog) {
    dialog.remove();
    if (this.dialog !== dialog) return;
    this.dialog = null;
    go({ at: null }, { replace: true });
  }

  drawAround(body, found, group, onmore, isMost) {
    const more = (words, has) => has && !isMost && make("button", { type: "button", class: "plain", onclick: () => onmore(FURTHER) }, words);
    const look = (member) => {
      this.dialog = null;
      document.querySelector("dialog.context")?.close();
      go({ page: null, group, member, at: null, q: null, sp: null, everywhere: null });
    };
    const isFirst = !body.querySelector("ol");
    fill(
      body, more(say("earlier_"), found.has_earlier),
      make("ol", {}, found.rows.map((row) => make(
        "li", { class: row.is_it ? "is-it" : null, "aria-current": row.is_it ? "true" : null },
        make("span", { class: "who" }, make("button", { type: "button", class: "link", title: say("look_at_member"), onclick: () => look(row.id) }, make("bdi", {}, row.name)), when(row.sent_at)),
        make("span", { class: "said" }, make("bdi", {}, row.is_it ? markedAll(row.text, this.words ?? this.soughtWords()) : row.text)),
      ))),
      more(say("later_"), found.has_later),
    );
    if (isFirst) body.querySelector(".is-it")?.scrollIntoView({ block: "center" });
  }

  /** The words of the address, before the server has told how it understands them. */
  soughtWords() {
    return (this.at.q ?? "").split(QUOTES).flatMap((piece) => piece.split(/\s+/)).filter(Boolean);
  }
}

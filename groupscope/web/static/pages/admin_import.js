/** Bringing files in: they are sent in pieces, read beside the bot, and end in a ledger. */

import { Refused, get, post } from "../base/asking.js";
import { dress, fill, make } from "../base/dom.js";
import { bytes, day, lasting, moment, number } from "../base/figures.js";
import { learn, say } from "../base/words.js";

learn({
  imports: ["导入", "Imports"], import_hint: ["QQ、qq-chat-exporter、ChatLab、微信、Telegram、Discord、WhatsApp、KakaoTalk、Zoom 的聊天记录，格式自动认。重复导入不会重复。", "Chats of QQ, qq-chat-exporter, ChatLab, WeChat, Telegram, Discord, WhatsApp, KakaoTalk and Zoom, recognised by themselves. What is there already is not doubled."],
  members_hint: ["CSV 或 Excel 表格，第一行是列名：QQ号、昵称、群名片、身份、性别、入群时间。", "A CSV or Excel table whose first row names its columns: id, name, card, role, sex, joined."],
  kind_chat: ["聊天记录", "Messages"], kind_members: ["成员名单", "Members"], choose_files: ["选文件", "Choose files"], choose_folder: ["选文件夹（分块导出）", "Choose a folder (export in chunks)"],
  drop_here: ["或者把文件拖到这里", "or drop files here"], chosen_files: ["{count} 个文件，{size}", "{count} files, {size}"], into: ["导入到", "Into"], by_file: ["按文件里写的群", "the groups that the files name"],
  zone: ["时区", "Time zone"], zone_hint: ["群的时区", "the group's"], dry: ["先试读，不写入", "Try only, write nothing"], start_import: ["开始", "Start"], too_large: ["一次最多 {size}", "At most {size} at once"], uploads_off: ["这台机器人关掉了在看板上导入。", "Uploads are switched off."],
  state_uploading: ["上传中", "uploading"], state_waiting: ["排队", "waiting"], state_running: ["导入中", "running"], state_sealing: ["正在汇总每一天", "summing up the days"], state_tried: ["试读完", "tried"], state_done: ["完成", "done"], state_partly: ["没有全部导入", "not all of it"], state_stopped: ["已停止", "stopped"], state_failed: ["失败", "failed"], state_broken: ["中途读不下去", "broke off"],
  rate: ["{rate} 条/秒", "{rate}/s"], time_left: ["还要 {time}", "{time} left"], stop: ["停止", "Stop"], bring_in_now: ["正式导入", "Bring it in"], throw_away: ["不导入", "Throw away"],
  found: ["找到", "Found"], stored_new: ["新增", "Stored"], stored_would: ["会新增", "Would be stored"], already: ["已有", "There already"], refused_: ["拒收", "Refused"], notices: ["系统提示", "Notices"], reactions: ["表情回应", "Reactions"],
  into_group: ["{name} → 群 {group}", "{name} → {group}"], earlier: ["以前的导入", "Earlier imports"], no_imports: ["还没有导入过", "Nothing was imported yet"], went_where: ["每一行去了哪里", "Where every line went"],
  go_on_hint: ["已停止。已写入的保留着，再导入同样的文件会从这里接着来。", "Stopped. What was stored stays; the same file goes on from here."], interrupted: ["上传断了，请再点一次开始。", "The upload was interrupted; please start again."],
});

dress("imports.css");

const LOOK = 800;
const TRIES = 5;
const TONES = { done: "good", tried: "good", running: "amber", sealing: "amber", uploading: "amber", partly: "amber", waiting: "even", stopped: "even", failed: "bad", broken: "bad" };
const OPEN = new Set(["uploading", "waiting", "running", "sealing"]);

function pill(state) {
  return make("span", { class: `pill ${TONES[state] ?? "even"}` }, say(`state_${state}`));
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The section of the page: a form, what is under way, and what was brought in before. */
export class Imports {
  constructor(place, { isOwner, onend }) {
    Object.assign(this, { place, isOwner, onend });
    this.files = [];
    this.kind = "chat";
    this.error = make("p", { class: "error small", role: "alert" });
    this.form = make("form", { class: "import-form", onsubmit: (event) => { event.preventDefault(); this.start(); } });
    this.status = make("p", { class: "hidden", role: "status" });
    this.under = make("div", { class: "uploads" });
    this.history = make("div", {});
    this.known = new Map();
    fill(place, this.form, this.error, this.status, this.under, this.history);
  }

  end() {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  /** Of another group than before; the files that were chosen stay. */
  about(group, name) {
    if (this.group === group && this.name === name) return;
    Object.assign(this, { group, name });
    this.drawForm();
  }

  drawForm() {
    const pick = (more, words) => {
      const input = make("input", { type: "file", multiple: true, class: "hidden", tabindex: "-1", "aria-hidden": "true", onchange: () => this.choose([...input.files].map((file) => [file.webkitRelativePath || file.name, file])), ...more });
      return [input, make("button", { type: "button", class: "plain", onclick: () => input.click() }, say(words))];
    };
    const kind = (value) => make("label", {}, make("input", { type: "radio", name: "import-kind", value, checked: value === this.kind, onchange: () => { this.kind = value; this.drawForm(); this.form.querySelector(`input[value="${value}"]`).focus(); } }), make("span", {}, say(`kind_${value}`)));
    const isChat = this.kind === "chat";
    this.into = make("select", { id: "import-into" }, this.group && make("option", { value: this.group }, `${this.name} (${this.group})`), isChat && this.isOwner && make("option", { value: "" }, say("by_file")));
    this.zone = make("input", { type: "text", id: "import-zone", placeholder: say("zone_hint"), autocomplete: "off", spellcheck: "false" });
    this.dry = make("input", { type: "checkbox", id: "import-dry" });
    this.chosen = make("output", { class: "small" });
    this.button = make("button", { class: "primary" }, say("start_import"));
    const drop = make(
      "div", { class: "drop", ondragover: (event) => { event.preventDefault(); drop.classList.add("is-over"); }, ondragleave: () => drop.classList.remove("is-over"), ondrop: (event) => { event.preventDefault(); drop.classList.remove("is-over"); this.drop(event.dataTransfer); } },
      make("div", { class: "buttons" }, pick({ id: "import-files" }, "choose_files"), isChat ? pick({ id: "import-folder", webkitdirectory: true }, "choose_folder") : null), make("small", { class: "wide" }, say("drop_here")), this.chosen,
    );
    const field = (id, words, input) => make("div", { class: "named" }, make("label", { for: id, class: "small" }, say(words)), input);
    fill(
      this.form, make("fieldset", { class: "segments" }, make("legend", { class: "hidden" }, say("imports")), kind("chat"), kind("members")),
      make("small", {}, say(isChat ? "import_hint" : "members_hint")), drop,
      make("div", { class: "wishes" }, field("import-into", "into", this.into), isChat ? field("import-zone", "zone", this.zone) : null, make("label", { class: "check" }, this.dry, say("dry")), this.button),
    );
    this.drawChosen();
  }

  choose(files) {
    this.files = files.filter(([name]) => !name.split("/").some((piece) => piece.startsWith(".")));
    this.drawChosen();
  }

  /** What was dropped: files, and folders with all that lies in them. */
  async drop(dropped) {
    const roots = [...dropped.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const found = [];
    const take = async (entry) => {
      if (entry.isFile) found.push([entry.fullPath.slice(1), await new Promise((resolve, reject) => entry.file(resolve, reject))]);
      else {
        const reader = entry.createReader();
        for (let some = null; !some || some.length;) {
          some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
          for (const one of some) await take(one);
        }
      }
    };
    for (const root of roots) await take(root);
    this.choose(found);
  }

  get size() {
    return this.files.reduce((sum, [, file]) => sum + file.size, 0);
  }

  drawChosen() {
    const isTooLarge = this.size > (this.most ?? Infinity);
    const names = this.files.slice(0, 3).map(([name]) => name).join("、") + (this.files.length > 3 ? " …" : "");
    fill(this.chosen, this.files.length ? [make("bdi", {}, names), " · ", say("chosen_files", { count: number(this.files.length), size: bytes(this.size) })] : null);
    this.button.disabled = !this.files.length || isTooLarge || this.isSending || !(this.group || this.isOwner);
    this.error.textContent = isTooLarge ? say("too_large", { size: bytes(this.most) }) : "";
  }

  /** Announce, send piece by piece, begin; a piece that is lost on the way is sent again. */
  async start() {
    this.isSending = true;
    this.drawChosen();
    let upload = null;
    try {
      const asked = { kind: this.kind, group: Number(this.into.value) || null, zone: this.zone.value.trim() || null, files: this.files.map(([name, file]) => ({ name, size: file.size })) };
      const isDry = this.dry.checked;
      upload = await post("imports", asked);
      this.look();
      for (const [i, [, file]] of this.files.entries()) await this.send(upload.id, i, file);
      await post(`imports/${upload.id}/begin`, { dry: isDry });
      this.files = [];
    } catch (failure) {
      this.tellFailure(failure);
      if (upload) post(`imports/${upload.id}/stop`).catch(() => null);
    } finally {
      this.isSending = false;
      const told = this.error.textContent;
      this.drawChosen();
      this.error.textContent = told;
      this.look();
    }
  }

  async send(id, place, file) {
    for (let at = 0, tries = 0; at < file.size;) {
      try {
        const told = await post(`imports/${id}/files/${place}?at=${at}`, file.slice(at, at + this.piece));
        at = told.received;
        tries = 0;
      } catch (failure) {
        if (!(failure instanceof Refused) || failure.status !== 0 || (tries += 1) > TRIES) throw failure;
        await wait(LOOK * tries);
      }
    }
  }

  tellFailure(failure) {
    if (!(failure instanceof Refused)) throw failure;
    this.error.textContent = failure.message || say("interrupted");
  }

  async act(path, body = {}) {
    try {
      await post(path, body);
    } catch (failure) {
      this.tellFailure(failure);
    }
    this.look();
  }

  /** Ask how far everything is; often, as long as something moves. */
  async look() {
    clearTimeout(this.timer);
    const asked = (this.asked = Symbol("asked"));
    const found = await get("imports").catch((failure) => (failure instanceof Refused ? null : Promise.reject(failure)));
    if (asked !== this.asked || this.isOver) return;
    if (found) this.show(found);
    if (!found || found.uploads.some((one) => OPEN.has(one.state))) this.timer = setTimeout(() => this.look(), LOOK);
  }

  show(found) {
    Object.assign(this, { most: found.most_bytes, piece: found.piece_bytes });
    this.form.hidden = !found.most_bytes;
    const moved = found.uploads.some((one) => OPEN.has(one.state));
    if (this.wasMoving && !moved) this.onend();
    this.wasMoving = moved;
    const nodes = found.uploads.map((one) => this.upload(one));
    if (nodes.some((node, i) => node !== this.under.children[i]) || nodes.length !== this.under.children.length) fill(this.under, nodes);
    const states = found.uploads.map((one) => say(`state_${one.state}`)).join(" ");
    if (this.status.textContent !== states) this.status.textContent = states;
    const history = JSON.stringify(found.history);
    if (history === this.shown) return;
    this.shown = history;
    fill(this.history, make("h4", {}, say("earlier")), found.history.length ? make("ul", { class: "accounts" }, found.history.map((row) => this.earlier(row))) : make("p", { class: "quiet" }, say("no_imports")));
  }

  /** The card of an upload. What has not changed in it stays, so that nothing moves below a finger. */
  upload(one) {
    const known = this.known.get(one.id) ?? { head: make("header", {}), body: make("div", { class: "body" }), foot: make("div", { class: "buttons" }) };
    known.node ??= make("article", { class: "upload" }, known.head, known.body, known.foot);
    this.known.set(one.id, known);
    const told = JSON.stringify(one);
    if (told === known.told) return known.node;
    known.told = told;
    const sent = one.files.reduce((sum, file) => sum + file.received, 0);
    const whole = one.files.reduce((sum, file) => sum + file.size, 0);
    const names = one.files.slice(0, 2).map((file) => file.name).join("、") + (one.files.length > 2 ? ` … (${one.files.length})` : "");
    const button = (words, path, body, kind = "plain") => make("button", { type: "button", class: kind, onclick: () => this.act(`imports/${one.id}/${path}`, body) }, say(words));
    fill(
      known.body, one.state === "uploading" && [make("progress", { max: Math.max(whole, 1), value: sent, "aria-label": say("state_uploading") }), make("small", {}, `${bytes(sent)} / ${bytes(whole)}`)],
      one.parts.map((part) => this.part(one, part)),
      one.sentence ? make("p", { class: "bad small" }, one.sentence) : null,
      one.state === "stopped" && one.parts.length ? make("p", { class: "small" }, say("go_on_hint")) : null,
    );
    if (one.state === known.state) return known.node;
    known.state = one.state;
    const isWhole = one.parts.every((part) => part.ledger && !part.ledger.broken);
    known.node.setAttribute("aria-label", names);
    fill(known.head, pill(one.state === "done" && !isWhole ? "partly" : one.state), make("bdi", {}, names), make("time", {}, moment(one.at)));
    fill(known.foot, OPEN.has(one.state) ? button("stop", "stop") : null, one.state === "tried" ? [button("bring_in_now", "begin", { dry: false }, "primary"), button("throw_away", "stop")] : null);
    return known.node;
  }

  part(one, part) {
    const { ledger } = part;
    const isMoving = one.state === "running" && !ledger && !part.refused && part.format;
    const far = [say("count", { count: number(part.messages) }), part.rate && say("rate", { rate: number(part.rate) }), part.left !== null && say("time_left", { time: lasting(part.left) })];
    return make(
      "div", { class: "part" },
      one.parts.length > 1 || part.format ? make("p", {}, one.parts.length > 1 ? make("bdi", {}, part.name, " ") : null, make("small", {}, part.format ?? "")) : null,
      isMoving ? [make("progress", { max: Math.max(part.size, 1), value: part.read || null, "aria-label": part.name }), make("small", {}, far.filter(Boolean).join(" · "))] : null,
      part.refused ? make("p", { class: "bad small" }, part.refused) : null,
      ledger?.chats.map((chat) => this.account(chat, one.is_dry)),
      ledger?.broken ? make("p", { class: "bad small" }, ledger.broken) : null,
      ledger?.lines.length ? this.lines(ledger.lines, one.kind === "members") : null,
    );
  }

  account(chat, isDry) {
    const fact = (key, value, kind) => make("div", {}, make("dt", {}, say(key)), make("dd", { class: kind ?? null }, number(value)));
    return [
      make("p", { class: "small" }, make("bdi", {}, say("into_group", { name: chat.name || "?", group: chat.group })), chat.since ? ` · ${day(chat.since)} – ${day(chat.until)}` : null),
      make(
        "dl", { class: "facts" }, fact("found", chat.found), fact(isDry ? "stored_would" : "stored_new", chat.stored, "good"), fact("already", chat.already),
        chat.refused ? fact("refused_", chat.refused, "bad") : null, fact("notices", chat.notices), fact("reactions", chat.reactions),
      ),
    ];
  }

  lines(lines, isOpen = false) {
    return make("details", { open: isOpen }, make("summary", {}, say("went_where")), make("ul", { class: "ledger" }, lines.map((line) => make("li", {}, line))));
  }

  earlier(row) {
    const figures = [["stored_new", row.stored], ["already", row.already], ["refused_", row.refused]].filter(([, count], i) => count || !i).map(([key, count]) => `${say(key)} ${number(count)}`);
    return make(
      "li", {}, pill(row.state), make("bdi", {}, row.file), make("small", {}, [row.format, row.group_name, ...figures, row.since && `${day(row.since)} – ${day(row.until)}`].filter(Boolean).join(" · ")), make("time", {}, moment(row.at)),
      row.lines.length ? this.lines(row.lines) : null,
    );
  }
}

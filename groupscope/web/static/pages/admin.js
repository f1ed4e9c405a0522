/** The page of admins: settings, the digest, imports, storage, health, tokens. */

import { Refused, get } from "../base/asking.js";
import { fill, make } from "../base/dom.js";
import { useZone } from "../base/figures.js";
import { go } from "../base/place.js";
import { say } from "../base/words.js";
import { Picker } from "../parts/picker.js";
import { Imports } from "./admin_import.js";
import { health, storage } from "./admin_state.js";
import { unrecorded } from "./admin_recording.js";
import { changes, digest, settings } from "./admin_settings.js";
import { tokens } from "./admin_tokens.js";

const PACE = 15_000;

export class Admin {
  constructor({ me, main, ranges }) {
    Object.assign(this, { me, main });
    fill(ranges);
    this.picker = new Picker({
      label: say("group"), placeholder: say("search_group"), sorts: [["messages", say("by_messages")], ["name", say("by_name")]],
      load: (query) => get("groups", { ...query, range: "all", size: 30, role: "admin" }).then((found) => ({ ...found, rows: found.rows.filter((row) => row.role !== "member") })),
      row: (one) => ({ id: one.id, name: one.name, note: "" }), onchoose: (group) => go({ group, member: null }),
    });
    const section = (key) => make("section", { class: "card", "aria-labelledby": `admin-${key}` }, make("header", {}, make("h3", { id: `admin-${key}` }, say(key))), make("div", { class: "inside" }, make("p", { class: "quiet" }, say("loading"))));
    this.parts = Object.fromEntries(["settings", "unrecorded", "digest", "changes", "health", "imports", "storage", ...(me.is_superuser ? ["tokens"] : [])].map((key) => [key, section(key)]));
    const { settings: first, ...rest } = this.parts;
    fill(main, make("div", { class: "bar" }, this.picker.node), make("div", { class: "admin" }, make("div", { class: "column" }, first), make("div", { class: "column" }, Object.values(rest))));
    this.imports = new Imports(this.parts.imports.lastChild, { isOwner: me.is_superuser, onend: () => this.showState() });
    this.clock = setInterval(() => document.hidden || this.showState(), PACE);
  }

  end() {
    clearInterval(this.clock);
    this.imports.end();
  }

  watch() {}

  renew() {
    return this.move(this.at);
  }

  /** Fill a section with what an asking gives; a refusal becomes its sentence. */
  async put(key, asking) {
    const place = this.parts[key].lastChild;
    try {
      fill(place, await asking());
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      fill(place, make("p", { class: "quiet" }, failure.message || say("offline_")));
    }
  }

  async move(at) {
    this.at = at;
    const mine = await get("groups", { size: 100, range: "all" }).catch(() => ({ rows: [] }));
    const managed = mine.rows.filter((row) => row.role !== "member");
    const group = Number(at.group) || managed[0]?.id;
    this.group = group;
    const info = group ? await get(`groups/${group}`).catch(() => null) : null;
    useZone(info?.zone);
    this.picker.show(info?.name);
    const isMine = Boolean(info?.may.manage);
    for (const key of ["settings", "digest", "changes"]) this.parts[key].hidden = !isMine;
    if (isMine) this.showGroup();
    this.imports.about(isMine ? group : null, info?.name);
    this.imports.look();
    this.showState();
    this.showUnrecorded();
    if (this.me.is_superuser) this.put("tokens", () => tokens(() => this.renew()));
  }

  /** Groups that are not recorded stand in no other list: here they are switched on. */
  async showUnrecorded() {
    await this.put("unrecorded", () => unrecorded((group) => this.switchTo(String(group))));
    this.parts.unrecorded.hidden = !this.parts.unrecorded.lastChild.firstChild;
  }

  /** Look at another group, as its number in the address is written, or (null) at the first. */
  switchTo(group) {
    if ((this.at.group ?? null) === group) this.renew();
    else go({ group, member: null });
  }

  showGroup() {
    const { group } = this;
    const showLog = () => this.put("changes", async () => changes((await get(`groups/${group}/settings/changes`)).rows));
    this.put("settings", async () => settings(group, (await get(`groups/${group}/settings`)).sections, (key) => (key === "recording" ? this.switchTo(null) : showLog())));
    this.put("digest", async () => digest(group));
    showLog();
  }

  async showState() {
    this.put("health", async () => health(await get("health")));
    this.put("storage", async () => storage(await get("storage")));
  }
}

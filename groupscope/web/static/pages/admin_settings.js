/** What a group can set, as in the chat: the same words, the same checks, the same log. */

import { Refused, address, post } from "../base/asking.js";
import { fill, make } from "../base/dom.js";
import { moment } from "../base/figures.js";
import { learn, say } from "../base/words.js";

learn({
  settings: ["群设置", "Settings"], changes: ["最近的改动", "Recent changes"], digest: ["日报预览", "Digest preview"], save: ["保存", "Save"], reset: ["恢复默认", "Reset"], saved: ["已保存", "Saved"], is_default: ["默认", "default"],
  by_command: ["用 {command} 改", "change with {command}"], can_be: ["可以是：{takes}", "Takes: {takes}"], no_changes: ["还没有人改过", "Nobody has changed anything"], became: ["{was} → {became}", "{was} → {became}"],
  daily: ["日报", "Daily"], weekly: ["周报", "Weekly"], monthly: ["月报", "Monthly"], preview: ["生成预览", "Preview"], drawing: ["正在画…", "Drawing…"], preview_of: ["{rhythm}预览", "Preview: {rhythm}"], no_preview: ["现在没有可以预览的", "Nothing to preview now"],
});

/** All settings by section; `onchange` is called with the key of each that was saved. */
export function settings(group, sections, onchange) {
  return sections.map((section) => make(
    "fieldset", { class: "section" }, make("legend", {}, section.name, section.who ? make("small", {}, ` ${section.who}`) : null), section.settings.map((one) => setting(group, one, onchange)),
  ));
}

function setting(group, one, onchange) {
  const row = make("div", { class: "setting" });
  const draw = (now, note) => {
    const id = `setting-${now.key}`;
    const status = make("span", { role: "status", class: "good small" }, note ?? "");
    const error = make("p", { class: "error small", role: "alert" });
    const save = async (words) => {
      error.textContent = "";
      try {
        draw(await post(`groups/${group}/settings`, { key: now.key, words }), say("saved"));
        if (!row.contains(document.activeElement)) row.querySelector("input, select")?.focus();
        onchange(now.key);
      } catch (failure) {
        if (!(failure instanceof Refused)) throw failure;
        error.textContent = failure.message || say("offline_");
        if (!now.parts) field.setAttribute("aria-invalid", "true");
      }
    };
    const field = now.choices
      ? make("select", { id, onchange: () => save(field.value) }, choices(now))
      : make("input", { type: "text", id, value: now.is_several ? "" : now.value, placeholder: now.example, "aria-describedby": `${id}-takes` });
    const reset = now.is_set ? make("button", { type: "button", class: "link small", onclick: () => save("默认") }, say("reset")) : make("small", {}, say("is_default"));
    const controls = now.parts ? [parts(now, save), make("span", { class: "fixed" }, reset, " ", status)] : now.command ? make("span", { class: "fixed" }, make("b", {}, now.value), make("small", {}, ` ${say("by_command", { command: now.command })}`)) : make(
      "form", { onsubmit: (event) => { event.preventDefault(); save(field.value.trim()); } }, field,
      now.choices ? null : make("button", { class: "plain" }, say("save")), reset, status,
    );
    fill(
      row, make("div", {}, make(now.command || now.parts ? "span" : "label", now.command || now.parts ? { class: "name" } : { for: id, class: "name" }, `${now.icon ?? ""} ${now.name}`), make("small", {}, now.meaning)),
      make("div", {}, now.is_several && !now.parts ? make("b", {}, make("bdi", {}, now.value)) : null, controls, now.takes && !now.command && !now.choices && !now.parts ? make("small", { id: `${id}-takes` }, say("can_be", { takes: now.takes }), now.example ? ` · ${now.example}` : "") : null, error),
    );
  };
  draw(one);
  return row;
}

/** What may be in it together, each switched by itself. */
function parts(now, save) {
  return make("div", { class: "parts", role: "group", "aria-label": now.name }, now.parts.map((one) => make(
    "label", {}, make("input", { type: "checkbox", "aria-label": one.value, checked: one.is_on, onchange: () => save(`${one.is_on ? "去" : "加"} ${one.value}`) }), one.value,
  )));
}

/** The choices, with the present value among them, chosen. */
function choices(now) {
  const known = now.choices.some((choice) => choice.label === now.value || choice.value === now.value);
  const all = known ? now.choices : [{ value: now.value, label: now.value }, ...now.choices];
  return all.map((choice) => make("option", { value: choice.value, selected: choice.label === now.value || choice.value === now.value }, choice.label));
}

export function changes(rows) {
  if (!rows.length) return make("p", { class: "quiet" }, say("no_changes"));
  return make("ul", { class: "accounts" }, rows.map((row) => make("li", {}, make("time", {}, moment(row.at)), make("bdi", {}, row.name), make("span", {}, make("b", {}, row.setting), " ", make("bdi", {}, say("became", { was: row.was, became: row.became }))))));
}

/** The picture that would be posted now. */
export function digest(group) {
  const rhythm = make("select", { "aria-label": say("digest") }, ["daily", "weekly", "monthly"].map((key) => make("option", { value: key }, say(key))));
  const place = make("div", { class: "preview", "aria-live": "polite" });
  const show = async () => {
    fill(place, make("p", { class: "quiet" }, say("drawing")));
    const answer = await fetch(address(`groups/${group}/digest.png`, { rhythm: rhythm.value })).catch(() => null);
    if (!answer?.ok) {
      const told = await answer?.json().catch(() => null);
      fill(place, make("p", { class: "quiet" }, told?.error ?? say(answer ? "no_preview" : "offline_")));
      return;
    }
    const url = URL.createObjectURL(await answer.blob());
    const picture = make("img", { src: url, alt: say("preview_of", { rhythm: say(rhythm.value) }), onload: () => URL.revokeObjectURL(url) });
    fill(place, picture);
  };
  return [make("div", { class: "buttons" }, rhythm, make("button", { type: "button", class: "plain", onclick: show }, say("preview"))), place];
}

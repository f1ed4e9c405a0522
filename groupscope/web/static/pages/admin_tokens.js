/** Tokens with which programs read, made and taken back by superusers. */

import { Refused, get, post } from "../base/asking.js";
import { fill, make } from "../base/dom.js";
import { moment } from "../base/figures.js";
import { learn, say } from "../base/words.js";

learn({
  tokens: ["读取令牌", "Read-only tokens"], token_hint: ["给 Grafana、DataEase 等只读的程序。说明见 {place}。", "For programs that only read. Described by {place}."], token_name: ["名字", "Name"], token_groups: ["群号，逗号分开；空着是全部", "Groups, by commas; empty: all"],
  make_token: ["新建令牌", "Make a token"], token_once: ["只显示这一次，请现在复制：", "Shown this once; copy it now:"], revoke: ["作废", "Revoke"], used_at: ["上次使用 {time}", "used {time}"], never_used: ["没用过", "never used"], all_groups: ["全部群", "all groups"], no_tokens: ["还没有令牌", "No tokens yet"],
});

export async function tokens(onchange) {
  const { rows } = await get("tokens");
  const error = make("p", { class: "error small", role: "alert" });
  const fresh = make("div", { class: "fresh", "aria-live": "polite" });
  const list = make("div", {});
  const attempt = async (action) => {
    error.textContent = "";
    try {
      return await action();
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      error.textContent = failure.message || say("offline_");
      return null;
    }
  };
  const draw = (shown) => fill(list, shown.length ? make("ul", { class: "accounts" }, shown.map((row) => make(
    "li", {}, make("bdi", {}, row.name), make("small", {}, [row.groups ? row.groups.join(", ") : say("all_groups"), row.used_at ? say("used_at", { time: moment(row.used_at) }) : say("never_used")].join(" · ")),
    make("button", { type: "button", class: "plain", "aria-label": `${say("revoke")} ${row.name}`, onclick: async () => { if (await attempt(() => post(`tokens/${row.id}/revoke`))) onchange(); } }, say("revoke")),
  ))) : make("p", { class: "quiet" }, say("no_tokens")));
  const name = make("input", { type: "text", required: true, maxlength: 40, "aria-label": say("token_name"), placeholder: say("token_name") });
  const groups = make("input", { type: "text", inputmode: "numeric", pattern: "[0-9,， ]*", "aria-label": say("token_groups"), placeholder: say("token_groups") });
  const create = async (event) => {
    event.preventDefault();
    const chosen = groups.value.split(/[,，\s]+/).filter(Boolean).map(Number);
    const made = await attempt(() => post("tokens", { name: name.value.trim(), groups: chosen.length ? chosen : null }));
    if (!made) return;
    fill(fresh, make("p", {}, say("token_once")), make("code", { tabindex: "0" }, made.token));
    name.value = groups.value = "";
    draw((await get("tokens")).rows);
  };
  draw(rows);
  return [make("p", { class: "small" }, say("token_hint", { place: "api/openapi.json" })), list, make("form", { class: "new-token", onsubmit: create }, name, groups, make("button", { class: "plain" }, say("make_token"))), error, fresh];
}

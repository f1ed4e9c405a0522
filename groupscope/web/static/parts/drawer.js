/** The messages behind a word, an hour or ten minutes of a group, in a dialog. */

import { Refused, get } from "../base/asking.js";
import { fill, make, signButton } from "../base/dom.js";
import { rangeQuery } from "../base/place.js";
import { say } from "../base/words.js";
import { messageList, pager } from "./lists.js";

/** `wanted` is what the server is asked beside the range, or in its place; `words` tell it to people. */
export function openDrawer(group, wanted, words) {
  const body = make("div", { class: "body list drawer" }, make("p", { class: "quiet" }, say("loading")));
  const foot = make("div", {});
  const title = `${say("group_messages")} · ${words}`;
  const dialog = make(
    "dialog", { "aria-label": title, onclose: () => dialog.remove(), onclick: (event) => event.target === dialog && dialog.close() },
    make("h2", {}, make("bdi", {}, title), signButton("close", say("close"), () => dialog.close())), body, foot,
  );
  const load = async (page) => {
    try {
      const found = await get(`groups/${group}/messages`, { ...(wanted.from ? {} : rangeQuery()), ...wanted, page, size: 30 });
      const isNothing = found.forbidden || found.empty || !found.rows.length;
      fill(body, isNothing ? make("p", { class: "quiet" }, found.empty ?? say(found.forbidden ? "forbidden" : "none_found")) : messageList(found.rows, { word: wanted.word, withNames: true }));
      fill(foot, isNothing ? null : pager(found, load));
      body.scrollTop = 0;
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      fill(body, make("p", { class: "quiet" }, failure.message || say("offline_")));
    }
  };
  document.body.append(dialog);
  dialog.showModal();
  load(1);
}

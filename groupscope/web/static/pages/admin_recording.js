/** Groups that are not recorded: an admin switches them on here, as in the chat. */

import { Refused, get, post } from "../base/asking.js";
import { make } from "../base/dom.js";
import { learn, say } from "../base/words.js";

learn({
  unrecorded: ["没有在记录的群", "Groups not recorded"], record_it: ["开始记录", "Record"],
});

/** The list, null where there are none; `onswitch` is called with the group that is recorded from now on. */
export async function unrecorded(onswitch) {
  const { rows } = await get("recording");
  const error = make("p", { class: "error small", role: "alert" });
  const begin = async (group) => {
    error.textContent = "";
    try {
      await post("recording", { group });
      onswitch(group);
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      error.textContent = failure.message || say("offline_");
    }
  };
  if (!rows.length) return null;
  return [make("ul", { class: "accounts" }, rows.map((row) => make(
    "li", {}, make("bdi", {}, row.name), make("small", {}, String(row.id)),
    make("button", { type: "button", class: "plain", "aria-label": `${say("record_it")} ${row.name}`, onclick: () => begin(row.id) }, say("record_it")),
  ))), error];
}

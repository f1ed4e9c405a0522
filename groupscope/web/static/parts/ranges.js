/** The choice of a time range: five of one click, and from–to. */

import { fill, make } from "../base/dom.js";
import { day } from "../base/figures.js";
import { go, place } from "../base/place.js";
import { say } from "../base/words.js";

const RANGES = ["24h", "7d", "30d", "year", "all"];

/** `usual`: what the page shows where nobody has chosen. */
export function rangeChoice(usual = "7d") {
  const at = place();
  const isCustom = Boolean(at.from && at.to);
  const now = isCustom ? "custom" : RANGES.includes(at.range ?? usual) ? at.range ?? usual : "custom";
  const today = day(Date.now() / 1000);
  const from = make("input", { type: "date", value: at.from?.slice(0, 10) ?? day(Date.now() / 1000 - 6 * 86400), max: today, required: true });
  const to = make("input", { type: "date", value: at.to?.slice(0, 10) ?? today, max: today, required: true });
  const dates = make(
    "form", {
      class: "dates", hidden: now !== "custom",
      onsubmit: (event) => {
        event.preventDefault();
        const [first, last] = [from.value, to.value].sort();
        go({ from: first, to: last, range: null, p: null, sp: null, date: null });
      },
    },
    make("label", {}, say("from"), from), make("label", {}, say("to"), to), make("button", { class: "plain" }, say("show")),
  );
  const choice = (value) => make(
    "label", {}, make("input", {
      type: "radio", name: "range", value, checked: value === now,
      onchange: () => {
        dates.hidden = value !== "custom";
        if (value !== "custom") go({ range: value, from: null, to: null, p: null, sp: null, date: null });
        else from.focus();
      },
    }), make("span", {}, say(value)),
  );
  return fill(make("div", { class: "ranges" }), make("fieldset", { class: "segments" }, make("legend", { class: "hidden" }, say("range")), RANGES.map(choice), choice("custom")), dates);
}

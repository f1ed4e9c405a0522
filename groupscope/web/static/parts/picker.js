/** A list to choose from that is searched at the server: a combobox as WAI-ARIA describes it. */

import { fill, make, sign } from "../base/dom.js";
import { say } from "../base/words.js";

const PAUSE = 160;
let count = 0;

/**
 * `load({search, sort, page})` returns {rows, page, pages}; `row(one)` gives {id, name, note};
 * `sorts` are [value, words]. `onchoose` gets the id.
 */
export class Picker {
  constructor({ label, placeholder, load, row, sorts, onchoose }) {
    this.load = load;
    this.row = row;
    this.onchoose = onchoose;
    this.id = `picker${(count += 1)}`;
    this.active = -1;
    this.rows = [];
    this.sort = sorts[0][0];
    this.list = make("ul", { role: "listbox", id: `${this.id}-list`, "aria-label": label });
    this.input = make("input", {
      id: this.id, type: "text", role: "combobox", disabled: true, autocomplete: "off", spellcheck: "false", placeholder, "aria-expanded": "false",
      "aria-controls": `${this.id}-list`, "aria-autocomplete": "list",
      onfocus: () => this.open(), oninput: () => this.later(), onkeydown: (event) => this.key(event),
      onclick: () => this.open(),
    });
    this.order = make("select", { "aria-label": `${label} · ${say("sort")}`, onchange: () => this.reorder() }, sorts.map(([value, words]) => make("option", { value }, words)));
    this.popup = make("div", { class: "popup", hidden: true, onmousedown: (event) => event.target.closest("select, button") || event.preventDefault() }, make("div", { class: "order" }, this.order), this.list);
    this.node = make("div", { class: "picker", onfocusout: (event) => this.node.contains(event.relatedTarget) || this.close() },
      make("label", { for: this.id }, label), make("span", { class: "field" }, this.input, sign("down")), this.popup);
  }

  /** What is chosen, as it is shown while nobody searches; before there is something, nobody can. */
  show(name) {
    this.name = name;
    this.input.disabled = false;
    if (this.popup.hidden) this.input.value = name ?? "";
  }

  open() {
    if (!this.popup.hidden) return;
    this.popup.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.select();
    this.search = "";
    this.fetch(1);
  }

  close() {
    if (this.popup.hidden) return;
    this.popup.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.input.value = this.name ?? "";
  }

  reorder() {
    this.sort = this.order.value;
    this.fetch(1);
    this.input.focus();
  }

  later() {
    this.open();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.search = this.input.value.trim();
      this.fetch(1);
    }, PAUSE);
  }

  async fetch(page) {
    const asked = (this.asked = Symbol("asked"));
    const found = await this.load({ search: this.search, sort: this.sort, page }).catch(() => null);
    if (asked !== this.asked) return;
    if (!found) {
      fill(this.list, make("li", { class: "quiet", role: "option", "aria-disabled": "true" }, say("offline_")));
      return;
    }
    this.rows = page === 1 ? found.rows : [...this.rows, ...found.rows];
    this.next = found.page < found.pages ? found.page + 1 : null;
    this.active = this.rows.length && page === 1 ? 0 : this.active;
    this.draw();
  }

  draw() {
    fill(
      this.list,
      this.rows.map((one, i) => {
        const { name, note } = this.row(one);
        return make("li", { role: "option", id: `${this.id}-${i}`, "aria-selected": String(i === this.active), onclick: () => this.choose(i) }, make("bdi", {}, name), make("small", {}, note));
      }),
      this.rows.length ? null : make("li", { class: "quiet", role: "option", "aria-disabled": "true" }, say("none_found")),
      this.next ? make("li", { class: "more", role: "option", id: `${this.id}-${this.rows.length}`, "aria-selected": String(this.active === this.rows.length), onclick: () => this.fetch(this.next) }, say("load_more")) : null,
    );
    this.point();
  }

  point() {
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.active)));
    const item = this.list.children[this.active];
    if (item?.id) this.input.setAttribute("aria-activedescendant", item.id);
    item?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const most = this.rows.length + (this.next ? 1 : 0);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.popup.hidden) return this.open();
      this.active = most ? (this.active + (event.key === "ArrowDown" ? 1 : most - 1)) % most : -1;
      this.point();
    } else if (event.key === "Enter" && !this.popup.hidden) {
      event.preventDefault();
      if (this.active === this.rows.length && this.next) this.fetch(this.next);
      else this.choose(this.active);
    } else if (event.key === "Escape") this.close();
    return undefined;
  }

  choose(i) {
    const one = this.rows[i];
    if (!one) return;
    const { id, name } = this.row(one);
    this.show(name);
    this.close();
    this.onchoose(id, one);
  }
}

/** The way in: a one-time link, or a code that is sent in the chat and confirmed here. */

import { Refused, get, post } from "../base/asking.js";
import { fill, make, sign } from "../base/dom.js";
import { moment } from "../base/figures.js";
import { say } from "../base/words.js";

const PACE = 2000;

/** The login page; `onenter` is called with who came in. */
export class Login {
  constructor(ticket, onenter) {
    this.onenter = onenter;
    this.error = make("p", { role: "alert", class: "error" });
    this.inside = make("div", { class: "step", "aria-live": "polite" });
    this.node = make("main", { class: "login" }, make("section", { class: "entry" }, make("span", { class: "logo", "aria-hidden": "true" }), make("h1", {}, say("title")), this.inside, this.error));
    if (ticket) this.askTicket(ticket);
    else this.askCode();
  }

  end() {
    this.isOver = true;
    clearTimeout(this.timer);
    clearInterval(this.ticking);
  }

  /** Do something at the server; its refusal is shown. */
  async try(action) {
    this.error.textContent = "";
    try {
      return await action();
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      this.error.textContent = failure.message || say("offline_");
      return null;
    }
  }

  askTicket(ticket) {
    const enter = async () => {
      button.disabled = true;
      const found = await this.try(() => post("login", { ticket }, { isLogin: true }));
      if (found) this.enter(found.me);
      else this.askCode();
    };
    const button = make("button", { type: "button", class: "primary", onclick: enter }, say("enter"));
    fill(this.inside, make("p", {}, say("ticket_hint")), button);
  }

  enter(me) {
    this.end();
    this.onenter(me);
  }

  async askCode() {
    clearTimeout(this.timer);
    clearInterval(this.ticking);
    const kept = this.error.textContent;
    const given = await this.try(() => post("code", {}, { isLogin: true }));
    if (kept && given) this.error.textContent = kept;
    if (this.isOver) return;
    if (given) this.showCode(given);
    else this.showGone();
  }

  showCode({ code, expires_in: seconds }) {
    const words = `/登录 ${code}`;
    const until = Date.now() + seconds * 1000;
    const rest = make("span", {});
    const tick = () => {
      const left = Math.max(0, Math.round((until - Date.now()) / 1000));
      rest.textContent = say("login_wait", { time: `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` });
      if (!left) this.showGone();
    };
    const copied = make("span", { class: "hidden", role: "status" });
    const copy = make("button", {
      type: "button", class: "code", "aria-label": `${say("copy")} ${words}`,
      onclick: async () => {
        await navigator.clipboard?.writeText(words).catch(() => null);
        copied.textContent = say("copied");
        copy.classList.add("is-copied");
        setTimeout(() => copy.classList.remove("is-copied"), 1500);
      },
    }, make("span", {}, "/登录 "), make("b", {}, code), sign("copy"));
    fill(this.inside, make("p", {}, say("login_hint")), copy, copied, make("p", { class: "small", "aria-live": "off" }, rest), make("p", { class: "small" }, say("or_link", { command: "/看板" })));
    tick();
    this.ticking = setInterval(tick, 1000);
    this.poll();
  }

  poll() {
    this.timer = setTimeout(async () => {
      const found = await get("code", {}, { isLogin: true }).catch(() => null);
      if (this.isOver) return;
      if (found?.state === "claimed") this.showClaim(found);
      else if (found?.state === "gone") this.showGone();
      else this.poll();
    }, PACE);
  }

  showGone() {
    clearTimeout(this.timer);
    clearInterval(this.ticking);
    fill(this.inside, make("p", {}, say("code_gone")), make("button", { type: "button", class: "primary", onclick: () => this.askCode() }, say("new_code")));
  }

  /** Whoever sent the code is named, so that nobody can be tricked into letting another in. */
  showClaim(claim) {
    clearInterval(this.ticking);
    const line = (words, value) => make("div", {}, make("dt", {}, words), make("dd", {}, make("bdi", {}, value)));
    const yes = make("button", { type: "button", class: "primary", onclick: () => this.answer(true) }, say("it_is"));
    fill(
      this.inside, make("h2", {}, say("is_it_you")),
      make("dl", {}, line(say("who"), `${claim.name} (${claim.user_id})`), line(say("where"), claim.group ?? say("in_private")), line(say("sent_at"), moment(claim.at))),
      make("p", { class: "small" }, say("claimed")), yes, make("button", { type: "button", class: "plain", onclick: () => this.answer(false) }, say("it_is_not")),
    );
    yes.focus();
  }

  async answer(accept) {
    const found = await this.try(() => post("confirm", { accept }, { isLogin: true }));
    if (found?.me) this.enter(found.me);
    else this.askCode();
  }
}

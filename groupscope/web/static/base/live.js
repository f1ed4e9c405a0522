/** The one socket: what is said reaches the page here, and a lost connection is found again. */

const SILENCE = 45_000; // The server pings every 20 s.
const LONGEST = 15_000;

/** {state: "on"|"off"|"out", …}; `on*` are called with the server's messages. */
export class Live {
  constructor({ onstate, onmessage }) {
    this.onstate = onstate;
    this.onmessage = onmessage;
    this.watched = [];
    this.wait = 500;
    this.isWanted = true;
    this.timer = null;
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.retry());
    this.open();
  }

  open() {
    const where = new URL("api/live", document.baseURI);
    where.hash = "";
    where.search = "";
    where.protocol = where.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(where);
    this.socket = socket;
    socket.addEventListener("open", () => socket === this.socket && this.send());
    socket.addEventListener("message", (event) => socket === this.socket && this.hear(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => socket === this.socket && this.lost(event.code));
    this.expect();
  }

  hear(message) {
    this.expect();
    if (message.type === "hello") {
      this.wait = 500;
      this.onstate("on");
    }
    this.onmessage(message);
  }

  /** Nothing heard for too long is a connection that only looks alive. */
  expect() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      const dead = this.socket;
      this.lost(0);
      dead.close();
    }, SILENCE);
  }

  lost(code) {
    clearTimeout(this.silence);
    this.socket = null;
    if (!this.isWanted) return;
    if (code === 4401) {
      this.stop();
      this.onstate("out");
      return;
    }
    this.onstate("off");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 1.8, LONGEST);
  }

  retry() {
    if (this.socket || !this.isWanted) return;
    clearTimeout(this.timer);
    this.wait = 500;
    this.open();
  }

  /** Hear of these groups, and of no others. */
  watch(groups) {
    this.watched = groups;
    this.send();
  }

  send() {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ watch: this.watched }));
  }

  stop() {
    this.isWanted = false;
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    this.socket?.close();
  }
}

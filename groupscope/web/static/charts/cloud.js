/** A word cloud of buttons: the most frequent in the middle, each at the next free place outwards. */

import { fill, make } from "../base/dom.js";
import { look } from "../base/theme.js";

const pen = document.createElement("canvas").getContext("2d");
const TURN = 0.35;
const WEIGHT = 650;

function meets(box, placed) {
  return placed.some((other) => box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h);
}

/** Put one box as near to the middle as it goes; null where there is no room. */
function settle(w, h, width, height, placed) {
  const flat = height / width;
  for (let angle = 0; ; angle += TURN / (1 + angle * 0.04)) {
    const radius = angle * 1.5;
    if (radius > width * 0.75) return null;
    const x = width / 2 + radius * Math.cos(angle) - w / 2;
    const y = height / 2 + radius * Math.sin(angle) * flat * 1.25 - h / 2;
    if (x < 0 || y < 0 || x + w > width || y + h > height) continue;
    const box = { x, y, w, h };
    if (!meets(box, placed)) return box;
  }
}

/** [{word, messages}] → [{word, messages, size, x, y}] in a room; the least frequent may find no place. */
export function arrange(words, width, height, family) {
  if (!words.length || width < 60 || height < 60) return [];
  const shown = words.slice(0, Math.round(Math.min(90, Math.max(20, (width * height) / 1500))));
  const most = shown[0].messages;
  const least = shown.at(-1).messages;
  const biggest = Math.min(58, height / 4.2, width / (Math.max(2, [...shown[0].word].length) * 1.5));
  let placed = [];
  for (const scale of [1, 0.9, 0.8, 0.7]) {
    placed = [];
    for (const one of shown) {
      const share = most === least ? 0.5 : (one.messages - least) / (most - least);
      const size = Math.max(12, (13 + (biggest - 13) * Math.sqrt(share)) * scale);
      pen.font = `${WEIGHT} ${size}px ${family}`;
      const box = settle(pen.measureText(one.word).width + 10, size * 1.22 + 2, width, height, placed);
      if (box) placed.push({ ...one, ...box, size });
    }
    if (placed.length >= shown.length * 0.9) break;
  }
  return placed;
}

/** Words as buttons in a node. */
export class Cloud {
  constructor(node) {
    this.node = node;
    this.words = [];
    this.shown = "";
    this.buttons = new Map();
    this.watcher = new ResizeObserver(() => this.lay());
    this.watcher.observe(node);
  }

  show(words, onpick, chosen) {
    this.words = words;
    this.onpick = onpick;
    this.chosen = chosen;
    this.lay();
  }

  lay() {
    const { clientWidth: width, clientHeight: height } = this.node;
    const colours = look();
    const key = [width, height, colours.card, ...this.words.slice(0, 90).map((one) => one.word)].join("\n");
    if (key !== this.shown) {
      this.shown = key;
      this.placed = arrange(this.words, width, height, colours.family);
      this.put(colours);
    }
    const counts = new Map(this.words.map((one) => [one.word, one.messages]));
    for (const [word, button] of this.buttons) {
      button.title = `${word} ${counts.get(word)}`;
      button.setAttribute("aria-pressed", String(word === this.chosen));
    }
  }

  put(colours) {
    const next = new Map();
    this.placed.forEach((one, rank) => {
      const button = this.buttons.get(one.word) ?? make("button", { type: "button", class: "word", onclick: () => this.onpick?.(one.word) }, one.word);
      Object.assign(button.style, { fontSize: `${one.size.toFixed(1)}px`, left: `${one.x + 5}px`, top: `${one.y}px`, color: colours.words[rank % colours.words.length] });
      next.set(one.word, button);
    });
    this.buttons = next;
    fill(this.node, ...next.values());
  }

  /** The same as a picture. */
  async picture() {
    const { clientWidth: width, clientHeight: height } = this.node;
    const colours = look();
    const canvas = make("canvas", { width: width * 2, height: height * 2 });
    const brush = canvas.getContext("2d");
    brush.scale(2, 2);
    brush.fillStyle = colours.card;
    brush.fillRect(0, 0, width, height);
    brush.textBaseline = "middle";
    this.placed.forEach((one, rank) => {
      brush.font = `${WEIGHT} ${one.size}px ${colours.family}`;
      brush.fillStyle = colours.words[rank % colours.words.length];
      brush.fillText(one.word, one.x + 5, one.y + one.h / 2);
    });
    return canvas;
  }

  end() {
    this.watcher.disconnect();
  }
}

/** What all drawn charts share: one canvas in a card, its axes, its tips, its picture. */

import * as echarts from "../echarts.js";
import { make } from "../base/dom.js";
import { brief } from "../base/figures.js";
import { look } from "../base/theme.js";

const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A chart in a node. What a click picks is given to `onpick` as the datum of the option. */
export class Drawing {
  constructor(node) {
    this.node = node;
    this.chart = null;
    this.onpick = null;
    this.watcher = new ResizeObserver(() => this.fit());
    this.watcher.observe(node);
  }

  /** Draw an option, made for the size that there is; `draw` is called again where that changes. */
  show(draw, onpick) {
    this.draw = draw;
    this.onpick = onpick;
    if (!this.node.clientWidth) return;
    if (!this.chart) this.begin();
    const colours = look();
    const option = draw(colours, { width: this.node.clientWidth, height: this.node.clientHeight });
    this.chart.setOption({ animation: !isCalm, animationDuration: 500, animationDurationUpdate: 350, ...option, textStyle: { fontFamily: colours.family } }, { notMerge: true });
  }

  begin() {
    this.chart = echarts.init(this.node, null, { renderer: "canvas" });
    this.chart.on("click", (event) => this.onpick?.(event));
    this.chart.getZr().on("mousemove", () => this.node.classList.toggle("pickable", Boolean(this.onpick)));
  }

  fit() {
    if (!this.draw || !this.node.clientWidth) return;
    this.chart?.resize();
    this.show(this.draw, this.onpick);
  }

  picture() {
    const image = new Image();
    const url = this.chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: look().card });
    return new Promise((resolve) => {
      image.addEventListener("load", () => resolve(image));
      image.src = url;
    });
  }

  end() {
    this.watcher.disconnect();
    this.chart?.dispose();
    this.chart = null;
  }
}

/** A tip whose lines are text: names come from chat, and tips are markup otherwise. */
export function tip(colours, lines, more = {}) {
  return {
    confine: true, backgroundColor: colours.card, borderColor: colours.line, padding: [8, 12],
    textStyle: { color: colours.ink, fontSize: 13 }, extraCssText: "border-radius:10px;max-width:320px;white-space:normal;",
    formatter: (event) => {
      const [title, ...rest] = lines(event);
      return make("div", { class: "tip" }, make("b", {}, title), rest.filter(Boolean).map((line) => make("div", {}, line)));
    },
    ...more,
  };
}

export function categoryAxis(colours, labels, more = {}) {
  return {
    type: "category", data: labels, axisLine: { lineStyle: { color: colours.line } }, axisTick: { show: false },
    axisLabel: { color: colours.ink2, fontSize: 12, hideOverlap: true }, ...more,
  };
}

export function valueAxis(colours, more = {}) {
  return {
    type: "value", splitNumber: 4, axisLabel: { color: colours.ink2, fontSize: 12, formatter: brief },
    splitLine: { lineStyle: { color: colours.grid } }, axisLine: { show: false }, ...more,
  };
}

/** From full colour to nearly nothing, downwards or leftwards. */
export function fade(colour, isLying = false) {
  const stops = [{ offset: 0, color: colour }, { offset: 1, color: faint(colour, 0.42) }];
  return new echarts.graphic.LinearGradient(...(isLying ? [1, 0, 0, 0] : [0, 0, 0, 1]), stops);
}

/** "#5b8cff" and .4 → "rgba(91, 140, 255, 0.4)" */
export function faint(colour, strength) {
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${channels.join(", ")}, ${strength})`;
}

const letters = new Intl.Segmenter("zh", { granularity: "grapheme" });

/** Cut a label to a number of wide letters; narrow ones count half, a family of emoji is one. */
export function cut(text, widest) {
  let room = widest;
  let shown = "";
  for (const { segment: letter } of letters.segment(text)) {
    room -= letter.codePointAt(0) > 0x2e7f ? 1 : 0.56;
    if (room < 0) return `${shown}…`;
    shown += letter;
  }
  return shown;
}

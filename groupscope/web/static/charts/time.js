/** What goes along time: messages with mood, a day in ten minutes, a member's mood, what was recorded. */

import { moment, mood, number } from "../base/figures.js";
import { say } from "../base/words.js";
import { categoryAxis, fade, faint, tip, valueAxis } from "./drawing.js";

/** Buckets that were not heard, as hatched columns behind the bars: a series of its own, the last one. */
function gaps(rows, colours) {
  const sign = document.createElement("canvas");
  sign.width = sign.height = 8;
  const pen = sign.getContext("2d");
  pen.strokeStyle = faint(colours.grey, 0.5);
  pen.beginPath();
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  const column = ({ coordSys: { y, height } }, api) => {
    const [middle] = api.coord([api.value(0), 0]);
    const [width] = api.size([1, 0]);
    return { type: "rect", shape: { x: middle - width / 2, y, width, height }, style: { fill: { image: sign, repeat: "repeat" } } };
  };
  return {
    type: "custom", silent: true, z: 0, animation: false, renderItem: column, tooltip: { show: false },
    data: rows.flatMap((row, i) => (row.is_gap ? [[i, 0]] : [])),
  };
}

/** An axis of moods, the same way up and down, no longer than what there is to see. */
function moodAxis(rows, colours, more = {}) {
  const widest = Math.max(0.25, ...rows.map((row) => Math.abs(row.mood ?? 0)));
  const most = widest > 0.75 ? 1 : widest > 0.45 ? 0.8 : widest > 0.3 ? 0.5 : 0.3;
  const axisLabel = { color: colours.ink2, fontSize: 12, formatter: mood };
  return valueAxis(colours, { min: -most, max: most, interval: most / 2, axisLabel, ...more });
}

/** What a tip says of a bucket. */
function told(row, unit) {
  if (row.is_gap && !row.messages) return [row.label, say("gap")];
  return [
    row.since ? `${moment(row.since)}` : row.label, `${number(row.messages)} ${unit}`,
    row.speakers === undefined ? "" : `${say("speakers")} ${row.speakers}`,
    row.mood === null || row.mood === undefined ? "" : `${say("mood")} ${mood(row.mood)}`,
  ];
}

/** Messages as bars and mood as a line; with the newest to the left where so wished. */
export function trendBars(given, { isNewestFirst, peaks = [] }) {
  const rows = isNewestFirst ? [...given].reverse() : given;
  const words = new Map(peaks.map((peak) => [isNewestFirst ? given.length - 1 - peak.bucket : peak.bucket, peak.word]));
  const hasMood = rows.some((row) => row.mood !== null && row.mood !== undefined);
  return (colours) => ({
    grid: { left: 4, right: 4, top: 40, bottom: 2, containLabel: true },
    legend: {
      right: 0, top: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: colours.ink2, fontSize: 12 },
      data: [say("messages"), ...(hasMood ? [say("mood")] : [])],
    },
    tooltip: tip(colours, ([first]) => told(rows[first.dataIndex], say("messages")), { trigger: "axis", axisPointer: { type: "shadow" } }),
    xAxis: categoryAxis(colours, rows.map((row) => row.label)),
    yAxis: [
      valueAxis(colours),
      moodAxis(rows, colours, { show: hasMood, splitLine: { show: false } }),
    ],
    series: [
      {
        name: say("messages"), type: "bar", barMaxWidth: 26, itemStyle: { color: fade(colours.blue), borderRadius: [4, 4, 0, 0] },
        data: rows.map((row, i) => ({
          value: row.messages, bucket: i,
          label: words.get(i) ? { show: true, position: "top", formatter: words.get(i), color: colours.ink, fontSize: 12, fontWeight: 600, backgroundColor: colours.card, borderRadius: 4, padding: [1, 4] } : undefined,
        })),
        labelLayout: { hideOverlap: true }, cursor: "pointer", color: colours.blue,
      },
      {
        name: say("mood"), type: "line", yAxisIndex: 1, data: hasMood ? rows.map((row) => row.mood) : [], connectNulls: false,
        smooth: 0.25, symbolSize: 5, showSymbol: rows.length < 70, lineStyle: { width: 2.2, color: colours.amber }, itemStyle: { color: colours.amber }, z: 5,
      },
      gaps(rows, colours),
    ],
  });
}

const STEPS_A_DAY = 144;

/** The ten minutes of a day, with those that are still to come. */
export function wholeDay(rows) {
  const written = (count) => String(count).padStart(2, "0");
  const coming = Array.from({ length: Math.max(0, STEPS_A_DAY - rows.length) }, (_, i) => rows.length + i);
  return [...rows, ...coming.map((step) => ({ label: `${written(Math.floor(step / 6))}:${written((step % 6) * 10)}`, messages: null, speakers: null }))];
}

/** A day in steps of ten minutes. */
export function dayArea(rows) {
  return (colours) => ({
    grid: { left: 4, right: 10, top: 14, bottom: 2, containLabel: true },
    tooltip: tip(colours, ([first]) => told(rows[first.dataIndex], say("messages")), { trigger: "axis" }),
    xAxis: categoryAxis(colours, rows.map((row) => row.label), rows.length < 100 ? {} : {
      axisLabel: { color: colours.ink2, fontSize: 12, interval: (_, label) => label.endsWith(":00") && Number(label.slice(0, 2)) % 3 === 0 },
    }),
    yAxis: valueAxis(colours, { minInterval: 1 }),
    series: [
      {
        type: "bar", name: say("messages"), data: rows.map((row) => row.messages), barCategoryGap: "12%", barMaxWidth: 40,
        itemStyle: { color: fade(colours.teal), borderRadius: [2, 2, 0, 0] }, cursor: "pointer",
      },
      {
        type: "line", name: say("speakers"), data: rows.map((row) => row.speakers), step: "middle", showSymbol: false,
        lineStyle: { width: 1.8, color: colours.violet }, itemStyle: { color: colours.violet },
      },
      gaps(rows, colours),
    ],
  });
}

/** The mood of a member, with its interval, around the line between good and bad. */
export function moodLine(rows) {
  const low = rows.map((row) => row.mood_low ?? null);
  const span = rows.map((row) => (row.mood === null || row.mood_high === null ? null : row.mood_high - row.mood_low));
  return (colours) => ({
    grid: { left: 4, right: 22, top: 14, bottom: 2, containLabel: true },
    tooltip: tip(colours, ([first]) => told(rows[first.dataIndex], say("messages")), { trigger: "axis" }),
    xAxis: categoryAxis(colours, rows.map((row) => row.label), { boundaryGap: false, axisLine: { show: false } }),
    yAxis: moodAxis(rows, colours),
    visualMap: { show: false, seriesIndex: 2, dimension: 1, pieces: [{ gte: 0.1, color: colours.good }, { lte: -0.1, color: colours.bad }, { gt: -0.1, lt: 0.1, color: colours.amber }] },
    series: [
      { type: "line", stack: "interval", data: low, showSymbol: false, lineStyle: { opacity: 0 }, silent: true, stackStrategy: "all" },
      { type: "line", stack: "interval", data: span, showSymbol: false, lineStyle: { opacity: 0 }, areaStyle: { color: faint(colours.teal, 0.16) }, silent: true, stackStrategy: "all" },
      {
        type: "line", name: say("mood"), data: rows.map((row, i) => [i, row.mood]), connectNulls: true, smooth: 0.25, symbolSize: 7, lineStyle: { width: 2.6 },
        markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colours.grey, type: "dashed" }, data: [{ yAxis: 0 }] },
      },
    ],
  });
}

/** Rings, clocks, dots and squares. */

import { brief, mood, number, percent } from "../base/figures.js";
import { say } from "../base/words.js";
import { categoryAxis, cut, faint, tip, valueAxis } from "./drawing.js";

/** Messages against members: as big as many speak, coloured by mood. */
export function scatterDots(rows, chosen) {
  return (colours, { width }) => {
    const most = Math.max(1, ...rows.map((row) => row.speakers ?? 0));
    const named = new Set([...rows].sort((a, b) => b.messages - a.messages).slice(0, width < 420 ? 4 : 8).map((row) => row.id));
    const shown = rows.filter((row) => row.members !== null && row.members !== undefined);
    return {
      grid: { left: 4, right: say("members").length > 2 ? 62 : 36, top: 34, bottom: 2, containLabel: true },
      tooltip: tip(colours, ({ dataIndex }) => {
        const row = shown[dataIndex];
        return [row.name, `${say("members")} ${number(row.members)}`, `${say("messages")} ${number(row.messages)}`, `${say("speakers")} ${number(row.speakers)}`, `${say("mood")} ${mood(row.mood)}`];
      }),
      xAxis: valueAxis(colours, { name: say("members"), nameGap: 6, nameTextStyle: { color: colours.ink2, fontSize: 12 }, scale: true, splitNumber: 5, boundaryGap: ["6%", "10%"], min: ({ min, max }) => Math.max(0, Math.floor(min - (max - min) * 0.08)) }),
      yAxis: valueAxis(colours, { min: 0 }),
      series: [{
        type: "scatter", cursor: "pointer",
        data: shown.map((row) => ({
          value: [row.members, row.messages], id: row.id, symbolSize: 12 + 24 * Math.sqrt((row.speakers ?? 0) / most),
          itemStyle: {
            color: faint(colours[row.mood === null || row.mood === undefined ? "grey" : row.mood >= 0.1 ? "good" : row.mood <= -0.1 ? "bad" : "amber"], 0.8),
            borderColor: row.id === chosen ? colours.ink : colours.card, borderWidth: row.id === chosen ? 2 : 1,
          },
          label: { show: named.has(row.id) || row.id === chosen, formatter: cut(row.name, 9), position: "top", color: colours.ink, fontSize: 12 },
        })),
        labelLayout: { hideOverlap: true, moveOverlap: "shiftY" },
      }],
    };
  };
}

/** Members by what they say their gender is. */
export function genderRing(rows) {
  return (colours) => {
    const tints = { male: colours.blue, female: colours.rose, unknown: colours.grey };
    const whole = rows.reduce((sum, row) => sum + row.members, 0);
    return {
      title: { text: number(whole), subtext: say("members"), left: "center", top: "34%", itemGap: 2, textStyle: { color: colours.ink, fontSize: 22 }, subtextStyle: { color: colours.ink2, fontSize: 12 } },
      tooltip: tip(colours, ({ dataIndex }) => [say(rows[dataIndex].sex), `${say("members")} ${number(rows[dataIndex].members)} · ${percent(rows[dataIndex].members / whole)}`, `${say("messages")} ${number(rows[dataIndex].messages)}`]),
      legend: { bottom: 0, icon: "circle", itemWidth: 9, itemHeight: 9, textStyle: { color: colours.ink2, fontSize: 12 } },
      series: [{
        type: "pie", radius: ["48%", "72%"], center: ["50%", "44%"], padAngle: 2, itemStyle: { borderRadius: 6 }, label: { show: false },
        data: rows.map((row) => ({ name: say(row.sex), value: row.members, itemStyle: { color: tints[row.sex] } })),
      }],
    };
  };
}

/** Twenty-four hours around a clock, midnight on top. */
export function clockBars(rows, chosen) {
  return (colours, { width, height }) => ({
    polar: { center: ["50%", "50%"], radius: ["18%", width < 260 || height < 220 ? "72%" : "80%"] },
    tooltip: tip(colours, ({ dataIndex }) => [`${rows[dataIndex].hour}:00–${rows[dataIndex].hour + 1}:00`, say("count", { count: number(rows[dataIndex].messages) })]),
    angleAxis: {
      type: "category", data: rows.map((row) => row.hour), startAngle: 90, axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: { color: colours.ink2, fontSize: 12, interval: (hour) => hour % 3 === 0 },
    },
    radiusAxis: { axisLabel: { show: false }, axisLine: { show: false }, axisTick: { show: false }, splitNumber: 3, splitLine: { lineStyle: { color: colours.grid } } },
    series: [{
      type: "bar", coordinateSystem: "polar", cursor: "pointer", barCategoryGap: "18%",
      data: rows.map((row) => ({
        value: row.messages, hour: row.hour,
        itemStyle: {
          borderRadius: 4, opacity: chosen === null || chosen === row.hour ? 1 : 0.35,
          color: row.hour < 6 ? colours.violet : row.hour < 12 ? colours.amber : row.hour < 18 ? colours.teal : colours.blue,
        },
      })),
    }],
  });
}

/** Weekdays × hours; what was never heard stays empty. */
export function heatMap(rows) {
  return (colours, { width }) => {
    const cells = rows.flatMap((row, y) => Array.from({ length: 24 }, (_, hour) => [hour, y, row[`h${hour}`]]));
    const most = Math.max(1, ...cells.map((cell) => cell[2] ?? 0));
    return {
      grid: { left: 4, right: 6, top: 6, bottom: 2, containLabel: true },
      tooltip: tip(colours, ({ data }) => [`${rows[data.value[1]].label} ${data.value[0]}:00`, `${number(data.value[2])} ${say("messages")}/h`]),
      xAxis: categoryAxis(colours, Array.from({ length: 24 }, (_, hour) => `${hour}`), { axisLine: { show: false }, axisLabel: { color: colours.ink2, fontSize: 12, interval: (hour) => hour % (width < 420 ? 6 : 3) === 0 } }),
      yAxis: categoryAxis(colours, rows.map((row) => row.label), { inverse: true, axisLine: { show: false } }),
      visualMap: { show: false, min: 0, max: most, inRange: { color: colours.heat } },
      series: [{
        type: "heatmap", cursor: "pointer", itemStyle: { borderRadius: 4, borderWidth: 2, borderColor: colours.card },
        data: cells.filter((cell) => cell[2] !== null).map((cell) => ({ value: cell, hour: cell[0], weekday: rows[cell[1]].weekday })),
      }],
    };
  };
}

/** Whom a member talks with: what went there to the left, what came back to the right. */
export function tieBars(given, received) {
  const people = new Map();
  for (const [list, way] of [[given, "to"], [received, "back"]]) {
    for (const one of list) people.set(one.id, { id: one.id, name: one.name, to: 0, back: 0, ...people.get(one.id), [way]: one.count });
  }
  const all = [...people.values()].sort((a, b) => b.to + b.back - a.to - a.back);
  return (colours, { height }) => {
    const rows = all.slice(0, Math.max(3, Math.floor((height - 26) / 22)));
    const side = (name, key, colour, radius, sense) => ({
      name, type: "bar", stack: "both", barMaxWidth: 14, cursor: "pointer", itemStyle: { color: colour, borderRadius: radius },
      data: rows.map((row) => ({ value: sense * row[key], id: row.id })),
    });
    return {
      grid: { left: 4, right: 10, top: 26, bottom: 2, containLabel: true },
      legend: { top: 0, right: 0, itemWidth: 10, itemHeight: 8, textStyle: { color: colours.ink2, fontSize: 12 } },
      tooltip: tip(colours, ({ dataIndex }) => [rows[dataIndex].name, `${say("to_them")} ${rows[dataIndex].to}`, `${say("from_them")} ${rows[dataIndex].back}`]),
      xAxis: valueAxis(colours, { axisLabel: { show: false, formatter: (value) => brief(Math.abs(value)) }, splitNumber: 2 }),
      yAxis: categoryAxis(colours, rows.map((row) => cut(row.name, 6)), { inverse: true, axisLine: { show: false }, axisLabel: { color: colours.ink, fontSize: 12, interval: 0 } }),
      series: [side(say("to_them"), "to", colours.blue, [5, 0, 0, 5], -1), side(say("from_them"), "back", colours.teal, [0, 5, 5, 0], 1)],
    };
  };
}

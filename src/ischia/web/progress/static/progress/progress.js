// The charts of the page: each reads its numbers from the page and draws what the table beside it says.

import uPlot from "../vendor/uplot/uPlot.esm.js";

const HEIGHT = 272;
const language = document.documentElement.lang || "en";
const short = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
const long = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const charts = [];

const colours = (figure) => (name) => getComputedStyle(figure).getPropertyValue(`--chart-${name}`).trim();

function line(given, colour, bars) {
  const { title, style } = given;
  if (style === "band-low") return { label: title, points: { show: false }, width: 0, stroke: "transparent" };
  if (style === "band") return { label: title, points: { show: false }, width: 1, stroke: () => colour("edge"), fill: () => "transparent" };
  if (bars && (style === "plan" || style === "done")) {
    const plan = style === "plan";
    const path = uPlot.paths.bars({ size: [plan ? 0.85 : 0.55, 44] });
    return { label: title, paths: path, points: { show: false }, width: 1, stroke: () => colour(plan ? "edge" : "done"), fill: () => colour(plan ? "soft" : "done") };
  }
  const back = style === "back";
  return { label: title, stroke: () => colour(style), width: 2.5, dash: back ? [7, 5] : undefined, spanGaps: true, points: { size: 6, fill: () => colour(style) } };
}

// Flares behind everything; days of changes and the level that matters in front.
function drawMarks(data, colour) {
  const clip = (u, draw) => {
    const { left, top, width, height } = u.bbox;
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(left, top, width, height);
    u.ctx.clip();
    draw(u.ctx, u.bbox);
    u.ctx.restore();
  };
  return {
    hooks: {
      drawClear: [(u) => clip(u, (ctx, box) => {
        ctx.fillStyle = colour("grid");
        for (const [from, to] of data.flares) {
          const start = u.valToPos(from - 43200, "x", true);
          const end = u.valToPos(to + 43200, "x", true);
          ctx.fillRect(start, box.top, Math.max(end - start, 2), box.height);
        }
      })],
      draw: [(u) => clip(u, (ctx, box) => {
        ctx.fillStyle = colour("edge");
        for (const mark of data.marks) ctx.fillRect(u.valToPos(mark, "x", true), box.top + box.height - 8, 1, 8);
        for (const stage of data.stages || []) ctx.fillRect(u.valToPos(stage, "x", true) - 1, box.top + box.height - 22, 3, 22);
        if (data.level === null) return;
        ctx.strokeStyle = colour("done");
        ctx.setLineDash([10, 8]);
        ctx.lineWidth = 2;
        ctx.beginPath();
        const y = u.valToPos(data.level, "y", true);
        ctx.moveTo(box.left, y);
        ctx.lineTo(box.left + box.width, y);
        ctx.stroke();
      })],
    },
  };
}

function axis(colour, more) {
  return { stroke: () => colour("ink"), grid: { stroke: () => colour("grid"), width: 1 }, ticks: { stroke: () => colour("grid") }, font: "16px 'Atkinson Hyperlegible', sans-serif", ...more };
}

function draw(figure) {
  const place = figure.querySelector("[data-plot]");
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const colour = colours(figure);
  const low = data.lines.findIndex((one) => one.style === "band-low");
  const day = 86400;
  const room = data.bars ? 4 * day : Math.max(day, (data.x.at(-1) - data.x[0]) * 0.02);
  const options = {
    width: place.clientWidth - 18,
    height: HEIGHT,
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1e3), "Etc/UTC"),
    plugins: [drawMarks(data, colour)],
    scales: { x: { range: () => [data.x[0] - room, data.x.at(-1) + room] }, y: { range: () => data.range } },
    series: [{ value: (u, at) => (at == null ? "" : long.format(new Date(at * 1e3))), label: "" }, ...data.lines.map((one) => line(one, colour, data.bars))],
    bands: low < 0 ? [] : [{ series: [low, low + 1], fill: () => colour("soft") }], // upper, lower
    axes: [
      axis(colour, { values: (u, all) => all.map((at) => short.format(new Date(at * 1e3))), space: 76, incrs: [1, 2, 7, 14, 28, 56, 91, 182, 364].map((n) => n * day) }),
      axis(colour, { size: 44 }),
    ],
    cursor: { drag: { x: false, y: false } },
    legend: { live: false },
  };
  options.series = options.series.map((one, i) => (i === 0 || one.label ? one : { ...one, class: "hidden-text" }));
  const chart = new uPlot(options, [data.x, ...data.lines.map((one) => one.y)], place);
  charts.push({ chart, figure, place });
}

const redraw = () => charts.forEach(({ chart }) => chart.redraw(false));
const fit = () => charts.forEach(({ chart, place }) => chart.setSize({ width: place.clientWidth - 18, height: HEIGHT }));
const onPaper = (paper) => {
  charts.forEach(({ figure }) => figure.classList.toggle("chart--print", paper));
  redraw();
};

document.fonts.ready.then(() => document.querySelectorAll("[data-chart]").forEach(draw));
window.addEventListener("resize", fit);
window.addEventListener("beforeprint", () => onPaper(true));
window.addEventListener("afterprint", () => onPaper(false));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

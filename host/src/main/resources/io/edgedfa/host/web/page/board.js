// One board: what it is now, how it came there, and what it can be told.

import { boardPath, get } from "/part/api.js";
import { Chart } from "/part/chart.js";
import { confusionMatrix, recallBars } from "/part/classes.js";
import { Commands } from "/part/commands.js";
import { h, write } from "/part/dom.js";
import { Facts } from "/part/facts.js";
import { fleet } from "/part/fleet.js";
import { ago, bytes, celsius, celsiusMark, loss, micros, model, percent, percentMark, plainMark, watts, wattsMark, whole } from "/part/format.js";
import { History } from "/part/history.js";
import { Markers } from "/part/markers.js";
import { empty, failure, loading } from "/part/notes.js";
import { Range } from "/part/range.js";
import { alertCount, badge, setAlertCount, setBadge } from "/part/state.js";

const DETAIL_MS = 3000;
const POINTS = 600;
const CHARTS = [
  { title: "Accuracy", format: percent, mark: percentMark, range: [0, 1], room: 24, lines: [{ metric: "learning/accuracy", label: "on the stream" }, { metric: "guard/accuracy", label: "held out" }] },
  { title: "Loss", format: loss, mark: plainMark, lines: [{ metric: "learning/loss", label: "loss" }] },
  { title: "Step latency", format: micros, lines: [{ metric: "learning/step_p50_micros", label: "median" }, { metric: "learning/step_p99_micros", label: "99th percentile" }] },
  { title: "Temperature", format: celsius, mark: celsiusMark, lines: [{ metric: "board/cpu_celsius", label: "processor" }, { metric: "board/gpu_celsius", label: "GPU" }] },
  { title: "Power", format: watts, mark: wattsMark, lines: [{ metric: "board/power_watts", label: "power" }] },
  { title: "Memory", format: bytes, lines: [{ metric: "process/resident_bytes", label: "resident" }] },
];

export function show(main, query) {
  const id = query.get("id") ?? "";
  const page = new BoardPage(main, id, query);
  page.start();
  return () => page.end();
}

class BoardPage {
  constructor(main, id, query) {
    Object.assign(this, { main, id, ended: false, timers: {} });
    this.badge = badge();
    this.alerts = alertCount();
    this.facts = h("dl", { class: "lead" });
    this.place = h("div", {}, loading("the board"));
    main.append(h("nav", { class: "back", "aria-label": "back" }, h("a", { href: "/" }, "← Fleet")),
      h("div", { class: "heading" }, h("h1", {}, id.slice(id.indexOf("/") + 1) || "No board"), h("p", { class: "state" }, this.badge, h("span", { class: "reason" }), this.alerts)),
      this.facts, this.place);
    this.range = new Range(query, () => this.detail?.firstSeen ?? fleet.now() - 3600000, () => this.draw());
    this.history = new History(id, (events) => this.markers?.show(events));
    this.commands = new Commands(id);
    this.metrics = new Facts();
  }

  async start() {
    this.stop = fleet.onChange(() => this.state());
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.recolour = () => this.charts?.forEach((chart) => chart.recolour());
    this.scheme.addEventListener("change", this.recolour);
    await this.look();
  }

  end() {
    this.ended = true;
    this.stop();
    this.scheme.removeEventListener("change", this.recolour);
    Object.values(this.timers).forEach(clearTimeout);
    this.charts?.forEach((chart) => chart.end());
  }

  // The board's present, again and again.
  async look() {
    try {
      const detail = await get(boardPath(this.id));
      if (this.ended) return;
      this.detail = detail;
      if (!this.charts) this.build();
      this.present();
    } catch (error) {
      if (this.ended) return;
      if (!this.charts) this.place.replaceChildren(error.status === 404 || !this.id ? this.unknown() : failure(error, () => this.look()));
    }
    this.again("look", DETAIL_MS, () => this.look());
  }

  unknown() {
    return empty("The host knows no such board", h("p", {}, "It may have another name, or not have reported yet. ", h("a", { href: "/" }, "All boards")));
  }

  build() {
    this.charts = CHARTS.map((settings) => new Chart(settings, (from, to) => this.range.set(from, to)));
    this.markers = new Markers(this.charts[0], (event) => this.history.point(event));
    const keys = "Drag over a chart to zoom in, double-click to go back. Keys: + and − zoom, arrows move, 0 goes back. Ctrl and wheel zoom.";
    this.plots = h("div", { class: "charts", tabindex: "0", role: "group", "aria-label": "charts. " + keys }, this.charts.map(({ element }) => element));
    this.range.listen(this.plots);
    this.trouble = h("p", { class: "said", role: "status" });
    this.recall = h("section", { class: "panel" });
    this.confusion = h("section", { class: "panel" });
    this.place.replaceChildren(this.range.element, this.trouble, this.plots, h("p", { class: "hint" }, keys),
      h("div", { class: "panels" },
        h("div", { class: "column" }, this.history.element, this.confusion), h("div", { class: "column" }, this.recall, this.commands.element, this.metrics.element)));
    this.draw();
    this.listen();
  }

  // Events and commands' answers.
  async listen() {
    for (const part of [this.history, this.commands]) {
      try {
        await part.refresh();
      } catch (error) {
        if (error.status === undefined) throw error;
        if (!part.list.firstChild) part.list.append(h("li", { class: "nothing" }, "✕ " + error.message));
      }
    }
    this.again("listen", DETAIL_MS, () => this.listen());
  }

  state() {
    const board = fleet.boards.get(this.id) ?? this.detail;
    if (!board || (!fleet.boards.has(this.id) && !this.detail)) return;
    setBadge(this.badge, fleet.state(board));
    write(this.main.querySelector(".reason"), !fleet.heard ? "the host does not answer" : board.paused || board.reason);
    this.alerts.hidden = !board.alerts;
    setAlertCount(this.alerts, board.alerts ?? 0);
    const facts = {
      accuracy: percent(board.accuracy), "held out": percent(board.heldOutAccuracy), model: model(board.modelId, board.modelVersion), rule: board.rule ?? "–",
      samples: whole(board.samples), "median step": micros(board.stepP50Micros), temperature: celsius(board.temperature), power: watts(board.power),
      memory: bytes(board.residentBytes), "last seen": ago(fleet.now(), board.lastSeen), waiting: whole(board.outboxWaiting), board: board.boardModel ?? board.osArch ?? "–", group: board.group,
    };
    if (!this.facts.firstChild) this.facts.append(...Object.keys(facts).map((name) => h("div", {}, h("dt", {}, name), h("dd", { "data-field": name }))));
    Object.values(facts).forEach((text, i) => write(this.facts.children[i].lastChild, text));
  }

  present() {
    this.state();
    const { recall, confusion, metrics } = this.detail;
    const key = JSON.stringify([recall, confusion]);
    if (key !== this.shownClasses) {
      this.recall.replaceChildren(h("h2", {}, "Recall per class"), recallBars(recall));
      this.confusion.replaceChildren(h("h2", {}, "Confusion"), confusionMatrix(confusion));
      this.shownClasses = key;
    }
    this.metrics.show(metrics ?? {});
  }

  // Fetches what is in the window; while it follows the time, again as often as there is a new pixel.
  async draw() {
    if (!this.charts) return;
    const [from, to] = this.range.now();
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      for (const chart of this.charts) {
        chart.element.hidden = chart !== this.charts[0] && !chart.lines.some(({ metric }) => metric in this.detail.metrics);
        const points = await Promise.all(chart.lines.map((line) => this.series(line.metric, from, to)));
        if (this.ended || turn !== this.turn) return;
        chart.show(points, from, to);
      }
      write(this.trouble, "");
    } catch (error) {
      if (error.status === undefined) throw error;
      if (turn === this.turn) write(this.trouble, "✕ The charts could not be loaded: " + error.message);
    }
    this.again("draw", Math.min(60000, Math.max(3000, (to - from) / 300)), () => (this.range.fixed ? null : this.draw()));
  }

  async series(metric, from, to) {
    if (!(metric in (this.detail.metrics ?? {}))) return [];
    return (await get(boardPath(this.id) + "/series", { metric, from: Math.floor(from), to: Math.ceil(to), points: POINTS })).points;
  }

  again(name, ms, action) {
    clearTimeout(this.timers[name]);
    if (!this.ended) this.timers[name] = setTimeout(action, ms);
  }
}

// One board's card: its text, and the chart of its accuracy over time.

const WINDOW_MS = 30 * 60 * 1000; // the chart shows at most this much time
const GAP_MS = 20 * 1000; // no line is drawn across a longer silence
const MAX_POINTS = 2000;

const whole = new Intl.NumberFormat("en");
const hourMinute = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const toMinute = new Intl.DateTimeFormat("en", hourMinute);
const toSecond = new Intl.DateTimeFormat("en", { ...hourMinute, second: "2-digit" });
const TICK_STEPS_MS = [5, 10, 15, 30, 60, 120, 300, 600, 900].map((seconds) => 1000 * seconds);
const SHORTEST_MS = 20 * 1000; // the chart shows at least this much time
const NONE = "–";

const show = (value, format) => (value === null || value === undefined ? NONE : format(value));
const percent = (share) => (100 * share).toFixed(1) + "%";
const micros = (n) => (n < 1000 ? whole.format(n) + " µs" : n < 1e6 ? (n / 1e3).toPrecision(3) + " ms" : (n / 1e6).toPrecision(3) + " s");
const bytes = (n) => (n < 1e9 ? Math.round(n / 1e6) + " MB" : (n / 1e9).toFixed(2) + " GB");
const rate = (n) => String(Number(n.toPrecision(3)));

function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return seconds + " s";
  if (seconds < 7200) return Math.round(seconds / 60) + " min";
  if (seconds < 172800) return Math.round(seconds / 3600) + " h";
  return Math.round(seconds / 86400) + " days";
}

export class Card {
  constructor(template, board) {
    this.board = board;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.dataset.board = board.id;
    this.fields = {};
    for (const field of this.element.querySelectorAll("[data-field]")) {
      this.fields[field.dataset.field] = field;
    }
    this.canvas = this.element.querySelector("canvas");
    this.noData = this.element.querySelector(".nodata");
    this.lossLegend = this.element.querySelector(".legend .loss");
    this.accuracy = [];
    this.loss = [];
    this.lastPointMs = 0;
  }

  // Draws the chart; the card must be in the document. History arrives later and goes before the live points.
  async start() {
    this.chart = new Chart(this.canvas, chartConfig(this.accuracy, this.loss));
    this.recolour();
    const since = Math.max(0, this.board.lastSeen - WINDOW_MS);
    await Promise.all([this.recall("learning/accuracy", this.accuracy, since), this.recall("learning/loss", this.loss, since)]);
    this.redraw();
  }

  async recall(metric, points, since) {
    const path = [this.board.group, this.board.edge].map(encodeURIComponent).join("/");
    try {
      const reply = await fetch(`/api/boards/${path}/series?metric=${encodeURIComponent(metric)}&from=${since}`);
      if (!reply.ok) return;
      const history = (await reply.json()).points.map(([x, y]) => ({ x, y }));
      const firstLive = points.length ? points[0].x : Infinity;
      points.unshift(...history.filter((point) => point.x < firstLive));
    } catch {
      // the page says that the host is gone; live points follow when it is back
    }
  }

  update(board, now) {
    this.board = board;
    const text = {
      edge: board.edge,
      group: board.group,
      accuracy: show(board.accuracy, percent),
      samples: show(board.samples, whole.format),
      rule: show(board.rule, String),
      p50: show(board.stepP50Micros, micros),
      p99: show(board.stepP99Micros, micros),
      memory: show(board.residentBytes, bytes),
      rate: show(board.learningRate, rate),
      model: board.modelId ? board.modelId + (board.modelVersion ? " v" + board.modelVersion : "") : NONE,
      loss: show(board.loss, (n) => n.toPrecision(3)),
      seen: now - board.lastSeen < 2000 ? "now" : duration(now - board.lastSeen) + " ago",
    };
    for (const [field, value] of Object.entries(text)) {
      this.write(field, value);
    }
    this.setState(board.state, board.reason || "for " + duration(now - board.since));
    this.addPoint(board);
  }

  setState(state, reason) {
    this.element.dataset.state = state;
    this.write("state", state);
    this.write("reason", reason);
  }

  write(field, value) {
    if (this.fields[field].textContent !== value) {
      this.fields[field].textContent = value;
    }
  }

  addPoint(board) {
    if (board.state !== "online" || board.lastSeen <= this.lastPointMs) return;
    this.lastPointMs = board.lastSeen;
    if (board.accuracy !== null) append(this.accuracy, board.lastSeen, board.accuracy);
    if (board.loss !== null) append(this.loss, board.lastSeen, board.loss);
    this.redraw();
  }

  redraw() {
    if (!this.chart) return;
    const [accuracy, loss] = this.chart.data.datasets;
    accuracy.data = withGaps(this.accuracy);
    loss.data = withGaps(this.loss);
    this.chart.options.scales.loss.display = this.loss.length > 0;
    this.chart.options.elements.point.radius = this.accuracy.length < 5 ? 2 : 0; // a line that short is hardly one
    if (this.accuracy.length > 0) {
      const first = this.accuracy[0].x;
      const last = this.accuracy[this.accuracy.length - 1].x;
      Object.assign(this.chart.options.scales.x, { min: first, max: Math.max(last, first + SHORTEST_MS) });
    }
    this.chart.update("none");
    this.canvas.dataset.points = this.accuracy.length;
    this.canvas.setAttribute("aria-label", `accuracy of ${this.board.edge} over time, now ${show(this.board.accuracy, percent)}`);
    this.noData.hidden = this.accuracy.length > 0;
    this.lossLegend.hidden = this.loss.length === 0;
  }

  // Chart.js draws on a canvas, which style sheets do not reach.
  recolour() {
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const [accuracy, loss] = this.chart.data.datasets;
    accuracy.borderColor = accuracy.backgroundColor = colour("--accent");
    loss.borderColor = loss.backgroundColor = colour("--loss");
    for (const axis of Object.values(this.chart.options.scales)) {
      axis.ticks.color = colour("--muted");
      axis.grid.color = axis.border.color = colour("--line");
    }
    this.chart.update("none");
  }
}

function append(points, x, y) {
  points.push({ x, y });
  while (points.length > MAX_POINTS || points[0].x < x - WINDOW_MS) {
    points.shift();
  }
}

// A point without a value between two that are far apart interrupts the line.
function withGaps(points) {
  const line = [];
  points.forEach((point, i) => {
    if (i > 0 && point.x - points[i - 1].x > GAP_MS) line.push({ x: point.x, y: null });
    line.push(point);
  });
  return line;
}

// Ticks at round times of the clock; Chart.js alone would round the milliseconds.
function timeTicks(axis) {
  const step = TICK_STEPS_MS.find((ms) => (axis.max - axis.min) / ms <= 4) ?? WINDOW_MS;
  const format = step < 60000 ? toSecond : toMinute;
  axis.ticks = [];
  for (let ms = Math.ceil(axis.min / step) * step; ms <= axis.max; ms += step) {
    axis.ticks.push({ value: ms, label: format.format(ms) });
  }
}

function chartConfig(accuracy, loss) {
  const tick = { font: { size: 11, family: getComputedStyle(document.body).fontFamily }, maxRotation: 0 };
  return {
    type: "line",
    data: {
      datasets: [
        { label: "accuracy", data: accuracy, yAxisID: "accuracy", borderWidth: 2.5, order: 0 },
        { label: "loss", data: loss, yAxisID: "loss", borderWidth: 1.25, borderDash: [4, 3], order: 1 },
      ],
    },
    options: {
      animation: false,
      parsing: false,
      maintainAspectRatio: false,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      elements: { point: { radius: 0, hitRadius: 8, hoverRadius: 4 }, line: { tension: 0, borderJoinStyle: "round" } },
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            title: ([item]) => toSecond.format(item.parsed.x),
            label: (item) => item.dataset.label + " " + (item.datasetIndex === 0 ? percent(item.parsed.y) : item.parsed.y.toPrecision(3)),
          },
        },
      },
      scales: {
        x: {
          type: "linear",
          grid: { display: false },
          border: {},
          ticks: { ...tick, autoSkip: false, callback: (ms, i, ticks) => ticks[i].label },
          afterBuildTicks: timeTicks,
        },
        accuracy: {
          min: 0,
          max: 1,
          grid: { drawTicks: false },
          border: { display: false },
          ticks: { ...tick, padding: 6, stepSize: 0.25, callback: (share) => 100 * share + "%" },
        },
        loss: {
          position: "right",
          display: false,
          min: 0,
          grid: { display: false },
          border: { display: false },
          ticks: { ...tick, maxTicksLimit: 4 },
        },
      },
    },
  };
}

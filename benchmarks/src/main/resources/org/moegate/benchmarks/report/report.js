"use strict";

const report = JSON.parse(document.getElementById("report-data").textContent);
const subjects = new Map(report.subjects.map((subject) => [subject.id, subject]));
const largest = Math.max(...report.settings.tokens);
const changes = new Map(
  (report.comparison?.changes ?? []).map((change) => [caseOf(change), change]),
);

// ---------------------------------------------------------------- figures

function caseOf({ subject, model, dtype, tokens }) {
  return [subject, model, dtype, tokens].join("|");
}

const figures = new Map(report.figures.map((figure) => [caseOf(figure), figure]));

function find(subject, model, dtype, tokens) {
  return figures.get(caseOf({ subject, model, dtype, tokens }));
}

function timesFloor(figure) {
  const floor = find(subjects.get(figure.subject).floor, figure.model, figure.dtype, figure.tokens);
  return floor && figure.nanos.median / floor.nanos.median;
}

function subjectsAt(place, ...kinds) {
  const measured = new Set(report.figures.map((figure) => figure.subject));
  return report.subjects.filter(
    (subject) => subject.place === place && kinds.includes(subject.kind) && measured.has(subject.id),
  );
}

// ---------------------------------------------------------------- numbers

function digits(value) {
  if (value === undefined) {
    return "–";
  }
  if (value >= 100) {
    return Math.round(value).toLocaleString("en");
  }
  return value.toFixed(value >= 10 ? 1 : 2);
}

function scaled(value, units) {
  const [unit, size] = units.find(([, least]) => value >= least) ?? units[units.length - 1];
  const number = value / size;
  return `${Number.isInteger(number) ? number.toLocaleString("en") : digits(number)} ${unit}`;
}

function time(nanos) {
  return scaled(nanos, [["s", 1e9], ["ms", 1e6], ["µs", 1e3], ["ns", 1]]);
}

function rate(rows) {
  return scaled(rows, [["G rows/s", 1e9], ["M rows/s", 1e6], ["k rows/s", 1e3], ["rows/s", 1]]);
}

function count(number) {
  return number.toLocaleString("en");
}

// ---------------------------------------------------------------- the page

function element(name, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

function section(title, ...introduction) {
  const made = element("section", {}, element("h2", { textContent: title }));
  introduction.forEach((text) => made.append(element("p", { className: "quiet", textContent: text })));
  document.getElementById("sections").append(made);
  return made;
}

/** Cells are texts, or elements; columns that begin with # hold numbers. */
function table(columns, rows) {
  const classOf = (column) => (columns[column].startsWith("#") ? "number" : "");
  const head = columns.map((column, i) =>
    element("th", { scope: "col", className: classOf(i), textContent: column.replace(/^#/, "") }),
  );
  const body = rows.map((cells) =>
    element("tr", {}, ...cells.map((cell, i) => element("td", { className: classOf(i) }, cell))),
  );
  return element(
    "div",
    { className: "scroll" },
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
  );
}

/** A figure's text, marked where an earlier run was faster or slower. */
function marked(figure, text) {
  const change = figure && changes.get(caseOf(figure));
  if (!change || change.verdict === "SAME") {
    return text;
  }
  const slower = change.verdict === "SLOWER";
  return element("span", {
    className: slower ? "slower" : "faster",
    textContent: `${slower ? "▲" : "▼"} ${text}`,
    title: `${digits(change.now.median / change.earlier.median)} times as long as before`,
  });
}

// ---------------------------------------------------------------- charts

const LIGHT = ["#0072b2", "#d55e00", "#008060", "#aa4499", "#b07d00", "#3f8fc4", "#7a5c3e", "#4b5563"];
const DARK = ["#56b4e9", "#f08a4b", "#33c59a", "#e08fc7", "#f0c040", "#9ec9f0", "#c9a27c", "#b6bec9"];
const POINTS = ["circle", "rect", "triangle", "rectRot", "crossRot", "star"];
const dark = matchMedia("(prefers-color-scheme: dark)");
let printing = false;

function variable(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function colour(index) {
  const palette = dark.matches && !printing ? DARK : LIGHT;
  return palette[index % palette.length];
}

const coloured = [...new Set(report.subjects.filter(({ kind }) => kind !== "FLOOR").map(({ name }) => name))];

/** The same for a subject in every chart, wherever its logits lie. What is no backend is dashed. */
function look(subject) {
  const index = coloured.indexOf(subject.name);
  const own = subject.kind === "FLOOR" ? variable("quiet") : colour(index);
  return {
    borderColor: own,
    backgroundColor: own,
    borderWidth: 2,
    borderDash: subject.kind === "BACKEND" ? [] : [6, 4],
    pointStyle: POINTS[Math.max(index, 0) % POINTS.length],
    pointRadius: 4,
  };
}

/** The spread of each figure as a whisker, where a dataset's points carry their low and high ends. */
const whiskers = {
  id: "whiskers",
  afterDatasetsDraw(chart) {
    const { ctx, scales, chartArea } = chart;
    chart.data.datasets.forEach((dataset, index) => {
      if (!chart.isDatasetVisible(index)) {
        return;
      }
      ctx.save();
      ctx.beginPath();
      ctx.rect(chartArea.left - 4, chartArea.top, chartArea.width + 8, chartArea.height);
      ctx.clip();
      ctx.strokeStyle = chart.config.type === "bar" ? variable("text") : dataset.borderColor;
      ctx.lineWidth = 1;
      chart.getDatasetMeta(index).data.forEach((point, i) => {
        const { low, high } = dataset.data[i] ?? {};
        if (low === undefined) {
          return;
        }
        const [top, bottom] = [high, low].map((value) => scales.y.getPixelForValue(value));
        ctx.beginPath();
        ctx.moveTo(point.x, top);
        ctx.lineTo(point.x, bottom);
        [top, bottom].forEach((y) => {
          ctx.moveTo(point.x - 3, y);
          ctx.lineTo(point.x + 3, y);
        });
        ctx.stroke();
      });
      ctx.restore();
    });
  },
};

/** Room for whiskers, but not for those of a figure that something disturbed. */
function room(datasets) {
  const points = datasets.flatMap(({ data }) => data).filter((point) => point.low !== undefined);
  const medians = points.map((point) => point.y);
  return {
    suggestedMin: Math.max(Math.min(...points.map((point) => point.low)), Math.min(...medians) / 2),
    suggestedMax: Math.min(Math.max(...points.map((point) => point.high)), Math.max(...medians) * 1.5),
  };
}

const drawn = [];

/**
 * A chart with its table. It is made anew from its description whenever the colours change, so `describe` returns the chart's
 * type, datasets and axes at the time.
 */
function chart(into, title, caption, describe, figuresTable) {
  const canvas = element("canvas", { role: "img", ariaLabel: `${title}. The table below has its figures.` });
  into.append(
    element(
      "figure",
      {},
      element("h3", { textContent: title }),
      element("figcaption", { textContent: caption }),
      element("div", { className: "canvas" }, canvas),
      element("details", {}, element("summary", { textContent: "Figures" }), figuresTable),
    ),
  );
  drawn.push({ canvas, describe });
}

function draw(entry) {
  entry.chart?.destroy();
  const { type, labels, datasets, x, y, format } = entry.describe();
  Chart.defaults.color = variable("text");
  Chart.defaults.borderColor = variable("grid");
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  entry.chart = new Chart(entry.canvas, {
    type,
    data: { labels, datasets },
    plugins: [whiskers],
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: { x, y: { ...room(datasets), ...y } },
      plugins: {
        legend: { position: "bottom", labels: { usePointStyle: type === "line", boxWidth: 12, boxHeight: 8, padding: 12 } },
        tooltip: {
          usePointStyle: type === "line",
          callbacks: {
            label: ({ dataset, raw }) => {
              const spread = raw.low === undefined ? "" : ` (${format(raw.low)} to ${format(raw.high)})`;
              return ` ${dataset.label}: ${format(raw.y)}${spread}`;
            },
          },
        },
      },
    },
  });
}

function titled(text) {
  return { display: true, text, font: { weight: "600" } };
}

/** Powers of ten alone are named, as long as there are two of them. */
function logarithmic(text, format, more = {}) {
  return {
    type: "logarithmic",
    title: titled(text),
    grid: { color: variable("grid") },
    ticks: {
      callback(value, index, ticks) {
        const powers = ticks.filter((tick) => Number.isInteger(Math.log10(tick.value))).length;
        const leading = Number(value.toExponential()[0]);
        const named = powers > 1 ? [1] : [1, 2, 5];
        return named.includes(leading) && Number(value.toPrecision(1)) === value ? format(value) : "";
      },
    },
    ...more,
  };
}

function categories(text) {
  return { type: "category", offset: true, title: titled(text), grid: { display: false }, ticks: { autoSkip: false, maxRotation: 0 } };
}

/** In lines that stay narrow. */
function named(model) {
  const size = model.size.split(/ (?=in )/);
  return model.name === model.size.replaceAll(" ", "-") ? [model.name] : [model.name, ...size];
}

function pointOf(figure, x, value) {
  if (!figure) {
    return { x, y: null };
  }
  const { median, low, high } = figure.nanos;
  const ends = [value(low), value(high)].sort((a, b) => a - b);
  return { x, y: value(median), low: ends[0], high: ends[1] };
}

const PLACES = {
  HOST: { calls: "calls on heap memory", clock: "JMH's median of iterations" },
  DEVICE: { calls: "batches on the device", clock: "the device's own clock" },
};

const byExperts = [...report.models].sort((a, b) => a.experts - b.experts || a.topk - b.topk);
const dtype = report.settings.dtypes[0];

function latency(place) {
  const shown = subjectsAt(place, "BACKEND", "BASELINE", "FLOOR").filter((subject) =>
    report.figures.some((figure) => figure.subject === subject.id && figure.dtype === dtype && figure.tokens !== largest),
  );
  if (shown.length === 0) {
    return;
  }
  const made = section(
    place === "HOST" ? "How long does a call take?" : "How long does the device take?",
    place === "HOST"
      ? `A call that routes a batch from heap memory to heap memory, with all transfers that it needs, ${dtype} logits.`
      : `The kernel alone, logits and results on the device, ${dtype}; beside it a copy of the same bytes there.`,
  );
  const charts = element("div", { className: "charts" });
  made.append(charts);
  for (const model of report.models) {
    const rows = report.settings.tokens.flatMap((tokens) =>
      shown
        .map((subject) => find(subject.id, model.name, dtype, tokens))
        .filter((figure) => figure)
        .map((figure) => [
          count(tokens),
          subjects.get(figure.subject).name,
          marked(figure, time(figure.nanos.median)),
          `${time(figure.nanos.low)} to ${time(figure.nanos.high)}`,
          time(figure.nanos.median / tokens),
        ]),
    );
    chart(
      charts,
      `${model.name}: time of a call`,
      `${model.size} experts. Lower is better; whiskers are the spread of iterations.`,
      () => ({
        type: "line",
        format: time,
        datasets: shown.map((subject) => ({
          label: subject.name,
          ...look(subject),
          data: report.settings.tokens
            .map((tokens) => pointOf(find(subject.id, model.name, dtype, tokens), tokens, (nanos) => nanos))
            .filter((point) => point.y !== null),
        })),
        x: logarithmic("tokens in a call", count, {
          afterBuildTicks: (axis) => (axis.ticks = report.settings.tokens.map((value) => ({ value }))),
          ticks: { callback: (value) => count(value) },
        }),
        y: logarithmic("time of a call", time),
      }),
      table(["#tokens", "what", "#median", "#spread", "#a row"], rows),
    );
  }
}

function throughput(place) {
  const shown = subjectsAt(place, "BACKEND", "BASELINE");
  const one = (subject, model) => find(subject.id, model.name, dtype, largest);
  if (!shown.some((subject) => byExperts.some((model) => one(subject, model)))) {
    return;
  }
  const rowsASecond = (nanos) => (largest * 1e9) / nanos;
  const made = section(
    place === "HOST" ? "What do more experts cost?" : "What do more experts cost on the device?",
    `Rows a second in ${PLACES[place].calls}, ${count(largest)} tokens, ${dtype} logits; models in order of their experts.`,
  );
  chart(
    made.appendChild(element("div", { className: "charts" })),
    "Throughput against experts",
    "Higher is better.",
    () => ({
      type: "line",
      format: rate,
      labels: byExperts.map((model) => [`${count(model.experts)} experts`, ...named(model).slice(0, 1)]),
      datasets: shown.map((subject) => ({
        label: subject.name,
        ...look(subject),
        data: byExperts.map((model, i) => pointOf(one(subject, model), i, rowsASecond)),
      })),
      x: categories("experts of the model"),
      y: logarithmic("rows a second", rate),
    }),
    table(
      ["model", "#experts", "#topk", ...shown.map((subject) => `#${subject.name}`)],
      byExperts.map((model) => [
        model.name,
        count(model.experts),
        count(model.topk),
        ...shown.map((subject) => {
          const figure = one(subject, model);
          return figure ? marked(figure, rate(rowsASecond(figure.nanos.median))) : "–";
        }),
      ]),
    ),
  );
}

function floors(place) {
  const shown = subjectsAt(place, "BACKEND", "BASELINE").filter((subject) => subject.floor);
  const ratio = (subject, model) => {
    const figure = find(subject.id, model.name, dtype, largest);
    return figure && timesFloor(figure);
  };
  if (!shown.some((subject) => report.models.some((model) => ratio(subject, model)))) {
    return;
  }
  const made = section(
    "How far from the floor?",
    place === "HOST"
      ? "The floor is what no gate can do without: one thread loads each row, scores it with a sigmoid and stores the scores. " +
          `Calls of ${count(largest)} tokens, ${dtype} logits.`
      : `The floor is a copy of as many bytes as the gate reads and writes. Batches of ${count(largest)} tokens, ${dtype} logits.`,
  );
  chart(
    made.appendChild(element("div", { className: "charts" })),
    place === "HOST" ? "Times the score pass" : "Times a copy of the same bytes",
    "Lower is better; 1 is the floor itself.",
    () => ({
      type: "bar",
      format: digits,
      labels: report.models.map(named),
      datasets: shown.map((subject) => ({
        label: subject.name,
        ...look(subject),
        borderWidth: 0,
        base: 1,
        data: report.models.map((model, i) => ({ x: i, y: ratio(subject, model) ?? null })),
      })),
      x: categories("model"),
      y: logarithmic("times the floor", (value) => `${count(value)}×`),
    }),
    table(
      ["model", ...shown.map((subject) => `#${subject.name}`)],
      report.models.map((model) => [model.name, ...shown.map((subject) => digits(ratio(subject, model)))]),
    ),
  );
}

function elementTypes(place) {
  const dtypes = report.settings.dtypes;
  const shown = subjectsAt(place, "BACKEND");
  if (dtypes.length < 2 || shown.length === 0) {
    return;
  }
  const made = section(
    place === "HOST" ? "What do 16-bit logits change?" : "What do 16-bit logits change on the device?",
    `Time of a row in ${PLACES[place].calls} of ${count(largest)} tokens, by the logits' element type.`,
  );
  const charts = element("div", { className: "charts" });
  made.append(charts);
  for (const subject of shown) {
    const one = (model, type) => find(subject.id, model.name, type, largest);
    chart(
      charts,
      `${subject.name}: time of a row`,
      "Lower is better; whiskers are the spread of iterations.",
      () => ({
        type: "bar",
        format: time,
        labels: report.models.map(named),
        datasets: dtypes.map((type, index) => ({
          label: type,
          backgroundColor: colour(index),
          data: report.models.map((model, i) => pointOf(one(model, type), i, (nanos) => nanos / largest)),
        })),
        x: categories("model"),
        y: {
          title: titled("time of a row"),
          beginAtZero: true,
          grid: { color: variable("grid") },
          ticks: { callback: (value) => time(value) },
        },
      }),
      table(
        ["model", ...dtypes.map((type) => `#${type}`)],
        report.models.map((model) => [
          model.name,
          ...dtypes.map((type) => {
            const figure = one(model, type);
            return figure ? marked(figure, time(figure.nanos.median / largest)) : "–";
          }),
        ]),
      ),
    );
  }
}

// ---------------------------------------------------------------- words and tables

function header() {
  const { host, settings } = report;
  document.getElementById("machine").textContent = host.cpu;
  document.getElementById("run").textContent =
    `${host.processors} processors, ${host.os} ${host.arch}, ${host.jdk}; moegate ${host.moegate}, ${report.date}` +
    (settings.quick ? "; a quick run, for a first look" : "");
}

function absences() {
  const failures = report.absent.filter((absence) => absence.failure);
  if (failures.length > 0) {
    section("What failed").append(
      element("p", { className: "notice", textContent: "Not everything could be measured, or agreed with the reference." }),
      table(["what", "why"], failures.map(({ what, reason }) => [what, reason])),
    );
  }
}

function glance() {
  const tokens = [...new Set([Math.min(...report.settings.tokens), largest])];
  const shown = subjectsAt("HOST", "BACKEND", "BASELINE");
  const rows = report.models.flatMap((model) =>
    tokens.map((number) => {
      const measured = shown.map((subject) => find(subject.id, model.name, dtype, number));
      const fastest = Math.min(...measured.filter((one) => one).map((one) => one.nanos.median));
      return [
        model.name,
        model.size,
        count(number),
        ...measured.map((one) => {
          if (!one) {
            return "–";
          }
          const text = marked(one, time(one.nanos.median / number));
          return one.nanos.median === fastest ? element("strong", {}, text) : text;
        }),
      ];
    }),
  );
  section("At a glance", `Time of a row in calls on heap memory, ${dtype} logits, the fastest in bold.`).append(
    table(["model", "experts", "#tokens", ...shown.map((subject) => `#${subject.name}`)], rows),
  );
}

function comparison() {
  const against = report.comparison;
  if (!against) {
    return;
  }
  const number = (verdict) => against.changes.filter((change) => change.verdict === verdict).length;
  const made = section(
    `Beside the run of ${against.earlierDate}`,
    `Of ${against.changes.length} cases ${number("SLOWER")} are slower (▲), ${number("FASTER")} are faster (▼); all others ` +
      "differ by no more than noise: their spreads meet, or their medians are within 5\u00a0%.",
  );
  if (against.doubts.length > 0) {
    made.append(
      element(
        "div",
        { className: "notice" },
        "The comparison is doubtful:",
        element("ul", {}, ...against.doubts.map((doubt) => element("li", { textContent: doubt }))),
      ),
    );
  }
  const changed = against.changes.filter((change) => change.verdict !== "SAME");
  changed.sort((a, b) => b.now.median / b.earlier.median - a.now.median / a.earlier.median);
  if (changed.length > 0) {
    made.append(
      table(
        ["what", "model", "logits", "#tokens", "#before", "#now", "#times as long"],
        changed.map((change) => [
          subjects.get(change.subject).name,
          change.model,
          change.dtype,
          count(change.tokens),
          time(change.earlier.median),
          time(change.now.median),
          marked(change, digits(change.now.median / change.earlier.median)),
        ]),
      ),
    );
  }
}

function conditions() {
  const { host, settings } = report;
  const made = section("What was measured, and how");
  made.append(
    table(
      ["what", "where", "device or library", "its results were held to"],
      report.subjects.map((subject) => [
        subject.name,
        subject.place === "HOST" ? "heap memory" : "on the device",
        subject.description,
        subject.check,
      ]),
    ),
  );
  const left = report.absent.filter((absence) => !absence.failure);
  if (left.length > 0) {
    made.append(table(["left out", "why"], left.map(({ what, reason }) => [what, reason])));
  }
  made.append(
    element("p", {
      className: "quiet",
      textContent:
        `Host calls: forked JVMs, medians of JMH's iterations; ${settings.threads} thread${settings.threads === 1 ? "" : "s"} ` +
        "for backends and PyTorch, one for plain Java and the floor; an OpenCL driver for the CPU takes as many as it likes. " +
        "Spreads leave out the outermost twentieth at each end. On a shared machine compare what is in one report, by ratios.",
    }),
    element("p", { className: "quiet" }, "JVM flags: ", element("code", { textContent: host.jvmFlags.join(" ") })),
    element("p", { className: "quiet" }, "Command: ", element("code", { textContent: settings.commandLine.join(" ") })),
  );
}

header();
absences();
glance();
comparison();
for (const place of Object.keys(PLACES)) {
  latency(place);
  throughput(place);
  floors(place);
  elementTypes(place);
}
conditions();

function drawAll() {
  drawn.forEach(draw);
}

drawAll();
dark.addEventListener("change", drawAll);
addEventListener("beforeprint", () => {
  printing = true;
  document.querySelectorAll("details").forEach((details) => (details.open = true));
  drawAll();
});
addEventListener("afterprint", () => {
  printing = false;
  drawAll();
});

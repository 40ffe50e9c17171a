// Where scripts run and the program was built with uPlot: line charts that the reader can zoom into, with a cursor that says
// the values under it and that charts of one scenario share. The static charts stay for print, and if anything goes wrong.
(function () {
  "use strict";
  if (typeof uPlot === "undefined") return;
  var root = getComputedStyle(document.documentElement);
  var charts = [];

  function colour(name) { return function () { return root.getPropertyValue("--" + name).trim(); }; }
  function faint(name, alpha) {
    return function () { return colour(name)() + Math.round(alpha * 255).toString(16).padStart(2, "0"); };
  }
  function count(value) { return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " "); }

  // The two largest units, as the rest of the page has it.
  function duration(ms) {
    if (ms < 1000) return Math.round(ms) + "ms";
    if (ms < 60000) return (ms / 1000).toPrecision(3) + "s";
    var units = [["d", 86400000], ["h", 3600000], ["m", 60000], ["s", 1000]];
    for (var i = 0; i < units.length - 1; i++) {
      if (ms < units[i][1]) continue;
      var rest = Math.floor(ms % units[i][1] / units[i + 1][1]);
      return Math.floor(ms / units[i][1]) + units[i][0] + (rest > 0 ? " " + rest + units[i + 1][0] : "");
    }
    return "";
  }

  // "6,4x2": 6, then twice 4.
  function unrolled(text) {
    var values = [];
    text.split(",").forEach(function (part) {
      var at = part.split("x");
      for (var times = at.length > 1 ? Number(at[1]) : 1; times > 0; times--) values.push(Number(at[0]));
    });
    return values;
  }

  // Puts a live chart beside the static one of a figure as soon as it has a width; folded parts have none.
  function live(figure, data, options, whole) {
    var still = figure.querySelector(".chart");
    var frame = document.createElement("div");
    var place = document.createElement("div");
    var all = document.createElement("button");
    var chart = null;
    frame.className = "live";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", still.getAttribute("aria-label"));
    all.type = "button";
    all.textContent = "Show all";
    all.hidden = true;
    all.addEventListener("click", function () { chart.setScale("x", { min: whole[0], max: whole[1] }); });
    frame.appendChild(place);
    frame.appendChild(all);
    still.parentNode.insertBefore(frame, still);
    figure.classList.add("is-live");
    options.hooks = options.hooks || {};
    options.hooks.setScale = [function (u, key) {
      if (key === "x") all.hidden = u.scales.x.min <= whole[0] && u.scales.x.max >= whole[1];
    }];
    new ResizeObserver(function () {
      var width = place.clientWidth;
      if (width === 0 || (chart !== null && chart.width === width)) return;
      if (chart === null) {
        options.width = width;
        options.height = 280;
        chart = new uPlot(options, data, place);
        charts.push(chart);
      } else {
        chart.setSize({ width: width, height: 280 });
      }
    }).observe(place);
  }

  function axis(more) {
    var look = { stroke: colour("quiet"), font: "12px system-ui, sans-serif", grid: { stroke: colour("rule"), width: 1 },
                 ticks: { stroke: colour("rule"), width: 1 } };
    Object.keys(more).forEach(function (key) { look[key] = more[key]; });
    return look;
  }

  var steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400, 43200];  // minutes
  function minuteMarks(u, _, min, max) {
    var most = Math.max(2, Math.floor(u.bbox.width / devicePixelRatio / 84));
    var step = steps.find(function (step) { return (max - min) / step <= most; }) || 43200;
    var marks = [];
    for (var at = Math.ceil(min / step) * step; at <= max; at += step) marks.push(at);
    return marks;
  }

  var sections = Array.from(document.querySelectorAll("section"));
  function series(group) {
    var colourOf = group.dataset.colour, place = sections.indexOf(group.closest("section"));
    var step = Number(group.dataset.step);
    var faults = JSON.parse(group.dataset.faults);
    var values = unrolled(group.dataset.series);
    group.querySelectorAll("figure[data-minutes]").forEach(function (figure) {
      while (values.length * step <= Number(figure.dataset.minutes)) values.push(0);  // after the last one there is none
    });
    var minutes = values.map(function (_, i) { return i * step; });
    var highest = Math.max.apply(null, values);
    var during = function (minute) {
      var ids = faults.filter(function (fault) { return fault.from <= minute && minute < fault.to; })
        .map(function (fault) { return fault.id; });
      var more = ids.length > 3 ? " and " + (ids.length - 2) + " more" : "";
      return (more ? ids.slice(0, 2) : ids).join(", ") + more || "none";
    };
    function shade(u) {
      faults.forEach(function (fault) {
        var from = Math.max(u.valToPos(fault.from, "x", true), u.bbox.left);
        var to = Math.min(u.valToPos(fault.to, "x", true), u.bbox.left + u.bbox.width);
        if (to <= from || to - from > 0.9 * u.bbox.width) return;  // a shade over everything says nothing
        u.ctx.fillStyle = faint("failed", 0.15)();
        u.ctx.fillRect(from, u.bbox.top, to - from, u.bbox.height);
      });
    }
    group.querySelectorAll("figure[data-minutes]").forEach(function (figure) {
      var whole = [0, Number(figure.dataset.minutes)];
      live(figure, [minutes, values, values.map(function () { return null; })], {
        scales: { x: { time: false, min: whole[0], max: whole[1] }, y: { range: function (u, min, max) { return [0, Math.max(1, max * 1.05)]; } } },
        cursor: { y: false, sync: { key: "time-" + place, scales: ["x", null] }, drag: { x: true, y: false } },
        hooks: { drawClear: [shade] },
        series: [
          { label: "after", value: function (u, minute) { return minute === null ? "-" : duration(minute * 60000); } },
          { label: group.dataset.label, stroke: colour(colourOf), fill: faint(colourOf, 0.2), width: 1.5, points: { show: false },
            value: function (u, value) { return value === null ? "-" : count(value); } },
          { label: "faults", value: function (u, value, series, at) { return at === null ? "-" : during(minutes[at]); } },
        ].slice(0, faults.length > 0 ? 3 : 2),
        axes: [
          axis({ splits: minuteMarks, values: function (u, marks) {
            return marks.map(function (minute) { return minute === 0 ? "start" : "+" + duration(minute * 60000); });
          } }),
          axis({ size: 24 + 7 * count(highest).length, values: function (u, marks) { return marks.map(count); } }),
        ],
      }, whole);
    });
  }

  var timeMarks = [[10, "10 ms"], [100, "100 ms"], [1e3, "1 s"], [1e4, "10 s"], [6e4, "1 min"], [6e5, "10 min"], [3.6e6, "1 h"],
                   [2.16e7, "6 h"], [8.64e7, "1 d"], [3.456e8, "4 d"], [1.2096e9, "14 d"], [2.592e9, "30 d"]];

  // Shares that had come so far, by time: each line holds its value up to its next point.
  function curves(figure) {
    var lines = JSON.parse(figure.dataset.curves);
    var end = Number(figure.dataset.end);
    var times = [];
    lines.forEach(function (line) { times = times.concat(line.ms); });
    times = Array.from(new Set(times.concat([10, end]))).filter(function (ms) { return ms >= 10 && ms <= end; })
      .sort(function (a, b) { return a - b; });
    var data = lines.map(function (line) {
      var next = 0;
      return times.map(function (ms) {
        while (next < line.ms.length && line.ms[next] <= ms) next++;
        return next === 0 ? 0 : line.share[next - 1] / 100;
      });
    });
    var waiting = Number(figure.dataset.waiting);
    function markWaitingPeriod(u) {
      if (waiting < u.scales.x.min || waiting > u.scales.x.max) return;
      var at = Math.round(u.valToPos(waiting, "x", true)), scale = devicePixelRatio;
      u.ctx.save();
      u.ctx.strokeStyle = u.ctx.fillStyle = colour("ink")();
      u.ctx.setLineDash([5 * scale, 3 * scale]);
      u.ctx.lineWidth = 1.5 * scale;
      u.ctx.beginPath();
      u.ctx.moveTo(at, u.bbox.top);
      u.ctx.lineTo(at, u.bbox.top + u.bbox.height);
      u.ctx.stroke();
      u.ctx.font = 12 * scale + "px system-ui, sans-serif";
      u.ctx.textAlign = "right";
      u.ctx.textBaseline = "bottom";
      u.ctx.fillText("waiting period " + duration(waiting), at, u.bbox.top - 4 * scale);
      u.ctx.restore();
    }
    live(figure, [times].concat(data), {
      padding: [24, null, null, null],
      hooks: { draw: [markWaitingPeriod] },
      scales: { x: { time: false, distr: 3, min: 10, max: end }, y: { range: [0, 100] } },
      cursor: { y: false, drag: { x: true, y: false } },
      series: [{ label: "after", value: function (u, ms) { return ms === null ? "-" : duration(ms); } }].concat(
        lines.map(function (line) {
          return { label: line.label, stroke: colour(line.colour), width: 2, dash: line.dash, points: { show: false },
                   paths: uPlot.paths.stepped({ align: 1 }),  // what has come stays, until more does
                   value: function (u, value) { return value === null ? "-" : value.toFixed(2) + " %"; } };
        })),
      axes: [
        axis({ splits: function (u, _, min, max) {
                 return timeMarks.map(function (mark) { return mark[0]; }).filter(function (ms) { return ms >= min && ms <= max; });
               },
               filter: function (u, marks) { return marks; }, space: 1,
               values: function (u, marks) {
                 var narrow = u.width < 600;
                 return marks.map(function (ms) {
                   var at = timeMarks.findIndex(function (mark) { return mark[0] === ms; });
                   return at < 0 || (narrow && at % 3 !== 0) ? "" : timeMarks[at][1];
                 });
               } }),
        axis({ size: 56, values: function (u, marks) { return marks.map(function (mark) { return mark + " %"; }); } }),
      ],
    }, [10, end]);
  }

  document.querySelectorAll("[data-series]").forEach(series);
  document.querySelectorAll("figure[data-curves]").forEach(curves);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    charts.forEach(function (chart) { chart.redraw(false); });
  });
})();

// What the HTML report takes from npm, made ready to be built in: node make.mjs OUT, where node_modules lies beside it.
//   OUT/map.txt    a line per territory: its code, its name, and the shape it has on the map (or `@x,y`, a dot); tabs between
//   OUT/charts.js, OUT/charts.css   uPlot as its package holds it, and its licence
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { geoArea, geoCentroid, geoNaturalEarth1, geoPath } from "d3-geo";
import iso from "iso-3166-1";
import { feature } from "topojson-client";

const out = process.argv[2];
const read = (...place) => readFileSync(new URL(path.join("node_modules", ...place), import.meta.url), "utf8");

const width = 960, height = 470;  // as reports/render/html/map.cc draws it
const least = 5;  // square pixels; what is smaller would not be seen, and becomes a dot
// Territories that the atlas counts to another country or leaves out: longitude and latitude.
const others = {
  BQ: [-68.3, 12.2], CC: [96.8, -12.2], CX: [105.7, -10.5], GF: [-53, 4], GI: [-5.4, 36.1], GP: [-61.5, 16.2], MQ: [-61, 14.6],
  RE: [55.5, -21.1], SJ: [16, 78], TK: [-171.8, -9.2], TV: [179.2, -8.5], YT: [45.1, -12.8],
};
const names = new Intl.DisplayNames(["en"], { type: "region" });

// Kosovo has no number of its own in ISO 3166.
function codeOf(country) {
  if (country.properties.name === "Kosovo") return "XK";
  return country.id === undefined ? undefined : iso.whereNumeric(String(country.id).padStart(3, "0"))?.alpha2;
}

function countries(file) {
  const topology = JSON.parse(read("world-atlas", file));
  return feature(topology, topology.objects.countries).features;
}

// Draws into SVG's letters: whole tenths of pixels, each point relative to the one before, so that it takes few bytes.
class Pen {
  text = "";
  x = 0;
  y = 0;
  moveTo(x, y) {
    this.to("m", x, y);
  }
  lineTo(x, y) {  // after an m, points without a letter are lines
    this.to("", x, y);
  }
  closePath() {
    this.text += "z";
    [this.x, this.y] = this.begin;
  }
  to(letter, x, y) {
    const tenth = (value) => Math.round(value * 10);
    const dx = tenth(x) - this.x, dy = tenth(y) - this.y;
    if (letter === "" && dx === 0 && dy === 0) return;
    this.text += letter + (letter === "" && dx >= 0 ? " " : "") + this.number(dx) + (dy < 0 ? "" : " ") + this.number(dy);
    this.x += dx;
    this.y += dy;
    if (letter === "m") this.begin = [this.x, this.y];
  }
  number(tenths) {
    return String(tenths / 10).replace(/^(-?)0\./, "$1.");
  }
}

const seen = countries("countries-110m.json").filter((country) => codeOf(country) !== "AQ");
const projection = geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height - 4]], { type: "FeatureCollection", features: seen });
const measure = geoPath(projection);

const shapes = new Map();
for (const country of seen) {
  const pen = new Pen();
  geoPath(projection, pen)(country);
  const code = codeOf(country) ?? "-";  // land, but no territory that ISO knows
  if (code !== "-" && measure.area(country) < least) continue;
  shapes.set(code, (shapes.get(code) ?? "") + pen.text);
}
const lines = [...shapes].map(([code, shape]) => [code, shape]);
const dot = (place) => "@" + projection(place).map((value) => value.toFixed(1)).join(",");
// The largest part of an archipelago is where its dot belongs.
function heart(country) {
  if (country.geometry.type !== "MultiPolygon") return geoCentroid(country);
  const parts = country.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return geoCentroid(parts.reduce((a, b) => (geoArea(a) >= geoArea(b) ? a : b)));
}
for (const country of countries("countries-50m.json")) {
  const code = codeOf(country);
  if (code === undefined || code === "AQ" || shapes.has(code)) continue;
  shapes.set(code, "");
  lines.push([code, dot(heart(country))]);
}
for (const [code, place] of Object.entries(others)) {
  if (!lines.some(([known]) => known === code)) lines.push([code, dot(place)]);
}
lines.sort(([a], [b]) => (a < b ? -1 : 1));
const name = (code) => (code === "-" ? "" : names.of(code));
writeFileSync(path.join(out, "map.txt"), lines.map(([code, shape]) => `${code}\t${name(code)}\t${shape}\n`).join(""));

const licence = read("uplot", "LICENSE").trim();
const code = read("uplot", "dist", "uPlot.iife.min.js").replace(/^\/\*!.*?\*\/\s*/, "");  // its head is an address on the web
writeFileSync(path.join(out, "charts.js"), `/*!\nuPlot\n${licence}\n*/\n${code}`);
writeFileSync(path.join(out, "charts.css"), read("uplot", "dist", "uPlot.min.css"));

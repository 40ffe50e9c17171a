// Pages of five scenarios, and of made-up results in every state, as a browser shows them: wide and narrow, light and dark, with
// scripts and without, under the policy that Jenkins has for archived files, and in print. Takes DLRSIM, PAGE_SAMPLES, SCENARIOS,
// CHROMIUM and NPM from the environment; ends with 77 when npm cannot fetch its packages, unless DLR_BROWSER=required.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { layoutProblems, sortProblems, tableOf } from "./page_rules.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { DLRSIM, PAGE_SAMPLES, SCENARIOS, CHROMIUM, NPM } = process.env;

// The packages are there when what was installed is what the lock file says.
const lock = readFileSync(path.join(here, "package-lock.json"), "utf8");
const stamp = path.join(here, "node_modules", ".installed");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  const npm = spawnSync(NPM, ["ci", "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=30000"], { cwd: here, encoding: "utf8" });
  if (npm.status !== 0) {
    console.error(`npm ci failed, so no browser looks at the page:\n${npm.stderr}`);
    process.exit(process.env.DLR_BROWSER === "required" ? 1 : 77);
  }
  writeFileSync(stamp, lock);
}
const { chromium } = (await import("playwright-core")).default;
const axe = readFileSync(path.join(here, "node_modules", "axe-core", "axe.min.js"), "utf8");

const folder = mkdtempSync(path.join(tmpdir(), "dlrsim-browser-"));
const scenarios = ["quickstart", "everything-at-once", "no-report-countries", "crash-and-restart", "multipart"];
const place = (name, ending) => path.join(folder, name + ending);
const human = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, " ");
let browser;
const check = (name, body) => test(name, { timeout: 120000 }, body);

before(async () => {
  execFileSync(PAGE_SAMPLES, [folder]);
  for (const name of scenarios)
    execFileSync(DLRSIM, ["run", path.join(SCENARIOS, name + ".yaml"), "-q", "-o", place(name, ".json"), "--report", "html=" + place(name, ".html")]);
  execFileSync(DLRSIM, ["report", "-q", ...scenarios.map((name) => place(name, ".json")), "--report", "html=" + place("all-five", ".html")]);
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"],
  });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

// Opens a page, hands it over with everything unfolded, and holds afterwards that it asked for nothing and complained of nothing.
// `scripts`: "forbidden" as a policy does it, or "removed" from the page, so that those of a test still run.
async function visit(name, { scheme = "light", scripts = "run" }, look) {
  const context = await browser.newContext({
    viewport: { width: 1024, height: 900 }, colorScheme: scheme, javaScriptEnabled: scripts !== "forbidden",
  });
  context.setDefaultTimeout(60000);
  const page = await context.newPage();
  let file = place(name, ".html");
  if (scripts === "removed") {
    const text = readFileSync(file, "utf8");
    file = place(name, ".removed.html");
    writeFileSync(file, text.replace(/<script>[^]*<\/script>/, ""));
  }
  const address = pathToFileURL(file).href;
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.stack));
  page.on("request", (request) => request.url() === address || said.push("asked for " + request.url()));
  try {
    await page.goto(address);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    await page.waitForTimeout(150);  // live charts come with their first width
    await look(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(said, []);
}

async function violations(page) {
  await page.evaluate(axe + "\n0");
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), tags);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

const widths = [360, 1024, 1920];
const samples = ["small", "failing", "broken", "hostile", "shard", "several", "not-run", "nothing-ran"];

async function looksRightAt(page, width) {
  await page.setViewportSize({ width, height: 900 });
  await page.waitForTimeout(100);  // live charts take the new width
  assert.deepEqual(await page.evaluate(layoutProblems), [], `${width} pixels wide`);
}

for (const name of [...scenarios, "all-five", ...samples]) {
  check(`${name}: nothing overlaps or is cut off, axe has no objection, print shows the static charts`, async () => {
    await visit(name, {}, async (page) => {
      for (const width of widths) await looksRightAt(page, width);
      assert.deepEqual(await violations(page), [], "light");
      await page.setViewportSize({ width: 360, height: 900 });
      await page.emulateMedia({ colorScheme: "dark" });
      assert.deepEqual(await violations(page), [], "dark, 360 pixels wide");
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
      assert.equal(await page.locator("canvas:visible").count(), 0);
      for (const chart of await page.locator("figure > .chart").all()) assert.ok(await chart.isVisible());
    });
  });
  check(`${name}, scripts forbidden: nothing overlaps or is cut off`, async () => {
    await visit(name, { scripts: "forbidden", scheme: "dark" }, async (page) => {
      for (const width of widths) await looksRightAt(page, width);
    });
  });
  check(`${name}, without scripts, dark: axe has no objection`, async () => {
    await visit(name, { scripts: "removed", scheme: "dark" }, async (page) => assert.deepEqual(await violations(page), []));
  });
}

for (const name of [...scenarios, "failing"]) {
  check(`${name}: every number is that of the result`, async () => {
    const result = JSON.parse(readFileSync(place(name, ".json"), "utf8"));
    await visit(name, { scripts: "forbidden" }, async (page) => {
      const words = { pass: "PASS", "not sure": "NOT SURE" };
      const [, invariants, ...expectations] = await page.evaluate(tableOf, "Expectations");
      assert.deepEqual([invariants[1], invariants[2]], ["PASS", `${human(result.invariants.checked)} hold`]);
      const shown = expectations.map(([what, verdict, , limit]) => [verdict, limit, what]);
      assert.equal(shown.length, result.expectations.length);
      for (const { id, verdict, severity, limit } of result.expectations) {
        const word = words[verdict] ?? (severity === "required" ? "FAIL" : "WARN");
        assert.ok(shown.some(([is, at, what]) => is === word && at.replace(" (value as seen)", "") === limit.text && what.startsWith(id)), id);
      }
      const counters = Object.fromEntries((await page.evaluate(tableOf, "Everything that was counted")).slice(1));
      const families = { messages: "totals", events: "events", responses: "responses", reports: "reports", callbacks: "callbacks" };
      for (const [family, member] of Object.entries(families)) {
        for (const [counter, count] of Object.entries(result[member])) assert.equal(counters[`${family}.${counter}`], human(count));
      }
      const messages = {};
      for (const { country, totals } of result.groups) messages[country] = (messages[country] ?? 0) + totals.submitted;
      const rows = (await page.evaluate(tableOf, "Outcomes by country")).slice(1).map((row) => [row[0].replace(" *", ""), row[2]]);
      const expected = Object.entries(messages).map(([country, count]) => [country, human(count)]);
      if (expected.length > 1) expected.push(["all", human(result.totals.submitted)]);
      assert.deepEqual(Object.fromEntries(rows), Object.fromEntries(expected));
      const faults = (await page.evaluate(tableOf, "Faults"))?.slice(1).map(([fault, , struck]) => [fault, struck]) ?? [];
      assert.deepEqual(faults, Object.entries(result.faults).map(([fault, struck]) => [fault, human(struck)]));
    });
  });
}

check("the buttons of table heads sort, also the one of the bars", async () => {
  for (const name of ["quickstart", "everything-at-once", "several"]) {
    await visit(name, {}, async (page) => {
      const [tables, problems] = await page.evaluate(sortProblems);
      assert.ok(tables >= 2);
      assert.deepEqual(problems, []);
    });
  }
});

check("a long table shows only the rows asked for, and says how many", async () => {
  await visit("everything-at-once", {}, async (page) => {
    const filter = page.locator(".filter", { has: page.locator("xpath=following-sibling::*[1][contains(@aria-label, 'Faults')]") });
    await filter.locator("input").fill("crash");
    assert.equal(await filter.locator("output").textContent(), "3 of 27");
    assert.equal(await page.locator("table:has(caption:text('Faults')) tbody tr:visible").count(), 3);
  });
});

// What comes from npm when the program is built.
const hasNpm = () => readFileSync(place("quickstart", ".html"), "utf8").includes("uPlot");

check("line charts can be read and zoomed into where scripts run", async (t) => {
  if (!hasNpm()) return t.skip("the program was built without npm");
  await visit("everything-at-once", {}, async (page) => {
    const figures = page.locator("figure.is-live");
    assert.equal(await figures.count(), await page.locator("figure[data-minutes], figure[data-curves]").count());
    assert.equal(await page.locator("figure.is-live > .chart:visible").count(), 0);
    const figure = page.locator("figure[data-minutes]").last();
    await figure.scrollIntoViewIfNeeded();
    const box = await figure.locator(".u-over").boundingBox();
    const button = figure.getByRole("button", { name: "Show all" });
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    assert.match(await figure.locator(".u-legend").textContent(), /reports a minute.?\d/);
    assert.equal(await button.isVisible(), false);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 20, { steps: 4 });
    await page.mouse.up();
    assert.ok(await button.isVisible());
    await button.click();
    assert.equal(await button.isVisible(), false);
  });
});

check("the cursor is shared by the charts of one scenario", async (t) => {
  if (!hasNpm()) return t.skip("the program was built without npm");
  await visit("quickstart", {}, async (page) => {
    const figures = page.locator("figure[data-minutes]");
    assert.ok((await figures.count()) > 1);
    await figures.first().scrollIntoViewIfNeeded();
    const box = await figures.first().locator(".u-over").boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    const legends = await page.locator("figure[data-minutes] .u-legend").allTextContents();
    assert.match(legends[0], /after.?\d/);
    assert.equal(legends[1].match(/in flight.?[\d ]+/)[0], legends[0].match(/in flight.?[\d ]+/)[0]);
  });
});

check("the map has every country with its numbers", async (t) => {
  if (!hasNpm()) return t.skip("the program was built without npm");
  const result = JSON.parse(readFileSync(place("quickstart", ".json"), "utf8"));
  await visit("quickstart", { scripts: "forbidden" }, async (page) => {
    const tips = await page.locator(".map use > title").allTextContents();
    for (const country of new Set(result.groups.map((group) => group.country))) {
      const count = result.groups.filter((group) => group.country === country).reduce((sum, group) => sum + group.totals.submitted, 0);
      assert.ok(tips.some((tip) => tip.includes(`(${country}): ${human(count)} messages`)), country);
    }
    const box = await page.locator(".map use[href='#map-FR']").boundingBox();
    assert.ok(box.width > 20 && box.height > 20, "the shape of France is drawn");
  });
});

check("under Jenkins' policy, without scripts and styles, everything is there", async () => {
  const context = await browser.newContext({ viewport: { width: 1024, height: 900 } });
  const page = await context.newPage();
  await page.route("**/*", (route) => route.fulfill({
    path: place("failing", ".html"), contentType: "text/html",
    headers: { "Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'self';" },
  }));
  await page.goto("http://report.test/");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).maxWidth), "none");  // no style
  assert.equal(await page.locator("th button, canvas").count(), 0);                            // no script
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  assert.ok((await page.locator("figure svg:visible").count()) >= 3);
  const overlaps = (await page.evaluate(layoutProblems)).filter((problem) => problem.includes("lie over each other"));
  assert.deepEqual(overlaps, []);
  await context.close();
});

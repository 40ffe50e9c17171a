// What must hold of a page as it is laid out. These functions run inside of the page; each returns what is wrong, in words.

// Text that lies over other text, sticks out of the window or of its drawing, or is clipped.
export function layoutProblems() {
  const problems = [];
  const isScrollable = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim();
    const owner = node.parentElement;
    if (text === "" || owner.closest("script, style, title, desc, .skip, .unseen, .cards thead")) continue;
    if (!owner.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const frame = owner.closest("svg");
    let scroller = owner;
    while (scroller && !isScrollable(scroller)) scroller = scroller.parentElement;
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      const what = `"${text.slice(0, 40)}" at ${Math.round(box.left)},${Math.round(box.top + scrollY)}`;
      if (frame) {
        const edge = frame.getBoundingClientRect();
        if (box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1)
          problems.push(`${what} sticks out of its drawing`);
      }
      if (!scroller && (box.left < -1 || box.right > innerWidth + 1)) problems.push(`${what} sticks out of the window`);
      if (scroller) {
        const edge = scroller.getBoundingClientRect();
        if (box.right < edge.left || box.left > edge.right) continue;  // scrolled away
      }
      // The middle of the line: ascenders may touch.
      seen.push({ what, left: box.left, right: box.right, top: box.top + box.height * 0.25, bottom: box.bottom - box.height * 0.25 });
    }
  }
  for (const element of document.querySelectorAll("th, td, dd, dt, p, li, figcaption, summary, h1, h2, h3")) {
    const look = getComputedStyle(element);
    if (look.overflowX === "hidden" && !element.matches(".unseen") && element.scrollWidth > element.clientWidth + 1)
      problems.push(`<${element.localName}> clips "${element.textContent.slice(0, 40)}"`);
  }
  seen.sort((a, b) => a.top - b.top);
  for (let i = 0; i < seen.length; i++) {
    for (let j = i + 1; j < seen.length && seen[j].top < seen[i].bottom; j++) {
      const width = Math.min(seen[i].right, seen[j].right) - Math.max(seen[i].left, seen[j].left);
      if (width > 1) problems.push(`${seen[i].what} and ${seen[j].what} lie over each other`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) problems.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const table of document.querySelectorAll("table.cards")) {
    const frame = table.parentElement;
    if (frame.scrollWidth > frame.clientWidth + 1) problems.push(`"${table.caption.textContent}" must be scrolled`);
  }
  return problems.slice(0, 12);
}

// Each button of a table's head must put its column in order, and the other way round when it is used again.
export function sortProblems() {
  const problems = [];
  const sortable = document.querySelectorAll("table[data-sortable]");
  for (const table of sortable) {
    const rows = () => Array.from(table.tBodies[0].rows);
    const count = rows().length;
    table.querySelectorAll("thead th").forEach((head, column) => {
      const place = `"${head.textContent}" of "${table.caption.textContent}"`;
      const values = () => rows().map((row) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim());
      const isNumber = rows().every((row) => row.cells[column].hasAttribute("data-v"));
      const before = (a, b) => (isNumber ? Number(a) - Number(b) : a.localeCompare(b));
      const inOrder = (list, sign) => list.every((value, i) => i === 0 || sign * before(list[i - 1], value) <= 0);
      if (isNumber && count > 2 && head.textContent === "outcomes" && new Set(values()).size === 1)
        problems.push(`${place}: all values are the same`);
      for (let click = 0; click < 2; click++) {
        head.querySelector("button").click();
        const order = head.getAttribute("aria-sort");
        if (!["ascending", "descending"].includes(order)) problems.push(`${place}: aria-sort is ${order}`);
        if (!inOrder(values(), order === "ascending" ? 1 : -1)) problems.push(`${place} is not ${order}`);
        if (rows().length !== count) problems.push(`${place} lost rows`);
      }
    });
  }
  return [sortable.length, problems];
}

// A table by its caption: rows of texts.
export function tableOf(caption) {
  const table = Array.from(document.querySelectorAll("table")).find((table) => table.caption.textContent.startsWith(caption));
  return table ? Array.from(table.rows, (row) => Array.from(row.cells, (cell) => cell.textContent)) : null;
}

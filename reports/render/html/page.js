// Lets the reader sort and filter the tables that say data-sortable. Nothing on the page needs it.
(function () {
  "use strict";
  var longTable = 9;  // rows from which a table can be filtered

  function valueOf(row, column) {
    var cell = row.cells[column];
    var exact = cell.getAttribute("data-v");
    if (exact === null) return cell.textContent.trim();
    return Number(exact);
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b));
  }

  function sort(table, column, direction) {
    var body = table.tBodies[0];
    Array.from(body.rows)
      .map(function (row, place) { return { row: row, place: place, value: valueOf(row, column) }; })
      .sort(function (a, b) { return direction * compare(a.value, b.value) || a.place - b.place; })
      .forEach(function (entry) { body.appendChild(entry.row); });
  }

  function makeSortable(table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.title = "Sort by " + head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var falls = head.getAttribute("aria-sort") === "descending";
        // Of numbers the largest first, of names the first.
        var first = head.classList.contains("num") ? "descending" : "ascending";
        var next = head.hasAttribute("aria-sort") ? (falls ? "ascending" : "descending") : first;
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", next);
        sort(table, column, next === "ascending" ? 1 : -1);
      });
    });
  }

  function makeFilterable(table) {
    var rows = Array.from(table.tBodies[0].rows);
    if (rows.length < longTable) return;
    var form = document.createElement("div");
    var label = document.createElement("label");
    var input = document.createElement("input");
    var count = document.createElement("output");
    form.className = "filter";
    label.textContent = "Show only rows with ";
    input.type = "search";
    input.autocomplete = "off";
    label.appendChild(input);
    form.appendChild(label);
    form.appendChild(count);
    count.setAttribute("aria-live", "polite");
    table.parentNode.parentNode.insertBefore(form, table.parentNode);
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase();
      var shown = 0;
      rows.forEach(function (row) {
        var fits = row.textContent.toLowerCase().indexOf(wanted) !== -1;
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      count.textContent = wanted === "" ? "" : shown + " of " + rows.length;
    });
  }

  // A link into a folded part unfolds it.
  function unfoldTarget() {
    var target = document.getElementById(location.hash.slice(1));
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    if (target) target.scrollIntoView();
  }

  document.querySelectorAll("table[data-sortable]").forEach(function (table) {
    makeSortable(table);
    makeFilterable(table);
  });
  window.addEventListener("hashchange", unfoldTarget);
  if (location.hash !== "") unfoldTarget();
})();

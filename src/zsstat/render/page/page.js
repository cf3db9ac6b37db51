"use strict";
(() => {
  const PAGE = 100; // cells that are listed at once
  const MANY = 12; // from so many cells on there is something to filter
  const data = JSON.parse(document.getElementById("sources").textContent);
  const dialog = document.getElementById("source");
  const heading = document.getElementById("source-name");
  const shown = document.getElementById("source-shown");
  const body = document.getElementById("source-body");
  const back = document.getElementById("source-back");
  let trail = [];
  let opener = null;

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function open(figure) {
    opener = figure;
    trail = [];
    visit(Number(figure.dataset.trace));
    dialog.showModal();
    dialog.scrollTop = 0;
    heading.focus();
  }

  function visit(number) {
    trail.push(number);
    show(number);
  }

  function show(number) {
    const trace = data.traces[number];
    heading.textContent = trace.name || "这个数的出处";
    shown.textContent = trace.shown || "—";
    back.hidden = trail.length < 2;
    body.replaceChildren();
    if (trace.formula) body.append(said("算法", trace.formula));
    if (trace.said) body.append(element("p", { className: "remark" }, trace.said));
    if (trace.among) body.append(said("汇总范围", trace.among.join("、")));
    if (trace.operands) body.append(operands(trace.operands));
    if (trace.areas) body.append(...sources(trace));
  }

  function said(label, text) {
    return element("p", {}, element("span", { className: "label" }, label), text);
  }

  // --- what a rate is computed from -----------------------------------------------------------

  function operands(numbers) {
    const items = numbers.map((number) => {
      const trace = data.traces[number];
      const button = element(
        "button",
        { type: "button", className: "operand" },
        element("span", {}, trace.name || "所用的数"),
        element("strong", {}, trace.shown || "—"),
      );
      button.addEventListener("click", () => {
        visit(number);
        dialog.scrollTop = 0;
        heading.focus();
      });
      return element("li", {}, button);
    });
    return element("ul", { className: "operands" }, ...items);
  }

  // --- areas and their cells ------------------------------------------------------------------

  function sources(trace) {
    const areas = trace.areas.map((number) => data.areas[number]);
    const list = element("div", { className: "areas" });
    const fill = (words) =>
      list.replaceChildren(...areas.flatMap((area) => areaItem(area, trace, words, areas.length)));
    fill("");
    const cells = areas.reduce((sum, area) => sum + area[2].length, 0);
    const told = element("p", { className: "label" }, counted(areas, cells));
    return cells > MANY ? [told, filter(fill, list), list] : [told, list];
  }

  function counted(areas, cells) {
    const named = areas.filter((area) => area[0]).length;
    return (named > 1 ? `${named}项，` : "") + `共${cells}个单元格`;
  }

  function filter(fill, list) {
    const input = element("input", { type: "search", placeholder: "县区、文件、项目或原文" });
    const none = element("p", { className: "remark", hidden: true }, "没有符合的单元格。");
    none.setAttribute("role", "status");
    input.addEventListener("input", () => {
      fill(input.value.trim());
      none.hidden = list.childElementCount > 0;
    });
    return element("div", { className: "filter" }, element("label", {}, "筛选", input), none);
  }

  function areaItem([name, share, numbers], trace, words, among) {
    const whole = !words || name.includes(words);
    const cells = numbers.map((number) => data.cells[number]);
    const kept = whole ? cells : cells.filter((cell) => matches(cell, words));
    if (!kept.length && words && !whole) return [];
    const unit = kept.every((cell) => cell[1]) ? "格" : "笔";
    const item = element(
      "details",
      {},
      element(
        "summary",
        {},
        element("span", { className: "area" }, name || "所引的单元格"),
        element("span", { className: "share" }, share),
        element("span", { className: "count" }, `${kept.length}${unit}`),
      ),
    );
    const fill = () => item.childElementCount < 2 && list(item, name, kept, trace.unit);
    item.addEventListener("toggle", () => item.open && fill());
    if (among === 1 || (words && !whole)) {
      item.open = true;
      fill();
    }
    return [item];
  }

  function matches([sheet, place, text, , label], words) {
    const [file, name] = data.sheets[sheet];
    const all = [data.files[file][0], name, place, text, data.labels[label]];
    return all.some((said) => said.includes(words));
  }

  function list(item, name, cells, unit) {
    const heads = ["单元格", "原文", name ? `计入${unit ? `（${unit}）` : ""}` : "", "说明"];
    const row = element("tr", {}, ...heads.map((head) => columnHead(head)));
    const rows = element("tbody");
    const caption = element("caption", {}, `${name || "所引"}的单元格`);
    const table = element("table", {}, caption, element("thead", {}, row), rows);
    const frame = element("div", { className: "scrolled", tabIndex: 0 }, table);
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", caption.textContent);
    item.append(frame);
    let next = 0;
    let sheet = -1;
    const more = element("button", { type: "button", className: "more" });
    const add = () => {
      for (const cell of cells.slice(next, next + PAGE)) {
        if (cell[0] !== sheet) rows.append(sheetRow(cell[0]));
        sheet = cell[0];
        rows.append(cellRow(cell, name));
      }
      next += PAGE;
      more.textContent = `还有${cells.length - next}格，再列${Math.min(PAGE, cells.length - next)}格`;
      if (next >= cells.length) more.remove();
    };
    more.addEventListener("click", add);
    if (cells.length > PAGE) item.append(more);
    add();
  }

  function columnHead(text) {
    return element(text ? "th" : "td", text ? { scope: "col" } : {}, text);
  }

  function sheetRow(number) {
    const [file, sheet] = data.sheets[number];
    const [name, hash] = data.files[file];
    const where = element("th", { colSpan: 4, scope: "rowgroup" }, name);
    if (sheet) where.append(`〔${sheet}〕`);
    if (hash) where.append(element("span", { className: "hash" }, `文件校验 ${hash}`));
    return element("tr", { className: "sheet" }, where);
  }

  function cellRow([, place, text, value, label], name) {
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, place || "—"),
      element("td", { className: "written" }, text),
      element("td", { className: "right" }, name ? value : ""),
      element("td", {}, data.labels[label]),
    );
  }

  // --- opening and closing --------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const figure = event.target.closest("a.figure");
    if (!figure || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(figure);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("a.figure")) return;
    event.preventDefault();
    open(event.target);
  });
  back.addEventListener("click", () => {
    trail.pop();
    show(trail[trail.length - 1]);
    heading.focus();
  });
  document.getElementById("source-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => opener && opener.focus());
  for (const hint of document.querySelectorAll("p.hint[hidden]")) hint.hidden = false;
})();

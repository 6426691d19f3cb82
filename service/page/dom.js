// Every element of the page is made here or in math.js, and text only ever becomes a text node: a completion
// is never mark-up.

export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Text as it is, in a block that can be scrolled by keyboard.
export function block(label, ...children) {
  return element("pre", { tabindex: "0", role: "region", "aria-label": label }, ...children);
}

export function pairs(entries) {
  const list = element("dl", { class: "pairs" });
  for (const [name, value] of entries) {
    list.append(element("dt", {}, name), element("dd", {}, String(value)));
  }
  return list;
}

// `columns` are [title, class] pairs; a row is a list of cells, each a text, a node, or what `folded` makes.
export function table(label, columns, rows) {
  const head = element("tr", {}, ...columns.map(([title, kind]) => element("th", { scope: "col", class: kind ?? "" }, title)));
  const body = element("tbody");
  for (const cells of rows) {
    const row = element("tr", {}, ...cells.map((cell, index) => element("td", { class: columns[index][1] ?? "" }, cell?.button ?? cell)));
    body.append(row);
    cells.find((cell) => cell?.button)?.unfoldBelow(row, columns.length);
  }
  return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": label },
    element("table", {}, element("thead", {}, head), body));
}

// What is folded away is made when it is opened for the first time: a problem can have thousands of cases.
export function unfolding(summary, make, open = false) {
  const node = element("details", {}, element("summary", {}, summary));
  const fill = () => {
    if (node.open && node.childElementCount === 1) node.append(...[make()].flat());
  };
  node.addEventListener("toggle", fill);
  node.open = open;
  if (open) fill();
  return node;
}

// A cell of a table with a button that shows more in a row below, over the table's whole width.
export function folded(title, make, open = false) {
  const button = element("button", { type: "button", class: "unfold", "aria-expanded": "false" }, title);
  return {
    button,
    unfoldBelow(row, width) {
      let below = null;
      const turn = () => {
        if (below === null) {
          below = element("tr", {}, element("td", { class: "long", colspan: String(width) }, ...[make()].flat()));
          row.after(below);
        } else below.hidden = !below.hidden;
        button.setAttribute("aria-expanded", String(!below.hidden));
      };
      button.addEventListener("click", turn);
      if (open) turn();
    },
  };
}

// `hint` is said above the text, if there is one.
export function copyable(title, text, hint = null) {
  const said = element("span", { class: "quiet", role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = " copied";
    } catch {
      said.textContent = " the browser does not let it be copied; select it below";
    }
  };
  return unfolding(title, () => [
    element("button", { type: "button", class: "plain", onclick: copy }, "Copy"), said,
    ...(hint === null ? [] : [element("p", { class: "quiet" }, hint)]), block(title, text),
  ]);
}

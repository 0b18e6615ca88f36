// Makes tabs of the language panels of a form (WAI-ARIA tabs, arrow keys), and names what has no
// name. Without this file the form is one long page. Nothing is remembered.

// The editor (Tiptap) adds a style element unless it finds one; our policy allows none, so it finds
// an element of that name which is no style sheet, and desk.css has its rules.
const noStyle = document.createElementNS("http://www.w3.org/1998/Math/MathML", "style");
noStyle.setAttribute("data-tiptap-style", "");
document.head.append(noStyle);

const panels = [...document.querySelectorAll(".language-panel")];

if (panels.length > 1) {
  const list = document.createElement("div");
  list.className = "language-tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", panels[0].dataset.group);
  const tabs = panels.map((panel) => {
    const { name, mistakes } = panel.dataset;
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `${panel.id}-tab`;
    tab.textContent = mistakes ? `${name} (${mistakes})` : name;
    tab.classList.toggle("has-mistakes", Boolean(mistakes));
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    list.append(tab);
    return tab;
  });

  const open = (chosen) =>
    panels.forEach((panel, index) => {
      panel.hidden = index !== chosen;
      tabs[index].setAttribute("aria-selected", String(index === chosen));
      tabs[index].tabIndex = index === chosen ? 0 : -1;
    });

  const step = { ArrowRight: 1, ArrowLeft: -1 };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => open(index));
    tab.addEventListener("keydown", (event) => {
      let next = index + step[event.key];
      if (event.key === "Home") next = 0;
      if (event.key === "End") next = tabs.length - 1;
      if (Number.isNaN(next)) return;
      next = (next + tabs.length) % tabs.length;
      event.preventDefault();
      open(next);
      tabs[next].focus();
    });
  });

  panels[0].before(list);
  const withMistakes = panels.findIndex((panel) => panel.dataset.mistakes);
  const asked = panels.findIndex((panel) => `#${panel.id}` === location.hash);
  open(Math.max(0, withMistakes >= 0 ? withMistakes : asked));
}

const nameOf = (element) => element?.textContent.trim().replace(/:$/, "") ?? "";
const labelOf = (field) => document.querySelector(`label[for="${field.id}"]`);

// The editor's text box takes the name, help and language of the field that it stands for.
function nameEditor(box) {
  const area = box.closest(".prose-editor").querySelector("textarea");
  const label = labelOf(area);
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("aria-label", nameOf(label));
  box.lang = area.lang;
  const help = area.getAttribute("aria-describedby");
  if (help) box.setAttribute("aria-describedby", help);
  label?.addEventListener("click", () => box.focus());
}

// So does a list with a search box (select2); its list of answers opens at the end of the page.
function nameList(box) {
  const list = box.closest(".select2-container");
  const field = (list.parentElement === document.body ? document.querySelector("form .select2-container--open") : list)
    ?.previousElementSibling;
  if (!field) return;
  box.setAttribute("aria-label", field.getAttribute("aria-label") ?? nameOf(labelOf(field)));
  box.removeAttribute("aria-labelledby");
}

function nameNew() {
  document.querySelectorAll(".prose-editor > .ProseMirror:not([aria-label])").forEach(nameEditor);
  document
    .querySelectorAll(".select2-container :is([role=combobox], [role=textbox], [role=searchbox]):not([aria-label])")
    .forEach(nameList);
}

// Inputs in a table have the name of their column; a heading without words is none.
document.querySelectorAll(".tabular table").forEach((table) => {
  table.querySelectorAll("thead th:empty").forEach((head) => {
    const cell = document.createElement("td");
    cell.className = head.className;
    head.replaceWith(cell);
  });
  const heads = [...table.querySelectorAll("thead :is(th, td)")].flatMap((head) => Array(head.colSpan).fill(head));
  table.querySelectorAll("tbody tr").forEach((row) =>
    [...row.cells].forEach((cell, index) =>
      cell.querySelectorAll("input:not([type=hidden]), select").forEach((input) => {
        if (!input.labels.length) input.setAttribute("aria-label", nameOf(heads[index].firstChild));
      }),
    ),
  );
});

// A label of several boxes or inputs names their group.
document.querySelectorAll(".form-row .flex-container > label:not([for])").forEach((label, index) => {
  label.id ||= `group-label-${index}`;
  label.parentElement.setAttribute("role", "group");
  label.parentElement.setAttribute("aria-labelledby", label.id);
});

// Editors and lists come when their own scripts are ready, or with a new row.
new MutationObserver(nameNew).observe(document.body, { childList: true, subtree: true });
nameNew();

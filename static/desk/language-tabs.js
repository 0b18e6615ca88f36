// Makes tabs of the language panels of a form (WAI-ARIA tabs, arrow keys), and names what has no
// name. Without this file the form is one long page. Nothing is remembered.

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

// The editor's text box takes the name, help and language of the field that it stands for.
function nameEditor(box) {
  const area = box.closest(".prose-editor")?.querySelector("textarea");
  const label = area && document.querySelector(`label[for="${area.id}"]`);
  if (!label) return;
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
  if (area.lang) box.lang = area.lang;
  const help = area.getAttribute("aria-describedby");
  if (help) box.setAttribute("aria-describedby", help);
  label.addEventListener("click", () => box.focus());
}

const nameEditors = (root) => root.querySelectorAll(".ProseMirror:not([aria-label])").forEach(nameEditor);
document.addEventListener("prose-editor:ready", (event) => {
  nameEditors(event.target.closest(".form-row") ?? document);
});
nameEditors(document);

// A label of several boxes or inputs names their group.
document.querySelectorAll(".form-row .flex-container > label:not([for])").forEach((label, index) => {
  label.id ||= `group-label-${index}`;
  label.parentElement.setAttribute("role", "group");
  label.parentElement.setAttribute("aria-labelledby", label.id);
});

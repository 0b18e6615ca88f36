// Turns the language panels of a form into tabs (WAI-ARIA tabs pattern, with arrow keys). Without this
// script all panels are shown. The selected tab is not stored.

const FIELDS = "input:not([type=hidden]), select, textarea, [contenteditable=true]";
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
  const linked = panels.findIndex((panel) => `#${panel.id}` === location.hash);
  const own = panels.findIndex((panel) => panel.querySelector(FIELDS)); // a translator's own language
  open(Math.max(0, [withMistakes, linked, own].find((index) => index >= 0) ?? 0));
}

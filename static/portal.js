// Filters without a page reload: a filter form or link fetches the page it leads to, and the elements
// with data-live are replaced by those of that page. If anything fails, the browser just navigates.
const liveParts = (page) => [...page.querySelectorAll(".languages, [data-live]")];
const address = () => location.pathname + location.search;
let shown = address();
let newest = 0;

async function show(url, isNew = true) {
  const visit = ++newest;
  try {
    const response = await fetch(url);
    const text = await response.text();
    if (visit !== newest) return; // superseded by a later request
    const page = new DOMParser().parseFromString(text, "text/html");
    const current = liveParts(document);
    const replacements = liveParts(page);
    if (!response.ok || !replacements.length || current.length !== replacements.length) throw response;
    const { id } = document.activeElement;
    current.forEach((part, index) => part.replaceChildren(...replacements[index].childNodes));
    document.title = page.title;
    if (isNew) history.pushState(null, "", url);
    shown = address();
    if (document.activeElement === document.body) {
      (document.getElementById(id || "found") ?? document.getElementById("found")).focus();
    }
  } catch {
    location.assign(url);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-live]")) return;
  event.preventDefault();
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  show(location.pathname + (chosen.length ? `?${new URLSearchParams(chosen)}` : ""));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-live] a[href^='?']");
  const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || opensElsewhere || event.button) return;
  event.preventDefault();
  show(location.pathname + link.search);
});

addEventListener("popstate", () => {
  if (address() !== shown) show(address(), false);
});

// The same pages without the reload. A filter form or one of its links fetches the whole page, and
// its parts marked data-live take the place of those here. Anything unexpected is an ordinary visit.
const live = (page) => [...page.querySelectorAll(".languages, [data-live]")];
const address = () => location.pathname + location.search;
let shown = address();
let newest = 0;

async function show(url, isNew = true) {
  const visit = ++newest;
  try {
    const response = await fetch(url);
    const text = await response.text();
    if (visit !== newest) return; // the visitor has moved on
    const page = new DOMParser().parseFromString(text, "text/html");
    const here = live(document);
    const there = live(page);
    if (!response.ok || !there.length || here.length !== there.length) throw response;
    const { id } = document.activeElement;
    here.forEach((part, number) => part.replaceChildren(...there[number].childNodes));
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
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || event.button) return;
  event.preventDefault();
  show(location.pathname + link.search);
});

addEventListener("popstate", () => {
  if (address() !== shown) show(address(), false);
});

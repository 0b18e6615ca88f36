// A link in the list of what is wrong leads to a field that may lie in a closed tab or fold: opens these.

const FIELDS = "input:not([type=hidden]), select, textarea, [contenteditable=true]";

// Where one types: the prose editor and the search list take the place of the field itself.
function typedIn(place) {
  const field = place.matches(FIELDS) ? place : place.querySelector(FIELDS);
  const list = field?.matches(".select2-hidden-accessible") && field.nextElementSibling.querySelector("[role=combobox]");
  return list || (field?.closest(".prose-editor")?.querySelector("[contenteditable=true]") ?? field);
}

document.querySelector("[aria-labelledby=wrong-heading]")?.addEventListener("click", (event) => {
  const place = event.target.matches("a") && document.getElementById(event.target.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  const panel = place.closest(".language-panel");
  if (panel?.hidden) document.getElementById(panel.getAttribute("aria-labelledby")).click();
  place.querySelectorAll(":scope > fieldset > details").forEach((fold) => { fold.open = true; });
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  place.scrollIntoView({ block: "center" });
  typedIn(place)?.focus();
});

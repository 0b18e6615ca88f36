// Asks before a form with words that are not saved is left.

let hasUnsaved = false;
const form = document.querySelector("#content-main form[method=post]");

form?.addEventListener("input", () => { hasUnsaved = true; });
form?.addEventListener("submit", () => { hasUnsaved = false; });
window.addEventListener("beforeunload", (event) => { if (hasUnsaved) event.preventDefault(); });

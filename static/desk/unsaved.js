// Asks before a page is left whose form says something else than it did when it was opened, or came back
// with mistakes. What it says is compared, because lists, calendars and added rows send no input event.

const forms = [...document.querySelectorAll("#content form[method=post]")];
const opened = new Map();

const said = (form) =>
  JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));

const isUnsaved = (form) =>
  form.matches("[data-unsaved]") || form.querySelector(".errornote, [data-unsaved]") || said(form) !== opened.get(form);

window.addEventListener("load", () => {
  let left = null; // the form that is being sent
  forms.forEach((form) => {
    opened.set(form, said(form));
    form.addEventListener("submit", () => {
      left = form;
    });
  });
  window.addEventListener("beforeunload", (event) => {
    if (forms.some((form) => form !== left && isUnsaved(form))) event.preventDefault();
    left = null; // who stays may leave otherwise
  });
});

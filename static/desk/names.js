// Gives a name to what Django's forms leave without one, and to buttons made of links what a button does.

const nameOf = (element) => element?.textContent.trim().replace(/:$/, "") ?? "";

// A list with a search box (select2) has the name of its field; so have its answers, in the page's main part.
function nameList(box) {
  const list = box.closest(".select2-container");
  const opened = document.querySelector("form .select2-container--open");
  const field = (list.parentElement.id === "content-start" ? opened : list)?.previousElementSibling;
  if (!field) return;
  box.setAttribute("aria-label", field.getAttribute("aria-label") ?? nameOf(field.labels[0]));
  box.removeAttribute("aria-labelledby");
}

// Newer readers look for the answers in aria-controls; select2 names them in aria-owns.
function controlAnswers(box) {
  const answers = box.getAttribute("aria-owns");
  if (answers) box.setAttribute("aria-controls", answers);
  else box.removeAttribute("aria-controls");
}

function nameLists() {
  document.querySelectorAll(".select2-container :is([role=combobox], [role=textbox], [role=searchbox]):not([aria-label])").forEach(nameList);
  document.querySelectorAll(".select2-container [role=combobox]").forEach(controlAnswers);
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

// Lists come when their own script is ready, or with a new row, and change when they open.
new MutationObserver(nameLists).observe(document.body, { attributeFilter: ["aria-owns"], childList: true, subtree: true });
nameLists();

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});

// A row that goes takes the focus with it: to the link that adds one.
document.addEventListener("formset:removed", (event) => {
  document.querySelector(`#${event.detail.formsetName}-group .add-row a`)?.focus();
});

// Accessibility of Django's admin forms: gives unnamed controls an accessible name, and lets links with
// role=button respond to the space bar.

const nameOf = (element) => element?.textContent.trim().replace(/:$/, "") ?? "";

// A select2 list and its search box get the label of their field. Its results are not inside the field
// but at the top of the content, so the open list is looked up.
function nameList(box) {
  const list = box.closest(".select2-container");
  const opened = document.querySelector("form .select2-container--open");
  const field = (list.parentElement.id === "content-start" ? opened : list)?.previousElementSibling;
  if (!field) return;
  box.setAttribute("aria-label", field.getAttribute("aria-label") ?? nameOf(field.labels[0]));
  box.removeAttribute("aria-labelledby");
}

// Newer screen readers expect the list of results in aria-controls; select2 uses aria-owns.
function setAriaControls(box) {
  const results = box.getAttribute("aria-owns");
  if (results) box.setAttribute("aria-controls", results);
  else box.removeAttribute("aria-controls");
}

function nameLists() {
  document.querySelectorAll(".select2-container :is([role=combobox], [role=textbox], [role=searchbox]):not([aria-label])").forEach(nameList);
  document.querySelectorAll(".select2-container [role=combobox]").forEach(setAriaControls);
}

// Inputs in a table are named after their column; an empty th becomes a td.
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

// A label of several checkboxes or inputs names their group.
document.querySelectorAll(".form-row .flex-container > label:not([for])").forEach((label, index) => {
  label.id ||= `group-label-${index}`;
  label.parentElement.setAttribute("role", "group");
  label.parentElement.setAttribute("aria-labelledby", label.id);
});

// select2 lists appear when their script has run or a row is added, and change when they open.
new MutationObserver(nameLists).observe(document.body, { attributeFilter: ["aria-owns"], childList: true, subtree: true });
nameLists();

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});

// Removing a row would lose the focus: move it to the link that adds a row.
document.addEventListener("formset:removed", (event) => {
  document.querySelector(`#${event.detail.formsetName}-group .add-row a`)?.focus();
});

// The prose editor (django-prose-editor, Tiptap) as the desk wants it: a toolbar in the language of the
// page, everything named, and a Tab key that leaves the text. portal/backoffice/site.py has its words.

import {
  BulletList as BaseList,
  ListItem as BaseItem,
  Menu as BaseMenu,
  Plugin,
  Table as BaseTable,
} from "django-prose-editor/editor";

const { gettext } = window;

// Tiptap adds a style element unless it finds one; our policy allows none, so it finds an element of
// that name which is no style sheet, and desk.css has its rules.
const noStyle = document.createElementNS("http://www.w3.org/1998/Math/MathML", "style");
noStyle.setAttribute("data-tiptap-style", "");
document.head.append(noStyle);

// What the package calls “bold” is named “Vet”. A button that can be on or off says so.
function inOurWords({ button, option, active }) {
  button.title = gettext(button.title[0].toUpperCase() + button.title.slice(1));
  button.setAttribute("aria-label", button.title);
  if (active) button.setAttribute("aria-pressed", "false");
  if (option) option.textContent = gettext(option.textContent);
}

export const Menu = BaseMenu.extend({
  addStorage() {
    const storage = this.parent();
    const { defineItem } = storage.menu;
    storage.menu.defineItem = (item) => {
      inOurWords(item);
      defineItem(item);
    };
    return storage;
  },

  addProseMirrorPlugins() {
    return [new Plugin({ props: { attributes: namesOf(this.editor) } })];
  },

  onCreate(...args) {
    this.parent(...args);
    const { dom: bar } = this.storage;
    const field = namesOf(this.editor);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `${gettext("Formatting")}: ${field["aria-label"]}`);
    labelOf(this.editor)?.addEventListener("click", () => this.editor.view.focus());
    const styles = nameStyles(bar);
    const sync = () => {
      styles?.();
      bar.querySelectorAll("button[data-name]").forEach((button) => {
        button.setAttribute("aria-disabled", String(button.matches(".disabled:not(.active)")));
        if (button.ariaPressed) button.setAttribute("aria-pressed", String(button.matches(".active")));
      });
    };
    this.editor.on("transaction", sync);
    sync();
    new MutationObserver(nameDialogs).observe(bar.parentElement, { childList: true });
  },
});

// The text box takes the name, help and language of the field that it stands for.
const areaOf = (editor) => editor.options.element.querySelector("textarea");
const labelOf = (editor) => areaOf(editor).labels[0];

function namesOf(editor) {
  const area = areaOf(editor);
  const names = { role: "textbox", "aria-multiline": "true", lang: area.lang };
  names["aria-label"] = labelOf(editor)?.textContent.trim().replace(/:$/, "") ?? "";
  for (const attribute of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(attribute)) names[attribute] = area.getAttribute(attribute);
  }
  return names;
}

// The list of text styles has a button that shows the present one, made anew each time.
function nameStyles(bar) {
  const holder = bar.querySelector(".prose-menubar__selected");
  const list = bar.querySelector(".prose-menubar__picker");
  if (!holder) return null;
  list.addEventListener("toggle", (event) => {
    holder.firstChild.setAttribute("aria-expanded", String(event.newState === "open"));
  });
  return () => {
    const button = holder.firstChild;
    if (button.hasAttribute("aria-expanded")) return;
    button.title = [gettext("Text style"), button.title].filter(Boolean).join(": ");
    button.setAttribute("aria-label", button.title);
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-pressed");
  };
}

// A dialog has its heading as its name. The editor reads the values of choices, so only their words change.
function nameDialogs(changes) {
  const dialogs = changes.flatMap(({ addedNodes }) => [...addedNodes].map((node) => node.querySelector?.("dialog")));
  dialogs.filter(Boolean).forEach((dialog) => {
    dialog.setAttribute("aria-label", dialog.querySelector("h3").textContent);
    dialog.querySelectorAll("option").forEach((option) => {
      option.value = option.textContent;
      option.textContent = gettext(option.value);
    });
  });
}

// Tab goes on to the next field, also from a list or the last cell of a table. Lists have buttons instead.

export const Table = BaseTable.extend({
  addKeyboardShortcuts() {
    return { ...this.parent(), Tab: () => false, "Shift-Tab": () => false };
  },
});

export const ListItem = BaseItem.extend({
  addKeyboardShortcuts() {
    return { ...this.parent(), Tab: () => false, "Shift-Tab": () => false };
  },
});

export const BulletList = BaseList.extend({
  addMenuItems({ menu, buttons }) {
    const define = (name, icon, title, command) =>
      menu.defineItem({
        name,
        groups: "lists",
        button: buttons.material(icon, title),
        enabled: (editor) => editor.can()[command]("listItem"),
        hidden: (editor) => !editor.isActive("listItem"),
        command: (editor) => editor.chain().focus()[command]("listItem").run(),
      });
    define("indent", "format_indent_increase", "Indent", "sinkListItem");
    define("outdent", "format_indent_decrease", "Outdent", "liftListItem");
  },
});

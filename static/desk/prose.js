// Extensions of the prose editor (django-prose-editor, Tiptap) for the admin: a translated toolbar, names
// for screen readers, and a Tab key that leaves the text. portal/backoffice/site.py lists its messages.

import {
  BulletList as BaseList,
  Link as BaseLink,
  ListItem as BaseItem,
  Menu as BaseMenu,
  Plugin,
  Table as BaseTable,
  updateAttrsDialog,
} from "django-prose-editor/editor";

const { gettext } = window;

// Tiptap injects a style element unless one is present, which our CSP forbids. So add an element that
// matches its selector without being a style sheet; desk.css has the rules.
const noStyle = document.createElementNS("http://www.w3.org/1998/Math/MathML", "style");
noStyle.setAttribute("data-tiptap-style", "");
document.head.append(noStyle);

// Translates the title of a menu item, and gives a toggle button aria-pressed.
function translateItem({ button, option, active }) {
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
      translateItem(item);
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
      this.editor.view.dom.spellcheck = true; // the package turns it off
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

// The editable element gets the label, help text and language of the textarea that it replaces.
const areaOf = (editor) => editor.options.element.querySelector("textarea");
const labelOf = (editor) => areaOf(editor).labels[0];

function namesOf(editor) {
  const area = areaOf(editor);
  const names = { role: "textbox", "aria-multiline": "true", lang: area.lang, spellcheck: "true" };
  names["aria-label"] = labelOf(editor)?.textContent.trim().replace(/:$/, "") ?? "";
  for (const attribute of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(attribute)) names[attribute] = area.getAttribute(attribute);
  }
  return names;
}

// The button of the text style picker shows the current style; the package rebuilds it on each change.
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

// Names a dialog after its heading. The editor reads the values of options, so only their text is
// translated.
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

// Tab moves to the next field, also in lists and tables; lists have buttons to indent instead.

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

// An address typed without https:// or mailto: gets it, as portal/publishing/fields/addresses.py does when
// the text is saved. That also refuses what is no address at all.
export function completed(address) {
  const typed = address?.trim() ?? "";
  if (!typed || /^([a-z][a-z0-9+.-]*:|\/(?!\/)|#)/i.test(typed)) return typed;
  if (/^[^\s@/:]+@[\w-]+(\.[\w-]+)+$/.test(typed)) return `mailto:${typed}`;
  return /^(\/\/)?([\w-]+\.)+[a-z]{2,}(:\d+)?([/?#]\S*)?$/i.test(typed) ? `https://${typed.replace(/^\/\//, "")}` : typed;
}

// Where nothing is selected, a link is put in with the text that the dialog asks for.
const newLinkDialog = updateAttrsDialog(
  {
    href: { type: "string", title: gettext("URL") },
    text: { type: "string", title: gettext("Text of the link") },
  },
  { title: gettext("Insert link") },
);

async function insertLink(editor, type) {
  const given = await newLinkDialog(editor, {});
  const href = completed(given?.href);
  if (!href) return;
  const text = given.text.trim() || href;
  const link = { type: "text", text, marks: [{ type, attrs: { href } }] };
  editor.chain().focus().insertContent(link).unsetMark(type).run();
}

export const Link = BaseLink.extend({
  addAttributes() {
    const attributes = this.parent();
    const href = { ...attributes.href, renderHTML: ({ href }) => ({ href: completed(href) }) };
    return { ...attributes, href };
  },

  addMenuItems({ menu, ...rest }) {
    const always = (item) => (item.name === "link" ? { ...item, enabled: () => true } : item);
    this.parent({ menu: { defineItem: (item) => menu.defineItem(always(item)) }, ...rest });
  },

  addCommands() {
    const commands = this.parent();
    const addLink = () => (props) => {
      const { editor } = props;
      if (!editor.state.selection.empty || editor.isActive(this.name)) return commands.addLink()(props);
      insertLink(editor, this.name);
    };
    return { ...commands, addLink };
  },
});

// In the link dialog of the prose editor, words typed as the address find public pages of this site
// (portal/backoffice/own_pages.py); choosing one fills in its address in the language of the text. Anything
// that is an address already is left alone.

const ADDRESS = /^([a-z][a-z0-9+.-]*:|\/|#|www\.)|@|\.[a-z]{2,}(\/|$)/i;
const WAIT = 200; // milliseconds after the last key
const { gettext } = window;

let number = 0;

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

// The address field becomes a combobox: the focus stays in it, and arrows move through the list.
class PageList {
  constructor(field, area) {
    Object.assign(this, { field, area, active: -1, options: [] });
    this.id = `own-pages-${++number}`;
    this.list = element("ul", { id: this.id, role: "listbox", class: "own-pages", hidden: "" });
    this.status = element("p", { role: "status", class: "own-pages-said" });
    const help = element("p", { id: `${this.id}-help`, class: "own-pages-help" });
    help.textContent = gettext("An address, or words of the title of a page of this site.");
    const roles = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list" };
    const state = { "aria-expanded": "false", "aria-controls": this.id, "aria-describedby": help.id };
    Object.entries({ ...roles, ...state }).forEach(([name, value]) => field.setAttribute(name, value));
    this.list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
    field.after(this.list, this.status, help);
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
    this.list.addEventListener("click", ({ target }) => this.choose(this.options.indexOf(target.closest("[role=option]"))));
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.close();
    const words = this.field.value.trim();
    if (words.length > 1 && !ADDRESS.test(words)) this.timer = setTimeout(() => this.find(words), WAIT);
  }

  async find(words) {
    this.request = new AbortController();
    const query = new URLSearchParams({ q: words, taal: this.area.lang });
    try {
      const answer = await fetch(`${this.area.dataset.ownPages}?${query}`, { signal: this.request.signal });
      this.show(await answer.json());
    } catch {
      // Typed further, signed out or offline: the field takes an address as before.
    }
  }

  show({ pages, said }) {
    this.status.textContent = said;
    if (!this.field.isConnected || document.activeElement !== this.field) return;
    this.options = pages.map(({ title, lang, kind, address }, index) => {
      const attributes = { role: "option", id: `${this.id}-${index}`, "aria-selected": "false", "data-address": address };
      return element("li", attributes, element("span", { lang }, title), ` (${kind})`);
    });
    this.list.replaceChildren(...this.options);
    this.list.hidden = !pages.length;
    this.field.setAttribute("aria-expanded", String(pages.length > 0));
  }

  close() {
    this.list.hidden = true;
    this.status.textContent = "";
    this.options = [];
    this.move(-1);
    this.field.setAttribute("aria-expanded", "false");
  }

  move(index) {
    this.active = index;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", this.options[index].id);
    this.options[index]?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const { length } = this.options;
    if (!length || event.isComposing) return;
    const act = {
      ArrowDown: () => this.move((this.active + 1) % length),
      ArrowUp: () => this.move((Math.max(this.active, 0) + length - 1) % length),
      Escape: () => this.close(),
      Enter: this.active >= 0 && (() => this.choose(this.active)),
    }[event.key];
    if (!act) return;
    event.preventDefault(); // Enter would end the dialog, and Escape close it
    act();
  }

  choose(index) {
    const option = this.options[index];
    if (!option) return;
    this.field.value = option.dataset.address;
    const text = this.field.form.elements.namedItem("text");
    if (text && !text.value) text.value = option.firstChild.textContent;
    this.close();
  }
}

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".prose-editor-dialog [name=href]:not([role])")) return;
  const area = target.closest(".prose-editor")?.querySelector("textarea[data-own-pages]");
  if (area) new PageList(target, area);
});

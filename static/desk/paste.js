// Cleans what is pasted into the prose editor from Word, LibreOffice, Google Docs, Outlook, Excel and web
// pages, before the editor reads it: lists, headings and tables as such, bold and italic as seen, and
// nothing that PROSE (portal/publishing/fields/prose.py) does not have.

import { Extension } from "django-prose-editor/editor";

export const Paste = Extension.create({ name: "cleanPaste", transformPastedHTML: cleanPaste });

function cleanPaste(html) {
  const { markup, classes } = separateStyles(html);
  if (/\sdata-pm-slice=/.test(markup)) return markup; // copied from an editor like ours
  const { body } = new DOMParser().parseFromString(markup, "text/html");
  applyClasses(body, classes);
  inlineNotes(body);
  markWordItems(body);
  markWordOnlineItems(body);
  nestItems(body);
  orderHeadings(body);
  return blocksOf(body, { bold: false, italic: false, href: "" }).join("");
}

// Styles. Our CSP forbids style attributes and elements, so a parsed document would lose them: they are
// taken out of the text, and kept in data-style. It complains of handlers (onclick) as well.

const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;

function separateStyles(html) {
  const sheets = [];
  const markup = html
    .replace(/<style\b[^>]*>([^]*?)<\/style\s*>/gi, (_element, sheet) => {
      sheets.push(sheet);
      return "";
    })
    .replace(TAG, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
  return { markup, classes: classesOf(sheets.join("\n")) };
}

// { class: declarations }. Excel says in a style sheet which cells are bold.
function classesOf(sheet) {
  const classes = Object.create(null);
  const rules = sheet.replace(/<!--|-->|\/\*[^]*?\*\//g, "").matchAll(/([^{}]+)\{([^{}]*)\}/g);
  for (const [, selectors, declarations] of rules) {
    for (const [, name] of selectors.matchAll(/(?:^|[\s,]|\b[a-z]\w*)\.([\w-]+)(?=\s*(?:,|$))/gi)) {
      classes[name] = `${classes[name] ?? ""};${declarations}`;
    }
  }
  return classes;
}

function applyClasses(body, classes) {
  for (const element of body.querySelectorAll("[class]")) {
    const own = [...element.classList].map((name) => classes[name] ?? "").join(";");
    if (own) element.dataset.style = `${own};${element.dataset.style ?? ""}`;
  }
}

function styleOf(element) {
  const declarations = (element.dataset?.style ?? "").split(";").map((text) => text.split(/:(.*)/s));
  return Object.fromEntries(
    declarations.map(([name, value]) => [name.trim().toLowerCase(), (value ?? "").trim().toLowerCase()]),
  );
}

// Footnotes. Their marks lead nowhere on our pages, so each note is put in brackets in its place.

const NOTE = /#(_ftn|_edn|ftnt|sdfootnote|sdendnote)\d+(sym)?$/;
const NOTE_OR_BACK = /#(_ftn|_edn|ftnt|sdfootnote|sdendnote|cite_)/;
const NOTE_LISTS = /^(footnote|endnote|comment)-list$/;

function inlineNotes(body) {
  const anchors = [...body.querySelectorAll("a[name], a[id]")];
  const signs = Object.fromEntries(anchors.map((sign) => [sign.name || sign.id, sign]));
  const marks = [...body.querySelectorAll("a[href]")].filter((link) => NOTE_OR_BACK.test(link.getAttribute("href")));
  for (const mark of marks.filter((link) => NOTE.test(link.getAttribute("href")))) {
    const sign = signs[mark.getAttribute("href").split("#")[1]];
    const note = sign?.closest("div[id]") ?? sign?.closest("p, li");
    if (note && !note.contains(mark)) {
      sign.remove();
      mark.before(...inBrackets(note));
      note.remove();
    }
  }
  marks.forEach((mark) => mark.remove());
}

function inBrackets(note) {
  const texts = textsOf(note).filter((text) => text.data.trim());
  if (!texts.length) return [];
  texts.at(0).data = texts.at(0).data.trimStart();
  texts.at(-1).data = texts.at(-1).data.trimEnd();
  const paragraphs = [...note.querySelectorAll("p")];
  const words = (paragraphs.length ? paragraphs : [note]).flatMap((paragraph) => [" ", ...paragraph.childNodes]);
  return [" (", ...words.slice(1), ")"];
}

function textsOf(element) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
}

// Lists. Word writes the items of all levels as paragraphs side by side, each with its sign as text; Word
// Online as lists side by side. Both get data-level, data-type (of an ordered list) and data-start.

function markWordItems(body) {
  for (const item of body.querySelectorAll("p[data-style], div[data-style]")) {
    const level = /\blevel(\d)/.exec(styleOf(item)["mso-list"])?.[1];
    if (!level) continue;
    const sign = [...item.querySelectorAll("span")].find((span) => styleOf(span)["mso-list"] === "ignore");
    Object.assign(item.dataset, { level, ...numbering(sign?.textContent.trim() ?? "") });
    sign?.remove();
  }
}

// How a list that begins with “3.” or “a)” is numbered; the circle of Word is an o without a point.
function numbering(sign) {
  const [, number, letter] = /(?:(\d+)|([a-z]+))[.)]$/i.exec(sign) ?? [];
  if (number) return { type: "1", start: number };
  if (!letter) return { type: "", start: "" };
  const type = letter.toLowerCase() === "i" ? "i" : "a";
  return { type: letter === letter.toLowerCase() ? type : type.toUpperCase(), start: "" };
}

function markWordOnlineItems(body) {
  for (const item of body.querySelectorAll("li[data-aria-level]")) {
    const { ariaLevel: level } = item.dataset;
    const list = item.parentElement;
    const type = list.localName === "ol" ? "1" : "";
    Object.assign(item.dataset, { level, type, start: list.getAttribute("start") ?? "" });
    (list.closest(".ListContainerWrapper") ?? list).before(item);
    list.removeAttribute("start");
  }
}

function nestItems(body) {
  for (const first of body.querySelectorAll("[data-level]")) {
    if (!first.isConnected) continue; // is in a list by now
    const items = [first];
    while (nextItem(items.at(-1))) items.push(nextItem(items.at(-1)));
    const place = first.ownerDocument.createElement("div");
    first.before(place);
    nest(items, place);
  }
}

const nextItem = ({ nextElementSibling: next }) => {
  while (next && !next.textContent.trim() && !next.dataset.level) next = next.nextElementSibling;
  return next?.dataset.level ? next : null;
};

function nest(items, place) {
  const open = []; // the lists around the item, the inmost last
  for (const item of items) {
    const { level, type, start } = item.dataset;
    while (open.length && open.at(-1).level > level) open.pop();
    if (open.length && open.at(-1).level === level && open.at(-1).type !== type) open.pop();
    if (!open.length || open.at(-1).level < level) {
      const list = place.ownerDocument.createElement(type ? "ol" : "ul");
      if (start > 1) list.setAttribute("start", start);
      if (type && type !== "1") list.setAttribute("type", type);
      (open.at(-1)?.list.lastElementChild ?? place).append(list);
      open.push({ level, type, list });
    }
    const entry = place.ownerDocument.createElement("li");
    entry.append(...item.childNodes);
    open.at(-1).list.append(entry);
    item.remove();
  }
}

// Headings. A text begins with h2 and skips no level.

function orderHeadings(body) {
  const headings = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6, [role='heading'], .MsoTitle")];
  const seen = headings.filter((heading) => heading.textContent.trim() && !heading.closest("li, td, th"));
  levelsInOrder(seen.map(levelOf)).forEach((level, index) => {
    seen[index].dataset.heading = level;
  });
}

const levelOf = (heading) => Number(heading.ariaLevel ?? /^h([1-6])$/.exec(heading.localName)?.[1] ?? 1);

function levelsInOrder(levels, highest = 2, lowest = 4) {
  const outline = []; // the levels of the headings above this one
  return levels.map((level) => {
    while (outline.length && outline.at(-1) >= level) outline.pop();
    outline.push(level);
    return Math.min(highest + outline.length - 1, lowest);
  });
}

// The clean HTML: blocks, made of pieces of text that know how they look.

const UNSEEN =
  "audio, button, canvas, del, embed, form, head, iframe, input, link, meta, noscript, object, picture, s, script, " +
  "select, strike, style, svg, template, textarea, title, video, xml, [hidden], .MsoCommentReference";
const PARAGRAPHS = new Set([
  ...["p", "div", "section", "article", "aside", "main", "header", "footer", "nav", "address", "center", "pre", "hr"],
  ...["h1", "h2", "h3", "h4", "h5", "h6", "li", "dl", "dt", "dd", "figure", "figcaption", "details", "summary"],
]);
const LINE_BREAK = null;

function isUnseen(element) {
  if (element.matches(UNSEEN)) return true;
  const style = styleOf(element);
  return (
    style.display === "none" ||
    style.visibility === "hidden" ||
    style["mso-hide"] === "all" ||
    NOTE_LISTS.test(style["mso-element"]) ||
    /line-through/.test(style["text-decoration"] ?? style["text-decoration-line"])
  );
}

function lookOf(element, look) {
  const { "font-weight": weight = "", "font-style": slant = "" } = styleOf(element);
  const tag = element.localName;
  const bold = isBold(weight) ?? (["b", "strong"].includes(tag) || look.bold);
  const italic = isItalic(slant) ?? (["i", "em", "cite", "dfn"].includes(tag) || look.italic);
  return { ...look, bold, italic, href: tag === "a" ? addressOf(element) : look.href };
}

function isBold(weight) {
  if (/^bold/.test(weight) || Number.parseInt(weight, 10) >= 600) return true;
  return /^(normal|lighter|\d+)/.test(weight) ? false : undefined;
}

function isItalic(slant) {
  if (/^(italic|oblique)/.test(slant)) return true;
  return slant.startsWith("normal") ? false : undefined;
}

// The address that a link is for, also where Outlook or Google Docs put their own before it.
function addressOf(link) {
  const address = (link.getAttribute("href") ?? "").trim();
  if (!URL.canParse(address)) return "";
  const { hostname, pathname, protocol, searchParams } = new URL(address);
  if (!/^(https?|mailto|tel):$/.test(protocol)) return "";
  if (hostname.endsWith(".safelinks.protection.outlook.com")) return searchParams.get("url") ?? "";
  if (hostname === "www.google.com" && pathname === "/url") return searchParams.get("q") ?? "";
  return address;
}

function blocksOf(parent, look) {
  const blocks = [];
  let pieces = [];
  const endParagraph = () => {
    blocks.push(...paragraphsOf(pieces).map((html) => `<p>${html}</p>`));
    pieces = [];
  };
  const walk = (element, around) => {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) pieces.push({ ...around, text: node.data });
      if (node.nodeType !== Node.ELEMENT_NODE || isUnseen(node)) continue;
      const inner = lookOf(node, around);
      const make = blockMaker(node);
      if (node.localName === "br") pieces.push(LINE_BREAK);
      else if (make) {
        endParagraph();
        blocks.push(...make(node, inner));
      } else if (PARAGRAPHS.has(node.localName)) {
        endParagraph();
        walk(node, inner);
        endParagraph();
      } else walk(node, inner);
    }
  };
  walk(parent, look);
  endParagraph();
  return blocks;
}

function blockMaker(element) {
  if (element.dataset?.heading) return headingOf;
  return new Map([["ul", listOf], ["ol", listOf], ["table", tableOf], ["blockquote", quoteOf]]).get(element.localName);
}

function headingOf(heading, look) {
  const words = blocksOf(heading, { ...look, isHeading: true });
  const tag = `h${heading.dataset.heading}`;
  return words.map((block) => block.replace(/^<p>(.*)<\/p>$/s, `<${tag}>$1</${tag}>`));
}

function listOf(list, look) {
  const items = [];
  for (const child of list.children) {
    const isList = ["ul", "ol"].includes(child.localName);
    const blocks = isList ? listOf(child, look) : blocksOf(child, lookOf(child, look));
    if (!blocks.length || isUnseen(child)) continue;
    const hasWords = !/^<[uo]l/.test(blocks[0]);
    if (hasWords) items.push(blocks);
    else if (items.length) items.at(-1).push(...blocks);
    else return blocks; // a list around a list
  }
  if (!items.length) return [];
  const attributes = ["start", "type"].filter((name) => list.hasAttribute(name) && list.localName === "ol");
  const opening = attributes.map((name) => ` ${name}="${escape(list.getAttribute(name))}"`).join("");
  const tag = list.localName;
  return [`<${tag}${opening}>${items.map((blocks) => `<li>${blocks.join("")}</li>`).join("")}</${tag}>`];
}

function quoteOf(quote, look) {
  const blocks = blocksOf(quote, look);
  return blocks.length ? [`<blockquote>${blocks.join("")}</blockquote>`] : [];
}

// A table with one row or one column only places text. The first row has the header cells if there are none.
function tableOf(table, look) {
  const rows = [...table.rows].map(({ cells }) => [...cells]).filter((cells) => cells.some(hasWords));
  const caption = table.caption ? blocksOf(table.caption, look) : [];
  if (rows.length < 2 || rows.every((cells) => cells.length < 2)) {
    return [...caption, ...rows.flat().flatMap((cell) => blocksOf(cell, lookOf(cell, look)))];
  }
  const hasHeaders = rows.flat().some(({ localName }) => localName === "th");
  const lines = rows.map((cells, index) => {
    const isHeader = (cell) => cell.localName === "th" || (!hasHeaders && index === 0);
    return `<tr>${cells.map((cell) => cellOf(cell, look, isHeader(cell) ? "th" : "td")).join("")}</tr>`;
  });
  return [...caption, `<table><tbody>${lines.join("")}</tbody></table>`];
}

const hasWords = (element) => element.textContent.trim() !== "";

function cellOf(cell, look, tag) {
  const spans = ["colspan", "rowspan"].filter((name) => cell.getAttribute(name) > 1);
  const attributes = spans.map((name) => ` ${name}="${Number(cell.getAttribute(name))}"`).join("");
  const blocks = blocksOf(cell, { ...lookOf(cell, look), isHeading: tag === "th" });
  return `<${tag}${attributes}>${blocks.join("") || "<p></p>"}</${tag}>`;
}

// Pieces of text as paragraphs: line breaks that make an empty line end a paragraph.
function paragraphsOf(pieces) {
  const lines = [[]];
  for (const piece of pieces) {
    if (piece === LINE_BREAK) lines.push([]);
    else lines.at(-1).push(piece);
  }
  const paragraphs = [[]];
  for (const line of lines.map(lineOf)) {
    if (line) paragraphs.at(-1).push(line);
    else paragraphs.push([]);
  }
  return paragraphs.filter(({ length }) => length).map((some) => some.join("<br>"));
}

// Spaces that indent, align or are doubled go; a no-break space between two words stays.
function lineOf(pieces) {
  const shown = [];
  for (const piece of pieces) {
    let text = piece.text.replace(/[\u200b\ufeff]/g, "").replace(/\u00a0?[^\S\u00a0]\s*|\u00a0\s+/g, " ");
    const before = shown.at(-1);
    if (!before) text = text.trimStart();
    else if (/\s$/.test(before.text) && /^\s/.test(text)) {
      before.text = `${before.text.slice(0, -1)} `;
      text = text.trimStart();
    }
    if (text) shown.push({ ...piece, text });
  }
  while (shown.length && !shown.at(-1).text.trim()) shown.pop();
  if (shown.length) shown.at(-1).text = shown.at(-1).text.trimEnd();
  return shown.map(markUp).join("");
}

function markUp({ text, bold, italic, href, isHeading }) {
  let html = escape(text);
  if (italic) html = `<em>${html}</em>`;
  if (bold && !isHeading) html = `<strong>${html}</strong>`;
  return href ? `<a href="${escape(href)}">${html}</a>` : html;
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

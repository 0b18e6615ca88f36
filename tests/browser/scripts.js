// What runs inside a page to look at it. Each answers with what is wrong, in words.

// How an element is named, whether it is seen, what takes the focus and in which order.
const numbers = new Map();
const described = element => {
  if (!element || element === document.body || element === document.documentElement) return 'body';
  if (!numbers.has(element)) numbers.set(element, numbers.size + 1);
  const name = (element.innerText || element.value || element.name || '').trim().slice(0, 40);
  return `${element.tagName.toLowerCase()} ${numbers.get(element)} “${name}”`;
};
const isSeen = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
const focusables = () => {
  const seen = new Set();
  const all = 'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable=true]';
  return [...document.querySelectorAll(all)].filter(element => {
    if (element.disabled || element.type === 'hidden' || element.tabIndex < 0 || !isSeen(element)) return false;
    if (element.type !== 'radio') return true;
    const group = `${element.form?.id} ${element.name}`;
    const checked = document.querySelector(`input[type=radio][name="${element.name}"]:checked`);
    if (seen.has(group) || (checked && checked !== element)) return false;
    return seen.add(group);
  });
};

// Layout shift and largest contentful paint (ms) of the view so far.
const firstView = async () => {
  const seen = {shift: 0, paint: 0};
  const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
    .observe({type, buffered: true});
  watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value });
  watch('largest-contentful-paint', entry => { seen.paint = Math.max(seen.paint, entry.startTime) });
  const frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  for (let frames = 0; frames < 60 && !seen.paint; frames++) await frame();
  return seen;
};

// Everything that the Tab key should visit, in order; the next Tab starts from the top again.
const inOrder = () => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  return focusables().map(described);
};

const tooWide = () => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const scrolls = element => element && element !== document.body
    && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const wide = [...document.body.querySelectorAll('*')].filter(element =>
    element.getBoundingClientRect().right > room + 1 && !scrolls(element.parentElement));
  const inmost = wide.filter(element => ![...element.children].some(child => wide.includes(child)));
  const names = inmost.map(element => `<${element.tagName.toLowerCase()} class="${element.className}">`);
  return [names.length ? [...new Set(names)].slice(0, 3).join(' ') : 'the page'];
};

// The text with letters of twice the size ('large'), the spacing of WCAG 1.4.12 ('spaced'), or as it is.
const setText = (...how) => {
  const sheet = new CSSStyleSheet();
  const large = 'html { font-size: 200% !important }';
  const spaced = `
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`;
  sheet.replaceSync((how.includes('large') ? large : '') + (how.includes('spaced') ? spaced : ''));
  document.adoptedStyleSheets = [sheet];
};

const clipped = () => [...document.body.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  const cuts = overflow => ['hidden', 'clip'].includes(overflow);
  if (!cuts(style.overflowX) && !cuts(style.overflowY)) return false; // first: reading all text is slow
  if (element.clientWidth <= 1 || style.clipPath !== 'none') return false; // for screen readers only
  if (!element.innerText?.trim() || !element.checkVisibility({visibilityProperty: true})) return false;
  return (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
    || (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map(element => `<${element.tagName.toLowerCase()} class="${element.className}">`);

const focusFaults = () => {
  const wrong = [], all = focusables();
  const first = all[0];
  const target = first && first.hash && document.querySelector(first.hash);
  const isBare = document.body.firstElementChild.tagName === 'MAIN'; // nothing to skip
  if (!target && !isBare) wrong.push('the first thing that takes the focus does not skip to the content');
  let above = null;
  for (const element of all) {
    element.focus({focusVisible: true});
    const style = getComputedStyle(element);
    const fault = what => wrong.push(`${described(element).replace(/ \d+ /, ' ')} ${what}`);
    if (document.activeElement !== element) { fault('refuses the focus'); continue }
    if (element.localName === 'iframe') continue; // inside is a page that is looked at by itself
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
      fault('shows no focus');
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1 || box.right < 1 || box.bottom < 1)
      fault('has the focus out of sight');
    else {
      const line = element.getClientRects()[0];
      const onTop = (x, y) => document.elementFromPoint(line.x + line.width * x, line.y + line.height * y);
      const isOver = top => top && !element.contains(top) && !top.contains(element) && !element.labels?.[0]?.contains(top);
      // The middle of a country on a map can lie in another one, or in the sea.
      const parts = element.ownerSVGElement ? [.1, .2, .3, .4, .5, .6, .7, .8, .9] : [.5];
      const points = parts.flatMap(x => parts.map(y => [x, y]));
      const isSeenAt = ([x, y]) => { const top = onTop(x, y); return !top || element.contains(top) };
      if (!points.some(isSeenAt) && points.every(([x, y]) => isOver(onTop(x, y))))
        fault(`lies under ${described(onTop(...points[0]))}`);
    }
    if (element.tabIndex > 0) fault('jumps the queue with tabindex');
    const list = element.closest('ul, ol, dl, form, nav, tr');
    const left = box.left + (element.closest('[role=region]')?.scrollLeft ?? 0);
    const isBack = above && box.bottom + scrollY < above.top && left <= above.left; // no new column
    if (isBack && list && list === above.list) fault('comes after what stands below it');
    above = {list, top: box.top + scrollY, left};
  }
  document.activeElement?.blur();
  return wrong;
};

// Bars that do not stand on their axis, numbers in the colour of their disc, names over one another.
const drawingFaults = () => {
  const faults = [];
  for (const plot of document.querySelectorAll('.lanes__plot')) {
    const axis = plot.querySelector('.lanes__ground').getBoundingClientRect();
    const isAway = bar => ['left', 'right'].some(side => Math.abs(bar.getBoundingClientRect()[side] - axis[side]) > 1);
    if ([...plot.querySelectorAll('.lane__bar')].some(isAway)) faults.push('draws bars beside their axis');
  }
  for (const number of document.querySelectorAll('.mark circle + text')) {
    const disc = number.previousElementSibling;
    if (getComputedStyle(number).fill === getComputedStyle(disc).fill) faults.push(`hides the number ${number.textContent}`);
  }
  for (const chart of document.querySelectorAll('.chart > svg')) {
    const names = [...chart.querySelectorAll('.chart__name')].map(name => name.getBoundingClientRect());
    const isOver = (one, other) => one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom;
    if (names.some((one, index) => names.slice(index + 1).some(other => isOver(one, other)))) faults.push('writes names over one another');
  }
  return [...new Set(faults)].slice(0, 3);
};

Object.assign(window, { described, firstView, inOrder, tooWide, setText, clipped, focusFaults, drawingFaults });

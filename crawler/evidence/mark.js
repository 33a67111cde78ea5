// Frames the place of a finding on a page, scrolls to it, and says what it is: "link", "text", "list", or null.
// `wanted`: `hrefs` (addresses, as resolved or as written), `proofs` and `words` (texts), `rows` (addresses of a list's
// rows), `caption`. Nothing of the page is moved: frame and caption are laid over it.
(wanted) => {
  const MARK = "xuncha-mark";
  document.querySelectorAll(`[${MARK}]`).forEach((each) => each.remove());

  const shown = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && style.display !== "none";
  };
  // What lies in a closed menu is framed at the nearest part of it that a visitor sees.
  const visible = (element) => {
    while (element && element !== document.body && !shown(element)) element = element.parentElement;
    return element && element !== document.body ? element : null;
  };
  const bare = (address) => address.replace(/#.*$/, "");
  const same = (element, name, address) => {
    const written = element.getAttribute(name) || "";
    const resolved = element[name] || "";
    return written === address || written.trim() === address || resolved === address || bare(resolved) === bare(address);
  };
  const holders = [["a[href], area[href]", "href"], ["img[src], iframe[src], embed[src]", "src"], ["form[action]", "action"]];
  const linked = (address) => {
    for (const [selector, name] of holders) {
      const found = [...document.querySelectorAll(selector)].filter((each) => same(each, name, address));
      const best = found.find(shown) || found.map(visible).find(Boolean);
      if (best) return best;
    }
    return null;
  };
  const plain = (text) => text.replace(/\s+/g, "");
  // The innermost part of the page that says `text`.
  const said = (text) => {
    const looked = plain(text);
    const says = (each) => !each.matches("script, style, noscript, option") && plain(each.textContent).includes(looked);
    if (looked.length < 2 || !says(document.body)) return null;
    let element = document.body;
    for (let inner = element; inner; inner = [...element.children].find((each) => shown(each) && says(each))) element = inner;
    return element === document.body ? null : element;
  };
  const listed = (addresses) => {
    const links = addresses.map(linked).filter((each) => each && each.matches("a, area"));
    if (!links.length) return null;
    let around = links[0].parentElement;
    while (around && !links.every((each) => around.contains(each))) around = around.parentElement;
    if (links.length === 1 && around) around = around.closest("ul, ol, table, dl") || around;
    if (!around || around === document.body || around.getBoundingClientRect().height > 3000) return links[0];
    return around;
  };

  let element = null, kind = null;
  const take = (found, name) => { if (!element && found) { element = found; kind = name; } };
  for (const text of wanted.proofs) if (!element) take(said(text), "text");
  for (const address of wanted.hrefs) if (!element) take(linked(address), "link");
  if (!element) take(listed(wanted.rows), "list");
  for (const text of wanted.words) if (!element) take(said(text), "text");
  if (!element) return null;

  element.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
  const box = element.getBoundingClientRect();
  const over = (style, text) => {
    const part = document.createElement("div");
    part.setAttribute(MARK, "");
    part.style.cssText = "all: initial; box-sizing: border-box; z-index: 2147483647; " + style;
    part.textContent = text;
    document.documentElement.appendChild(part);
  };
  const left = Math.max(2, box.left - 5), top = Math.max(2, box.top - 5);
  const right = Math.min(innerWidth - 2, box.right + 5), bottom = Math.min(innerHeight - 44, box.bottom + 5);
  over(`position: fixed; left: ${left}px; top: ${top}px; width: ${Math.max(16, right - left)}px; ` +
    `height: ${Math.max(12, bottom - top)}px; border: 3px solid #d4001a; border-radius: 3px; ` +
    "box-shadow: 0 0 0 2px #ffffff, 0 0 10px 4px rgba(212, 0, 26, 0.35); pointer-events: none;", "");
  over("position: fixed; left: 0; right: 0; bottom: 0; padding: 6px 10px; background: #1b1b1b; color: #ffffff; " +
    "font: 13px/1.45 sans-serif; word-break: break-all;", wanted.caption);
  return kind;
}

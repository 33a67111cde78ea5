// What a visitor sees of the page now, as markup: without scripts, templates and comments, with `hidden` on everything
// that style sheets hide. Elements with links are never marked, because rows on a closed tab are rows all the same.
(spentAttributes) => {
  const seen = new Set();
  for (const element of document.body ? document.body.querySelectorAll("*") : []) {
    if (element.checkVisibility({ visibilityProperty: true })) {
      for (let at = element; at && !seen.has(at); at = at.parentElement) seen.add(at);
    }
  }
  const root = document.documentElement.cloneNode(true);
  const shown = document.documentElement.querySelectorAll("*");
  root.querySelectorAll("*").forEach((copy, position) => {
    const original = shown[position];
    for (const name of spentAttributes) copy.removeAttribute(name);
    const inBody = document.body && document.body !== original && document.body.contains(original);
    if (inBody && !seen.has(original) && !original.querySelector("a[href]")) copy.setAttribute("hidden", "");
  });
  root.querySelectorAll("script, noscript, template, style").forEach((element) => element.remove());
  const comments = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const all = [];
  while (comments.nextNode()) all.push(comments.currentNode);
  for (const comment of all) comment.remove();
  return { html: "<!DOCTYPE html>\n" + root.outerHTML, charset: document.characterSet };
};

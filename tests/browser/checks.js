// What is wrong with a page as it is drawn, as a list of sentences; an empty list is a sound page.
// With `colours` alone, only contrast: a dark page has the boxes of a light one.
(colours) => {
  const found = [];
  const say = (what, node, more) => found.push(`${what}: ${label(node)}${more ? ' (' + more + ')' : ''}`);
  const label = (node) => {
    const box = node.closest('figure, section, nav, header, aside, footer');
    return `<${node.nodeName.toLowerCase()} class="${node.getAttribute('class') || ''}"> "${node.textContent.trim().slice(0, 60)}" in ${box ? box.id || box.nodeName : 'body'}`;
  };
  const drawn = (node) => node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

  if (colours) return contrasts();

  // The page itself never scrolls sideways.
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`body is ${document.documentElement.scrollWidth} wide in ${innerWidth}`);

  // Boxes that hide what does not fit, and texts that stand out of their boxes.
  for (const node of document.body.querySelectorAll('*')) {
    if (!drawn(node) || node.closest('svg')) continue;
    const style = getComputedStyle(node), hides = ['hidden', 'clip'].includes(style.overflowX);
    if (hides ? node.scrollWidth > node.clientWidth + 1 : false) say('cut', node, `${node.scrollWidth} in ${node.clientWidth}`);
  }
  for (const cell of document.querySelectorAll('td, th, .card, dd, dt, li, p, figcaption, caption')) {
    if (!drawn(cell)) continue;
    const range = document.createRange();
    range.selectNodeContents(cell);
    const text = range.getBoundingClientRect(), box = cell.getBoundingClientRect();
    if (text.width > 0 ? text.right > box.right + 1.5 || text.left + 1.5 < box.left : false) say('stands out', cell, `${Math.round(text.right - box.right)} px`);
  }

  // No two lines of text in the same place: blocks beside each other, and cells.
  const lines = [];
  for (const node of document.querySelectorAll('h1, h2, h3, p, caption, figcaption, th, td, dt, dd, summary, nav a')) {
    if (!drawn(node) || node.querySelector('p, td, th')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const scroller = node.closest('.scroll, nav'), clip = scroller ? scroller.getBoundingClientRect() : null;
    for (const r of range.getClientRects()) {
      const right = clip ? Math.min(r.right, clip.right) : r.right, bottom = clip ? Math.min(r.bottom, clip.bottom) : r.bottom;
      if (right - r.left > 1 ? bottom - r.top > 1 : false) lines.push({ node, left: r.left, right, top: r.top, bottom });
    }
  }
  lines.sort((a, b) => a.top - b.top);
  overlaps(lines, 2).slice(0, 5).forEach(([a, b]) => say('overlap', a.node, 'with ' + label(b.node)));

  // Texts of figures: inside their sheet, apart from each other; every figure named.
  for (const svg of document.querySelectorAll('svg')) {
    const name = svg.getAttribute('role') === 'img' ? (svg.querySelector('title') || {}).textContent : '';
    if (!name) say('no name', svg);
    const [x, y, w, h] = svg.getAttribute('viewBox').split(' ').map(Number), scale = w / 720;
    const texts = [...svg.querySelectorAll('text')].map((node) => {
      const b = node.getBBox(), m = node.getCTM().inverse().multiply(node.getScreenCTM()), t = node.transform.baseVal.consolidate();
      // Turned by a right angle: the box turns with it.
      const p = [[b.x, b.y], [b.x + b.width, b.y + b.height]].map(([px, py]) => {
        const q = new DOMPoint(px, py);
        return t ? q.matrixTransform(t.matrix) : q;
      });
      const size = parseFloat(getComputedStyle(node).fontSize);
      // Letters fill the middle of a line's box.
      const slack = t ? 0 : 0.22 * b.height;
      return { node, left: Math.min(p[0].x, p[1].x), right: Math.max(p[0].x, p[1].x), top: Math.min(p[0].y, p[1].y) + slack, bottom: Math.max(p[0].y, p[1].y) - slack, size };
    });
    for (const t of texts) if (t.left < x - 2 || t.top < y - 2 || t.right > x + w + 2 || t.bottom > y + h + 2) say('off the sheet', t.node);
    texts.sort((a, b) => a.top - b.top);
    overlaps(texts, 1.5 * scale).forEach(([a, b]) => say('overlap in figure', a.node, 'with "' + b.node.textContent + '"'));
  }

  contrasts();

  // Names and order for readers that cannot see.
  let depth = 0;
  for (const h of document.querySelectorAll('h1, h2, h3, h4')) {
    const level = Number(h.nodeName[1]);
    if (level > depth + 1) say('heading out of order', h);
    depth = level;
  }
  for (const table of document.querySelectorAll('table')) {
    if (!table.caption || !table.caption.textContent.trim()) say('no caption', table);
    if (table.querySelector('thead th:not([scope])')) say('no scope', table);
  }
  const ids = [...document.querySelectorAll('[id]')].map((n) => n.id);
  if (new Set(ids).size !== ids.length) found.push('an id comes twice');
  for (const a of document.querySelectorAll('a[href^="#"]')) if (!document.getElementById(a.getAttribute('href').slice(1))) say('leads nowhere', a);

  function overlaps(boxes, slack) {
    const pairs = [];
    let open = [];
    for (const b of boxes) {
      open = open.filter((a) => a.bottom - slack > b.top);
      for (const a of open) {
        const same = a.node === b.node || a.node.contains(b.node) || b.node.contains(a.node);
        const clash = Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack ? Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack : false;
        if (clash ? !same : false) pairs.push([a, b]);
      }
      open.push(b);
    }
    return pairs;
  }
  return found;

  // Letters against what is behind them.
  function contrasts() {
    const rgb = (text) => { const n = text.match(/[\d.]+/g).map(Number); return n.length === 3 ? [...n, 1] : n; };
    const light = ([r, g, b]) => { const f = (v) => { v /= 255; return v > 0.03928 ? ((v + 0.055) / 1.055) ** 2.4 : v / 12.92; }; return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
    const behind = (node) => {
      for (let n = node; n; n = n.parentElement) {
        const c = rgb(getComputedStyle(n).backgroundColor);
        if (c[3] > 0.99) return c;
      }
      return rgb(getComputedStyle(document.documentElement).getPropertyValue('--paper') ? getComputedStyle(document.body).backgroundColor : 'rgb(255,255,255)');
    };
    const seen = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || node.closest('svg, script, style') || !drawn(node)) continue;
      const front = rgb(getComputedStyle(node).color), back = behind(node), key = front + '|' + back;
      if (seen.has(key)) continue;
      seen.add(key);
      const [a, b] = [light(front), light(back)].sort((p, q) => q - p), contrast = (a + 0.05) / (b + 0.05);
      if (contrast < 4.5) say('contrast ' + contrast.toFixed(2), node, key);
    }
    return found;
  }
}

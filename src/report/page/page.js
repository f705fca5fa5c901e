'use strict';
(function () {
  var page = document, lang = page.documentElement.lang;
  function all(from, selector) { return Array.from(from.querySelectorAll(selector)); }
  // A click on a heading sorts the rows below it, each group for itself; sums stay last; a third click restores the order.
  var powers = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  function text(row, column) {
    var cell = row.cells[column], badge = cell.querySelector('.badge');
    return cell.textContent.replace(badge ? badge.textContent : '', '').trim();
  }
  function number(shown) {
    var plain = shown.replace(/[\s\u00a0\u202f]/g, '').replace(/\u2212|⁻/g, '-').replace(',', '.').replace('×10', 'e');
    plain = plain.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => powers.indexOf(digit));
    plain = plain.replace('∞', 'Infinity').replace(/%$/, '');
    return plain === '' ? NaN : Number(plain);
  }
  function compare(a, b) {
    var x = number(a), y = number(b);
    if (!a || !b) return a === b ? 0 : a ? -2 : 2;
    if (isNaN(x) !== isNaN(y)) return isNaN(x) ? 1 : -1;
    if (!isNaN(x)) return x === y ? 0 : x > y ? 1 : -1;
    return a.localeCompare(b, lang, { numeric: true });
  }
  function groups(body) {
    var list = [{ head: null, rows: [], sums: [] }];
    Array.from(body.rows).forEach((row) => {
      if (row.className === 'group') list.push({ head: row, rows: [], sums: [] });
      else list[list.length - 1][row.className === 'total' ? 'sums' : 'rows'].push(row);
    });
    return list;
  }
  function sort(table, column, way) {
    var body = table.tBodies[0];
    groups(body).forEach((group) => {
      group.rows.sort((a, b) => {
        if (way === 0) return a.place - b.place;
        var order = compare(text(a, column), text(b, column));
        // Empty cells stay last in both directions.
        return (Math.abs(order) === 2 ? order : order * way) || a.place - b.place;
      });
      [group.head].concat(group.rows, group.sums).forEach((row) => { if (row) body.appendChild(row); });
    });
  }
  all(page, 'table').forEach((table) => {
    var body = table.tBodies[0], heads = Array.from(table.tHead.rows[0].cells);
    if (3 > body.rows.length) return;
    Array.from(body.rows).forEach((row, place) => { row.place = place; });
    heads.forEach((head, column) => {
      // No true button: browsers leave those out of heads that they repeat on paper.
      var button = page.createElement('span');
      button.setAttribute('role', 'button');
      button.tabIndex = 0;
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' ? event.key !== ' ' : false) return;
        event.preventDefault();
        button.click();
      });
      button.addEventListener('click', () => {
        var now = head.getAttribute('aria-sort');
        heads.forEach((other) => { other.removeAttribute('aria-sort'); });
        if (now !== 'descending') head.setAttribute('aria-sort', now ? 'descending' : 'ascending');
        sort(table, column, now ? now === 'ascending' ? -1 : 0 : 1);
      });
    });
  });

  // Pointed at, a figure tells the numbers of its data that lie there: the row whose name stands beside the pointer, the column
  // whose name stands below it, or the rows nearest on a numbered axis.
  function parse(link) {
    var cells = decodeURIComponent(link.href.slice(link.href.indexOf(',') + 1)), rows = [[]];
    cells.replace(/("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/g, (all, cell, end) => {
      rows[rows.length - 1].push(cell.charAt(0) === '"' ? cell.slice(1, -1).replace(/""/g, '"') : cell);
      if (end === '\n') rows.push([]);
      return all;
    });
    return rows.filter((row) => row.length > 1);
  }
  function places(svg) {
    return all(svg, 'text:not([transform])').map((node) => {
      var box = node.getBBox();
      return { text: node.textContent.trim(), x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
  }
  function axis(marks) {
    var best = [];
    marks.forEach((mark) => {
      var line = marks.filter((other) => 2 > Math.abs(other.y - mark.y) ? !isNaN(number(other.text)) : false);
      if (line.length > 2) if (!best.length || line[0].y > best[0].y) best = line;
    });
    if (!best.length) return null;
    var a = best[0], b = best[best.length - 1], c = best[1], slope = (number(b.text) - number(a.text)) / (b.x - a.x);
    function scale(x) { return number(a.text) + slope * (x - a.x); }
    // A logarithmic axis is none.
    return slope > 0 ? slope * 60 > Math.abs(scale(c.x) - number(c.text)) ? scale : null : null;
  }
  function near(list, way, at) {
    return list.reduce((a, b) => !a || Math.abs(a[way] - at) > Math.abs(b[way] - at) ? b : a, null);
  }
  function shown(cell) {
    return cell === '' || isNaN(cell) ? cell : Number(Number(cell).toPrecision(4)).toLocaleString(lang).replace(lang === 'en' ? /,/g : / /g, '\u202f');
  }
  function told(head, row) {
    return row.map((cell, k) => cell === '' ? '' : isNaN(cell) ? cell : head[k] + ' ' + shown(cell))
      .filter(Boolean).join('; ');
  }
  function reader(figure, svg) {
    var rows = parse(figure.querySelector('a.data')), head = rows.shift(), marks = places(svg), scale, column;
    var named = marks.filter((mark) => {
      mark.row = rows.filter((row) => row.indexOf(mark.text) > -1 ? isNaN(mark.text) : false);
      return mark.row.length === 1;
    });
    var columns = marks.filter((mark) => (mark.column = head.indexOf(mark.text)) > 0);
    if (columns.length > 3) return function (x) {
      var k = near(columns, 'x', x).column;
      return head[k] + ': ' + rows.map((row) => row[0] + ' ' + shown(row[k])).join('; ');
    };
    if (named.length > 2) return (x, y) => told(head, near(named, 'y', y).row[0]);
    scale = axis(marks);
    column = head.findIndex((name, k) => rows.slice(0, 50).every((row) => { return row[k] !== '' ? !isNaN(row[k]) : false; }));
    if (!scale || column > 1 || 0 > column) return null;
    return function (x) {
      var best = {}, at = scale(x);
      rows.forEach((row) => {
        var key = column ? row[0] : '', gap = Math.abs(row[column] - at);
        if (row[column] !== '') if (!best[key] || best[key].gap > gap) best[key] = { gap: gap, row: row };
      });
      return Object.keys(best).map((key) => told(head, best[key].row)).join('\n');
    };
  }
  all(page, 'figure svg').forEach((svg) => {
    var figure = svg.closest('figure'), read, tip;
    svg.addEventListener('pointermove', (event) => {
      if (read === undefined) {
        read = reader(figure, svg);
        tip = figure.appendChild(page.createElement('output'));
        tip.className = 'tip';
      }
      if (!read) return;
      var at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      tip.textContent = read(at.x, at.y);
    });
    svg.addEventListener('pointerleave', () => { if (tip) tip.textContent = ''; });
  });

  // The mark of a source says which it is when pointed at.
  all(page, 'a.cite').forEach((mark) => {
    var source = page.querySelector(mark.getAttribute('href') + ' div');
    if (source) mark.title = source.textContent.replace(/\s*\([^(]*\)\s*$/, '');
  });

  // On a narrow screen the contents begin closed; on paper they are open.
  var contents = page.querySelector('nav details'), narrow = matchMedia('(max-width: 68.74rem)');
  function fold() { contents.open = !narrow.matches; }
  if (contents) {
    fold();
    narrow.addEventListener('change', fold);
    addEventListener('beforeprint', () => { contents.open = true; });
    addEventListener('afterprint', fold);
  }
}());

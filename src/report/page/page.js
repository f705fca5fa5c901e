'use strict';
(function () {
  // A click on a heading sorts the rows below it, each group for itself; sums stay last; a third click restores the order.
  var powers = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  function text(row, column) {
    var cell = row.cells[column], badge = cell.querySelector('.badge');
    return badge ? cell.textContent.replace(badge.textContent, '') : cell.textContent;
  }
  function number(shown) {
    var plain = shown.replace(/[\s\u00a0\u202f]/g, '').replace(/\u2212|⁻/g, '-').replace(',', '.').replace('×10', 'e');
    plain = plain.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, function (digit) { return powers.indexOf(digit); });
    plain = plain.replace('∞', 'Infinity').replace(/%$/, '');
    return plain === '' ? NaN : Number(plain);
  }
  function compare(a, b) {
    var x = number(a), y = number(b), noX = isNaN(x), noY = isNaN(y);
    if (a.trim() === '' || b.trim() === '') return a.trim() === b.trim() ? 0 : a.trim() === '' ? 2 : -2;
    if (!noX ? !noY : false) return x === y ? 0 : x > y ? 1 : -1;
    if (noX !== noY) return noX ? 1 : -1;
    return a.localeCompare(b, document.documentElement.lang, { numeric: true });
  }
  function groups(body) {
    var list = [{ head: null, rows: [], sums: [] }];
    Array.from(body.rows).forEach(function (row) {
      if (row.className === 'group') list.push({ head: row, rows: [], sums: [] });
      else list[list.length - 1][row.className === 'total' ? 'sums' : 'rows'].push(row);
    });
    return list;
  }
  function sort(table, column, way) {
    var body = table.tBodies[0];
    groups(body).forEach(function (group) {
      group.rows.sort(function (a, b) {
        if (way === 0) return a.place - b.place;
        var order = compare(text(a, column), text(b, column));
        // Empty cells stay last in both directions.
        return (Math.abs(order) === 2 ? order : order * way) || a.place - b.place;
      });
      [group.head].concat(group.rows, group.sums).forEach(function (row) { if (row) body.appendChild(row); });
    });
  }
  document.querySelectorAll('table').forEach(function (table) {
    var body = table.tBodies[0], heads = Array.from(table.tHead.rows[0].cells);
    if (3 > body.rows.length) return;
    Array.from(body.rows).forEach(function (row, place) { row.place = place; });
    heads.forEach(function (head, column) {
      // No true button: browsers leave those out of heads that they repeat on paper.
      var button = document.createElement('span');
      button.setAttribute('role', 'button');
      button.tabIndex = 0;
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener('keydown', function (event) {
        if (event.key !== 'Enter' ? event.key !== ' ' : false) return;
        event.preventDefault();
        button.click();
      });
      button.addEventListener('click', function () {
        var now = head.getAttribute('aria-sort');
        heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
        if (now !== 'descending') head.setAttribute('aria-sort', now ? 'descending' : 'ascending');
        sort(table, column, now ? now === 'ascending' ? -1 : 0 : 1);
      });
    });
  });

  // The mark of a source says which it is when pointed at.
  document.querySelectorAll('a.cite').forEach(function (mark) {
    var source = document.querySelector(mark.getAttribute('href') + ' div');
    if (source) mark.title = source.firstChild ? source.textContent.replace(/\s*\([^(]*\)\s*$/, '') : '';
  });

  // On a narrow screen the contents begin closed; on paper they are open.
  var contents = document.querySelector('nav details'), narrow = matchMedia('(max-width: 68.74rem)');
  function fold() { contents.open = !narrow.matches; }
  if (contents) {
    fold();
    narrow.addEventListener('change', fold);
    addEventListener('beforeprint', function () { contents.open = true; });
    addEventListener('afterprint', fold);
  }
}());

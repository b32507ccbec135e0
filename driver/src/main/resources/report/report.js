(() => {
  'use strict';

  const page = JSON.parse(document.getElementById('report-data').textContent);
  const root = document.getElementById('page');
  const charts = [];

  // ---- words and numbers -------------------------------------------------------------------------------------------

  const SUPERSCRIPT = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

  function number(value, digits = 4) {
    if (value === null || value === undefined || Number.isNaN(value)) return '—';
    if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
      const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
      const power = String(Number(exponent)).replace(/./g, (digit) => SUPERSCRIPT[digit]);
      const power10 = `10${power}`;
      return Number(mantissa) === 1 ? power10 : `${Number(mantissa)} · ${power10}`.replace('-', '−');
    }
    return String(Number(value.toPrecision(digits))).replace('-', '−');
  }

  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  // ---- colours -----------------------------------------------------------------------------------------------------

  const RAMPS = [
    ['#dcae35', '#69b36f', '#2a9595', '#33689f', '#463b8a', '#2b1650'],
    ['#f0a94e', '#e07b39', '#bf4f2c', '#8c2f2a', '#571f2a'],
    ['#c79ad6', '#a568bb', '#7f4399', '#5a2b72', '#3a1a4c'],
    ['#a9c45a', '#7da23f', '#55802f', '#346026', '#1d421c'],
    ['#9fb0bd', '#7c909f', '#5c7180', '#415361', '#2a3843'],
  ];

  function mix(from, to, share) {
    const channel = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
    const mixed = [0, 1, 2].map((i) => Math.round(channel(from, i) * (1 - share) + channel(to, i) * share));
    return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  }

  function colour(look, theme) {
    const ramp = RAMPS[look.hue % RAMPS.length];
    const shade = theme.dark ? (1 - look.shade) * 0.75 : look.shade;
    const position = shade * (ramp.length - 1);
    const first = Math.min(Math.floor(position), ramp.length - 2);
    const plain = mix(ramp[first], ramp[first + 1], position - first);
    return theme.dark ? mix(plain, '#ffffff', 0.15) : plain;
  }

  function currentTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    return {
      ink: read('--ink'),
      soft: read('--soft'),
      hair: read('--hair'),
      grid: read('--grid'),
      paper: read('--paper'),
      dark: matchMedia('(prefers-color-scheme: dark)').matches && !matchMedia('print').matches,
      font: getComputedStyle(document.body).fontFamily,
    };
  }

  // ---- axes --------------------------------------------------------------------------------------------------------

  const finite = (value) => typeof value === 'number' && Number.isFinite(value);

  function extent(values, logarithmic) {
    let low = Infinity;
    let high = -Infinity;
    for (const value of values) {
      if (finite(value) && (!logarithmic || value > 0)) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    return low <= high ? [low, high] : null;
  }

  function axisStyle(theme) {
    return {
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.soft } },
      axisTick: { show: true, lineStyle: { color: theme.hair } },
      axisLabel: { color: theme.soft, fontSize: 12.5, fontFamily: theme.font, hideOverlap: true },
      splitLine: { show: true, lineStyle: { color: theme.grid } },
      nameTextStyle: { color: theme.soft, fontSize: 13.5, fontFamily: theme.font },
    };
  }

  /** Below this ratio of its ends a logarithmic axis is as good as a linear one, and harder to read. */
  const RATIO_MIN = 4;

  const isWide = (range) => range !== null && range[1] >= RATIO_MIN * range[0];

  function isPowerOf(base, value) {
    const exponent = Math.log(value) / Math.log(base);
    return Math.abs(exponent - Math.round(exponent)) < 1e-6;
  }

  /** Octaves, for quantities that one doubles. */
  function octaveAxis(range) {
    const margin = Math.pow(range[1] / range[0], 0.08) * 1.02;
    return {
      type: 'log',
      logBase: 2,
      min: range[0] / margin,
      max: range[1] * margin,
      label: (value) => (isPowerOf(2, value) ? number(value, 6) : ''),
    };
  }

  const TENTHS = { to: (value) => (value > 0 ? 10 * Math.log10(value) : null), from: (place) => Math.pow(10, place / 10) };
  const PLAIN = { to: (value) => value, from: (place) => place };

  /**
   * Decades, on a linear axis in tenths of a decade, because the library's logarithmic axis knows no other ticks than
   * powers. A label and a grid line have the tenths of 1 and, unless there are many decades, those of 2 and 5, which lie
   * within a quarter of a percent of 0.3 and 0.7 decades.
   */
  function decadeAxis(range, theme) {
    const margin = Math.pow(range[1] / range[0], 0.04);
    const tenths = [Math.floor(TENTHS.to(range[0] / margin)), Math.ceil(TENTHS.to(range[1] * margin))];
    const step = tickStep(tenths[1] - tenths[0]);
    const first = Math.floor(tenths[0] / step) * step;
    const leading = step > 1 ? { 0: 1 } : { 0: 1, 3: 2, 7: 5 };
    const tenth = (position) => ((position % 10) + 10) % 10;
    const line = (position) => (leading[tenth(position)] ? theme.grid : 'transparent');
    return {
      type: 'value',
      min: first,
      max: tenths[1],
      interval: step,
      label: (place) => {
        const position = Math.round(place);
        const digit = leading[tenth(position)];
        return digit ? number(digit * Math.pow(10, Math.floor(position / 10)), 6) : '';
      },
      splitLine: { show: true, lineStyle: { color: Array.from({ length: 10 }, (_, i) => line(first + i * step)) } },
    };
  }

  /** The library makes room for the labels of at most forty ticks; it cuts off what it did not look at. */
  function tickStep(tenths) {
    if (tenths <= 25) return 1;
    return tenths <= 190 ? 5 : 10;
  }

  /** Decades with a tick a power of ten. */
  function powerAxis(range) {
    return { ...octaveAxis(range), logBase: 10, label: (value) => (isPowerOf(10, value) ? number(value, 6) : '') };
  }

  const horizontalLogAxis = (range) => (Math.log2(range[1] / range[0]) < 9.5 ? octaveAxis(range) : powerAxis(range));

  function linearAxis(range, tight, horizontal) {
    if (!horizontal) return { type: 'value', scale: true };
    const fromZero = range[0] >= 0 && range[0] < 0.05 * range[1];
    const edges = { showMinLabel: false, showMaxLabel: false };
    if (fromZero && !tight) return { type: 'value', min: -0.03 * range[1], max: 1.03 * range[1], edges };
    return tight ? { type: 'value', min: 0, max: range[1] } : { type: 'value', scale: true, boundaryGap: ['4%', '4%'] };
  }

  function axis(description, logarithmic, range, theme, tight, horizontal) {
    const style = axisStyle(theme);
    if (description.categories.length > 0) {
      return { ...style, type: 'category', data: description.categories, splitLine: { show: false } };
    }
    if (!range) return { ...style, type: 'value' };
    if (!logarithmic || !isWide(range)) {
      const { edges, ...plain } = linearAxis(range, tight, horizontal);
      plain.axisLabel = { ...style.axisLabel, ...edges, formatter: (value) => number(value, 6) };
      return { ...style, ...plain };
    }
    const { label, ...log } = horizontal ? horizontalLogAxis(range) : decadeAxis(range, theme);
    return {
      ...style,
      ...log,
      axisTick: { show: false },
      axisLabel: { ...style.axisLabel, formatter: label },
    };
  }

  // ---- series ------------------------------------------------------------------------------------------------------

  const clampTo = (range) => (value) => Math.min(Math.max(value, range[0]), range[1]);

  function plotArea(params) {
    const area = params.coordSys;
    return { left: area.x, right: area.x + area.width, top: area.y, bottom: area.y + area.height };
  }

  /** Where a value stands on the axis; null where it has no place there. */
  const bound = (value, scale) => (finite(value) ? scale.to(value) : null);

  function bandSeries(series, x, tone, scale) {
    const rows = x
      .map((at, i) => [at, bound(series.low[i], scale), bound(series.high[i], scale)])
      .filter((row, i) => finite(series.y[i]));
    return {
      type: 'custom',
      name: series.name,
      silent: true,
      clip: true,
      z: 1,
      encode: { x: 0, y: [1, 2] },
      data: rows,
      tooltip: { show: false },
      renderItem: (params, api) => {
        if (params.dataIndexInside !== 0) return null;
        const area = plotArea(params);
        const inside = clampTo([area.top - 5, area.bottom + 5]);
        const at = (row, column, missing) => {
          const [px, py] = api.coord([row[0], row[column] === null ? 0 : row[column]]);
          return [px, row[column] === null ? missing : inside(py)];
        };
        const upper = rows.map((row) => at(row, 2, area.top - 5));
        const lower = rows.map((row) => at(row, 1, area.bottom + 5));
        const points = upper.concat(lower.reverse());
        return { type: 'polygon', shape: { points }, style: { fill: tone, opacity: 0.17 } };
      },
    };
  }

  function lineSeries(series, x, tone, scale, law) {
    const few = x.length <= 25 && !law;
    return {
      type: 'line',
      name: series.name,
      data: x.map((at, i) => [at, bound(series.y[i], scale)]),
      showSymbol: few,
      symbol: 'circle',
      symbolSize: 5,
      clip: true,
      z: law ? 2 : 3,
      silent: law,
      tooltip: { show: !law },
      lineStyle: { color: tone, width: law ? 1.6 : 2, type: law ? [6, 4] : 'solid' },
      itemStyle: { color: tone },
      emphasis: { disabled: true },
    };
  }

  /** The seeds of one place stand beside it, in pixels. */
  function besides(x) {
    const seen = new Map();
    const total = Math.max(...x.map((at) => x.filter((other) => other === at).length));
    return x.map((at) => {
      const rank = seen.get(at) || 0;
      seen.set(at, rank + 1);
      return 13 + Math.min(7, 56 / total) * rank;
    });
  }

  function barSeries(series, x, tone, scale, faint) {
    const offsets = faint ? besides(x) : x.map(() => 0);
    const place = (values, i) => bound(values[i], scale);
    const rows = x
      .map((at, i) => [at, place(series.y, i), place(series.low, i), place(series.high, i), offsets[i]])
      .filter((row) => finite(row[1]));
    return {
      type: 'custom',
      name: series.name,
      clip: true,
      z: faint ? 4 : 5,
      encode: { x: 0, y: [1, 2, 3], tooltip: [1, 2, 3] },
      data: rows,
      itemStyle: { color: tone },
      renderItem: (params, api) => errorBar(params, api, rows[params.dataIndex], tone, faint),
    };
  }

  function errorBar(params, api, row, tone, faint) {
    const area = plotArea(params);
    const inside = clampTo([area.top, area.bottom]);
    const place = (value, missing) => {
      const py = value === null ? missing : api.coord([row[0], value])[1];
      return Number.isFinite(py) ? inside(py) : missing;
    };
    const [centre, middle] = api.coord([row[0], row[1]]);
    if (!Number.isFinite(middle)) return null;
    const px = centre + row[4];
    const top = place(row[3], area.top);
    const bottom = place(row[2], area.bottom);
    const stroke = { stroke: tone, lineWidth: faint ? 1 : 2, opacity: faint ? 0.45 : 1 };
    const cap = faint ? 0 : 5;
    const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: stroke });
    const limits = [];
    if (row[3] !== null && cap) limits.push(line(px - cap, top, px + cap, top));
    if (row[2] !== null && cap) limits.push(line(px - cap, bottom, px + cap, bottom));
    return {
      type: 'group',
      children: [
        line(px, top, px, bottom),
        ...limits,
        {
          type: 'circle',
          shape: { cx: px, cy: middle, r: faint ? 3 : 5 },
          style: { fill: tone, opacity: faint ? 0.45 : 1 },
        },
      ],
    };
  }

  function drawnSeries(series, x, theme, scale) {
    const tone = colour(series.look, theme);
    if (series.style === 'LAW') return [lineSeries(series, x, tone, scale, true)];
    if (series.style === 'POINTS') return [barSeries(series, x, tone, scale, false)];
    if (series.style === 'FAINT') return [barSeries(series, x, tone, scale, true)];
    const line = lineSeries(series, x, tone, scale, false);
    return series.low.length > 0 ? [bandSeries(series, x, tone, scale), line] : [line];
  }

  // ---- charts ------------------------------------------------------------------------------------------------------

  function tooltip(description, state, theme, scale) {
    const lines = description.series.every((series) => series.style === 'LINE');
    const value = (place, missing) => (finite(place) ? number(scale.from(place)) : missing);
    const body = (params) => {
      const box = element('div', { style: 'font-size:13px' });
      const entries = Array.isArray(params) ? params : [params];
      const at = entries[0].value[0];
      const axisText = description.x[state.x].categories[at] || number(at, 6);
      box.append(element('div', {}, `${description.x[state.x].label}: ${axisText}`));
      for (const entry of entries) {
        const [, middle, low, high] = entry.value;
        const barred = entry.seriesType === 'custom' && low !== high;
        const limits = barred ? `  (${value(low, '0')} to ${value(high, '∞')})` : '';
        const dot = element('span', {
          style: `display:inline-block;width:9px;height:9px;border-radius:5px;margin-right:7px;background:${entry.color}`,
        });
        box.append(element('div', {}, dot, `${entry.seriesName}: ${value(middle, '—')}${limits}`));
      }
      return box;
    };
    return {
      trigger: lines ? 'axis' : 'item',
      confine: true,
      backgroundColor: theme.paper,
      borderColor: theme.hair,
      textStyle: { color: theme.ink, fontFamily: theme.font },
      formatter: body,
    };
  }

  function option(description, state, theme) {
    const visible = description.series.filter((series) => !state.hidden.has(series.name));
    const used = visible.length > 0 ? visible : description.series;
    const xs = used.flatMap((series) => series.x[state.x]);
    const ys = used.flatMap((series) => series.y.concat(series.low, series.high));
    const xDescription = description.x[state.x];
    const yRange = extent(ys, state.yLog);
    const scale = state.yLog && isWide(yRange) ? TENTHS : PLAIN;
    const lines = description.series.every((series) => series.style === 'LINE');
    return {
      animation: false,
      textStyle: { fontFamily: theme.font },
      grid: { left: 8, right: 26, top: 14, bottom: 34, containLabel: true },
      tooltip: tooltip(description, state, theme, scale),
      xAxis: {
        ...axis(xDescription, state.xLog, extent(xs, state.xLog), theme, lines, true),
        name: xDescription.label,
        nameLocation: 'middle',
        nameGap: 30,
      },
      yAxis: axis(description.y, state.yLog, yRange, theme, false, false),
      series: visible.flatMap((series) => drawnSeries(series, series.x[state.x], theme, scale)),
    };
  }

  function swatch(style, tone) {
    const shapes = {
      LINE: `<rect x="0" y="2" width="26" height="10" fill="${tone}" opacity=".17"/><path d="M0 7H26" stroke="${tone}" stroke-width="2.4"/>`,
      LAW: `<path d="M0 7H26" stroke="${tone}" stroke-width="1.8" stroke-dasharray="6 4"/>`,
      POINTS: `<path d="M13 0V14" stroke="${tone}" stroke-width="2"/><circle cx="13" cy="7" r="4.5" fill="${tone}"/>`,
      FAINT: `<path d="M13 0V14" stroke="${tone}" opacity=".45"/><circle cx="13" cy="7" r="3" fill="${tone}" opacity=".45"/>`,
      DOT: `<circle cx="7" cy="7" r="5.5" fill="${tone}"/>`,
    };
    const holder = element('span');
    const width = style === 'DOT' ? 14 : 26;
    holder.innerHTML = `<svg width="${width}" height="14" aria-hidden="true">${shapes[style]}</svg>`;
    return holder.firstChild;
  }

  function legend(description, state, theme, redraw) {
    const list = element('ul', { class: 'legend' });
    const names = [...new Set(description.series.map((series) => series.name))];
    if (names.length > 1) {
      for (const name of names) {
        const own = description.series.filter((series) => series.name === name);
        const style = own.length === 1 ? own[0].style : 'DOT';
        const button = element('button', { type: 'button', 'aria-pressed': String(!state.hidden.has(name)) });
        button.append(swatch(style, colour(own[0].look, theme)), name);
        button.addEventListener('click', () => {
          if (!state.hidden.delete(name)) state.hidden.add(name);
          redraw();
        });
        list.append(element('li', {}, button));
      }
    }
    const tone = names.length > 1 ? theme.soft : colour(description.series[0].look, theme);
    for (const key of description.keys) {
      list.append(element('li', {}, element('span', { class: 'key' }, swatch(key.style, tone), key.text)));
    }
    return list;
  }

  function choice(labels, chosen, choose) {
    const group = element('span', { class: 'switch', role: 'group' });
    labels.forEach((label, i) => {
      const button = element('button', { type: 'button', 'aria-pressed': String(i === chosen) }, label);
      button.addEventListener('click', () => {
        choose(i);
        [...group.children].forEach((other, j) => other.setAttribute('aria-pressed', String(i === j)));
      });
      group.append(button);
    });
    return group;
  }

  function controls(description, state, redraw) {
    const box = element('div', { class: 'controls' });
    const set = (name, value) => {
      state[name] = value;
      redraw();
    };
    if (description.x.length > 1) {
      box.append(choice(description.x.map((each) => each.label), 0, (i) => set('x', i)));
    }
    if (description.x[0].switchable) {
      box.append(choice(['x linear', 'x log'], state.xLog ? 1 : 0, (i) => set('xLog', i === 1)));
    }
    if (description.y.switchable && isWide(extent(description.series.flatMap((series) => series.y.concat(series.low, series.high)), true))) {
      box.append(choice(['y linear', 'y log'], state.yLog ? 1 : 0, (i) => set('yLog', i === 1)));
    }
    return box;
  }

  function chart(description, small) {
    const state = { x: 0, xLog: description.x[0].logarithmic, yLog: description.y.logarithmic, hidden: new Set() };
    const plot = element('div', { class: small ? 'plot small' : 'plot', role: 'img', 'aria-label': description.y.label });
    const legendPlace = element('div');
    const figure = element('figure', { id: `chart-${description.id}`, 'data-chart': description.id, 'data-drawn': 'no' });
    let instance = null;
    const redraw = () => {
      const theme = currentTheme();
      legendPlace.replaceChildren(legend(description, state, theme, redraw));
      instance = instance || echarts.init(plot, null, { renderer: 'svg' });
      instance.setOption(option(description, state, theme), true);
      // The axes alone are lines too; what counts is what remains without an axis' colour.
      const marks = [...plot.querySelectorAll('svg path, svg circle, svg polygon')].filter((mark) => {
        const tones = [mark.getAttribute('stroke'), mark.getAttribute('fill')].map((tone) => (tone || '').toLowerCase());
        return description.series.some((series) => tones.includes(colour(series.look, theme)));
      });
      figure.dataset.marks = String(marks.length);
      figure.dataset.drawn = marks.length > 0 ? 'yes' : 'no';
    };
    figure.append(
      element('div', { class: 'bar' }, element('span', { class: 'ylabel' }, description.y.label), controls(description, state, redraw)),
      legendPlace,
      plot,
    );
    charts.push({ redraw, resize: (size) => instance && instance.resize(size), plot });
    return figure;
  }

  // ---- tables, images, trees ---------------------------------------------------------------------------------------

  const asNumber = (text) => Number(text.replace('−', '-').replace('∞', 'Infinity'));
  const isNumeric = (text) => text === '' || text === '—' || !Number.isNaN(asNumber(text));

  function cell(text, numeric) {
    if (text === '') return element('td', numeric ? { class: 'number' } : {}, '');
    if (numeric) {
      const value = asNumber(text);
      const whole = Number.isInteger(value) && Math.abs(value) < 1e12;
      return element('td', { class: 'number', title: text }, text.length <= 6 ? text.replace('-', '−').replace('Infinity', '∞') : number(value, whole ? 12 : 4));
    }
    if (/^[0-9a-f]{40,}$/.test(text)) return element('td', { title: text }, element('code', {}, text.slice(0, 10)));
    return element('td', {}, text);
  }

  function table(description) {
    const numeric = description.columns.map(
      (_, i) => description.rows.some((row) => row[i] !== '') && description.rows.every((row) => isNumeric(row[i])),
    );
    const body = element('tbody');
    const fill = (rows) => body.replaceChildren(...rows.map((row) => element('tr', {}, ...row.map((text, i) => cell(text, numeric[i])))));
    const header = element('tr');
    description.columns.forEach((column, i) => {
      const button = element('button', { type: 'button', title: 'sort' }, column.replaceAll('_', ' ').replaceAll('.', '.\u200b'));
      const head = element('th', numeric[i] ? { class: 'number', scope: 'col' } : { scope: 'col' }, button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        [...header.children].forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        fill(sorted(description.rows, i, numeric[i], down ? -1 : 1));
      });
      header.append(head);
    });
    fill(description.rows);
    return element('div', { class: 'scroll' }, element('table', { id: `table-${description.id}` }, element('thead', {}, header), body));
  }

  function sorted(rows, column, numeric, direction) {
    const compare = (a, b) => {
      if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
      return direction * (numeric ? asNumber(a) - asNumber(b) || 0 : a.localeCompare(b, 'en', { numeric: true }));
    };
    return [...rows].sort((a, b) => compare(a[column], b[column]));
  }

  function sheet(description) {
    const { rows, columns, height, width, labels } = description;
    const bytes = Uint8Array.from(atob(description.pixels), (character) => character.charCodeAt(0));
    const scale = Math.max(1, Math.floor(1022 / (columns * (width + 6))));
    const gap = 3;
    const lettering = 9;
    const pitch = { x: width + 2 * gap, y: height + 2 * gap + lettering };
    const canvas = element('canvas', { width: columns * pitch.x * scale, height: rows * pitch.y * scale });
    const context = canvas.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    labels.forEach((label, tile) => {
      const left = ((tile % columns) * pitch.x + gap) * scale;
      const top = (Math.floor(tile / columns) * pitch.y + gap) * scale;
      for (let i = 0; i < height * width; i++) {
        const ink = bytes[tile * height * width + i];
        const grey = Math.round(255 - ink * 0.91);
        if (ink > 0) {
          context.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
          context.fillRect(left + (i % width) * scale, top + Math.floor(i / width) * scale, scale, scale);
        }
      }
      context.fillStyle = '#5a6875';
      context.font = `${7 * scale}px sans-serif`;
      context.textAlign = 'center';
      context.fillText(label, left + (width * scale) / 2, top + (height + lettering - 1) * scale);
    });
    const drawn = context.getImageData(0, 0, canvas.width, canvas.height).data.some((value, i) => i % 4 !== 3 && value < 200);
    canvas.style.width = `${canvas.width}px`;
    return element('figure', { 'data-chart': 'contact-sheet', 'data-drawn': drawn ? 'yes' : 'no' }, canvas);
  }

  /** Cells with fewer classes than this say their count; a cell is coloured by the root of its share of the row. */
  const LETTERED_MAX = 20;

  function matrix(description) {
    const { counts } = description;
    const lettered = counts.length <= LETTERED_MAX;
    const header = element('tr', {}, element('th', { class: 'corner' }, `${description.rows} ↓ ${description.columns} →`));
    counts.forEach((_, column) => header.append(element('th', { scope: 'col' }, lettered || column % 10 === 0 ? String(column) : '')));
    const body = element('tbody');
    counts.forEach((row, i) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      const line = element('tr', {}, element('th', { scope: 'row' }, lettered || i % 10 === 0 ? String(i) : ''));
      row.forEach((count, column) => {
        const share = total === 0 ? 0 : count / total;
        const shade = Math.round(100 * Math.sqrt(share));
        const title = `${i} taken for ${column}: ${count} of ${total} (${number(100 * share, 3)} %)`;
        const style = `background: color-mix(in srgb, var(--accent) ${shade}%, var(--paper)); color: var(--${shade > 62 ? 'paper' : 'ink'})`;
        line.append(element('td', { title, style }, lettered && count > 0 ? number(count, 6) : ''));
      });
      body.append(line);
    });
    const drawn = counts.flat().some((count) => count > 0) ? 'yes' : 'no';
    const grid = element('table', { class: lettered ? 'matrix' : 'matrix fine' }, element('thead', {}, header), body);
    return element('figure', { 'data-chart': description.id, 'data-drawn': drawn, class: 'scroll' }, grid);
  }

  /** A step of 1, 2 or 5 times a power of ten, so that at most so many fit into a range. */
  function niceStep(range, most) {
    const rough = range / most;
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= rough);
  }

  let patterns = 0;

  function timeline(description) {
    const { rows, end, bars, updates } = description;
    const pitch = rows > 12 ? 15 : 22;
    const left = 34;
    const width = 1064;
    const height = rows * pitch + 44;
    const place = (seconds) => left + ((width - left - 8) * seconds) / end;
    const holder = element('div', { class: 'scroll' });
    const draw = () => {
      const theme = currentTheme();
      const hatch = `hatch-${(patterns += 1)}`;
      const stalest = Math.max(1, ...bars.map((bar) => bar.staleness));
      const tone = (bar) => colour({ hue: 0, shade: 0.22 + (0.7 * bar.staleness) / stalest }, theme);
      const lost = colour({ hue: 1, shade: 0.45 }, theme);
      const fill = { CANCELLED: `url(#${hatch})`, DISCARDED: `url(#${hatch})`, UNDER_WAY: theme.grid };
      const words = { APPLIED: 'taken', DISCARDED: 'turned away as too stale', CANCELLED: 'ended by an update', UNDER_WAY: 'under way' };
      const parts = [
        `<defs><pattern id="${hatch}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
          `<rect width="5" height="5" fill="${theme.paper}"/><rect width="2.4" height="5" fill="${lost}"/></pattern></defs>`,
      ];
      if (updates.length <= 160) {
        updates.forEach((at) => parts.push(`<path d="M${place(at)} 4V${rows * pitch + 4}" stroke="${theme.hair}"/>`));
      }
      for (let row = 0; row < rows; row++) {
        const middle = row * pitch + pitch / 2 + 4;
        parts.push(`<path d="M${left} ${middle}H${place(end)}" stroke="${theme.soft}" stroke-width="1" opacity=".7"/>`);
        parts.push(`<text x="${left - 8}" y="${middle + 4}" text-anchor="end" font-size="12" fill="${theme.soft}">${row + 1}</text>`);
      }
      for (const bar of bars) {
        const from = place(bar.from);
        const long = Math.max(0.8, place(bar.to) - from - 1);
        const text = `worker ${bar.worker + 1}, ${number(bar.from)} to ${number(bar.to)} s: ${words[bar.fate]}` +
          (bar.fate === 'APPLIED' || bar.fate === 'DISCARDED' ? `, ${bar.staleness} updates stale` : '');
        parts.push(`<rect x="${from + 0.5}" y="${bar.worker * pitch + 6}" width="${long}" height="${pitch - 4}" rx="2" ` +
          `fill="${fill[bar.fate] || tone(bar)}"${fill[bar.fate] && bar.fate !== 'UNDER_WAY' ? ` stroke="${lost}" stroke-width=".8"` : ''}><title>${text}</title></rect>`);
      }
      const step = niceStep(end, 10);
      for (let at = 0; at <= end * 1.0001; at += step) {
        parts.push(`<path d="M${place(at)} ${rows * pitch + 4}v5" stroke="${theme.soft}"/>`);
        parts.push(`<text x="${place(at)}" y="${rows * pitch + 22}" text-anchor="middle" font-size="12.5" fill="${theme.soft}">${number(at)}</text>`);
      }
      parts.push(`<text x="${width / 2}" y="${height - 3}" text-anchor="middle" font-size="13.5" fill="${theme.soft}">time (s)</text>`);
      holder.innerHTML = `<svg class="timeline" viewBox="0 0 ${width} ${height}" role="img" aria-label="workers over time">${parts.join('')}</svg>`;
    };
    charts.push({ redraw: draw, resize: () => {} });
    const drawn = bars.length > 0 ? 'yes' : 'no';
    const more = description.workers > rows ? `, the first ${rows} of ${description.workers} workers` : '';
    const heading = description.heading + more;
    return element(
      'figure',
      { 'data-chart': description.id, 'data-drawn': drawn },
      heading === '' ? null : element('div', { class: 'bar' }, element('span', { class: 'ylabel' }, heading)),
      holder,
    );
  }

  function tree(value) {
    if (value === null || typeof value !== 'object') return String(value === null ? '—' : value);
    if (Array.isArray(value) && value.every((each) => each === null || typeof each !== 'object')) return value.join(', ');
    const body = element('tbody');
    for (const [key, inner] of Object.entries(value)) {
      const label = Array.isArray(value) ? String(Number(key) + 1) : key;
      body.append(element('tr', {}, element('td', {}, label), element('td', {}, tree(inner))));
    }
    return element('table', { class: 'tree' }, body);
  }

  function disclosure(title, content) {
    return element('details', {}, element('summary', {}, title), element('div', { class: 'body' }, content));
  }

  // ---- the page ----------------------------------------------------------------------------------------------------

  function head() {
    const facts = element('dl', { class: 'facts' });
    page.facts.forEach((fact) => facts.append(element('div', {}, element('dt', {}, fact.label), element('dd', {}, fact.value))));
    const answers = element('div', { class: 'answers' });
    page.answers.forEach((answer) => answers.append(element('p', {}, answer)));
    const parts = [element('p', { class: 'eyebrow' }, page.title), element('h1', {}, page.question)];
    return element('header', {}, ...parts, page.answers.length > 0 ? answers : null, facts);
  }

  function section(description) {
    const node = element('section', { id: description.id }, element('h2', {}, description.title));
    const empty = description.charts.length + description.tables.length + description.sheets.length + description.matrices.length + description.timelines.length === 0;
    description.charts.forEach((each, i) => node.append(chart(each, i > 0)));
    description.sheets.forEach((each) => node.append(sheet(each)));
    description.matrices.forEach((each) => node.append(matrix(each)));
    description.timelines.forEach((each) => node.append(timeline(each)));
    node.append(element('p', { class: empty ? 'caption nothing' : 'caption' }, description.caption));
    description.tables.forEach((each) => node.append(element('h3', {}, each.title), table(each)));
    return node;
  }

  function sources() {
    const node = element('section', { id: 'sources' }, element('h2', {}, 'Configuration and manifest'));
    for (const source of page.sources) {
      if (page.sources.length > 1) node.append(element('h3', {}, source.name));
      node.append(disclosure('Configuration (study.yaml, resolved)', tree(source.settings)));
      node.append(disclosure('Manifest (versions, hardware, hashes)', tree(source.manifest)));
      node.append(element('p', { class: 'caption' }, 'Drawn from the files in ', element('code', {}, source.directory), '.'));
    }
    return node;
  }

  function build() {
    document.title = `${page.title} – Noisescale`;
    root.replaceChildren(head());
    const tableSection = (each) => element('section', { id: each.id }, element('h2', {}, each.title), table(each));
    page.preface.forEach((each) => root.append(tableSection(each)));
    page.sections.forEach((each) => root.append(section(each)));
    page.tables.forEach((each) => root.append(tableSection(each)));
    root.append(sources(), element('footer', {}, 'Noisescale. This file needs no network. Charts: Apache ECharts.'));
    charts.forEach((each) => each.redraw());
    const redrawAll = () => charts.forEach((each) => each.redraw());
    new ResizeObserver(() => charts.forEach((each) => each.resize())).observe(root);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
    matchMedia('print').addEventListener('change', redrawAll);
    addEventListener('beforeprint', () => charts.forEach((each) => each.resize({ width: 680 })));
    addEventListener('afterprint', () => charts.forEach((each) => each.resize({ width: 'auto' })));
    document.documentElement.dataset.complete = 'yes';
  }

  build();
})();

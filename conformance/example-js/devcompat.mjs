// A second implementation of the descriptor language, from docs/language.md: the text format, its first error, equality,
// matching with evidence. [5.4] is a section there; the protocol: conformance/README.md. Positions are offsets.
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';

const UNPRINTABLE = /(?![ \t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;
const HEADER = /^(SELF|COMPATIBLE|INFO|PARAMETERS):/;
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const CANONICAL = /^(0|-?[1-9][0-9]*)$/;
const MASK = /^(?=.{1,1024}$)(0x[0-9A-Fa-f]+|[0-9]+)$/;
const [MIN, MAX] = [-(2n ** 63n), 2n ** 63n - 1n];
const [low, high] = [(a, b) => (b < a ? b : a), (a, b) => (b > a ? b : a)];
const isSimple = (type) => type === 'int' || type === 'string';
const isHole = (part) => typeof part !== 'string'; // a placeholder among the parts of a value
const literals = ({ parts }) => parts.filter((part) => !isHole(part));
const isEmpty = ({ parts }) => parts.length === 1 && parts[0] === '';
const filled = (object) => [...object?.byName.values() ?? []].filter((field) => !isEmpty(field));
const variablesOf = (fields) => [...new Set(fields.flatMap(({ holes }) => holes.map((one) => one.variable)))];
// Throws the first of the problems, which are codes with conditions, that is there.
const refuse = (at, problems) => { for (const code in problems) if (problems[code]) throw { code, at }; };
// [5.2] Adds what stands on a line to the objects {kind, at, fields}. The first error ends the line.
function readLine(line, offset, objects) {
  refuse(offset + line.search(UNPRINTABLE), { 'text.unprintable': UNPRINTABLE.test(line) });
  for (let i = 0; i < line.length && line[i] !== '#'; i++) {
    const [word] = line.slice(i).match(/^[^ \t]*/);
    const [header, kind] = word.match(HEADER) ?? [];
    const [name, at] = [word.split('=')[0], offset + i];
    i += header ? word.length : name.length;
    if (header) objects.push({ kind, at, fields: [], byName: new Map(), variables: new Map() });
    refuse(at, { 'header.glued': header && word !== header });
    if (header || word === '') continue;
    refuse(at, { 'header.unknown': HEADER.test(`${word}:`) || /^[A-Za-z]+:$/.test(word) });
    refuse(at, { 'syntax.field': name === word || name === '', 'field.name': !NAME.test(name) });
    refuse(at, { 'limit.name': name.length > 64, 'object.missing': !objects.length });
    const [value, start, bare] = [line.slice(i + 1), offset + i + 1, line[i + 1] !== '"'];
    const [parts, length] = bare ? readBare(value, (k) => start + k) : readQuoted(value, start);
    i += length + 1;
    refuse(offset + i, { 'quote.tail': /[^ \t]/.test(line[i] ?? ' ') });
    objects.at(-1).fields.push({ name, at, start, bare, parts });
  }
}
function readQuoted(text, at) {
  const [all, inner] = text.match(/^"((?:[^"\\]|\\.)*)"/) ?? [];
  refuse(at, { 'quote.unclosed': !all });
  const found = [...inner.matchAll(/\\["\\]|[^]/g)];
  const place = (k) => at + 1 + found[k]?.index;
  found.forEach(([piece], k) => refuse(place(k), { 'quote.escape': piece === '\\' }));
  return [readBare(found.map(([piece]) => piece.at(-1)).join(''), place, /$^/)[0], all.length];
}
// [5.4] The parts of a value, [text, placeholder, text, ..., text], and its length.
function readBare(text, place, blank = /[ \t]/) {
  const pattern = /(\{\{|\}\}|\$\$\{)|(\$?\{)((?:[^"{}]|"(?:[^"\\]|\\["\\])*")*)(\}?)|[^]/y;
  const parts = [''];
  for (let start = 0; start < text.length && !blank.test(text[start]); start = pattern.lastIndex) {
    const [piece, escape, open, body, close] = pattern.exec(text);
    const [inside, end] = [start + open?.length, pattern.lastIndex];
    refuse(place(start), { 'brace.lone': piece === '}' });
    refuse(place(end), { 'brace.nested': open && text[end] === '{' && !close });
    const [stray] = (open && !close && text.slice(end).match(/^"(?:[^"\\]|\\["\\])*(?=\\(?!["\\]))/)) || [];
    refuse(place(end + stray?.length), { 'quote.escape': stray });
    refuse(place(text[end] === '"' ? end : inside - 1), { 'brace.unclosed': open && !close });
    if (open) parts.push({ at: place(inside), body, place: (k) => place(inside + k) }, '');
    else parts.push(parts.pop() + (escape ? piece.slice(1) : piece));
  }
  return [parts, pattern.lastIndex];
}
// [5.5] A version as one number, so that versions can be compared: each part is a digit of it.
const PART = 10n ** 1100n;
const versionNumber = (text) => [0, 1, 2, 3].reduce((n, i) => n * PART + BigInt(text.split('.')[i] ?? 0), 0n);
function versionInterval(comparators) {
  let [from, below] = [0n, PART ** 4n];
  for (const comparator of comparators) {
    const [, operator, text] = comparator.match(/^([<>=~]+)[ \t]*(.*)$/);
    const version = versionNumber(text);
    const step = PART ** BigInt(Math.min(5 - text.split('.').length, 3)); // one place further left
    if (!operator.startsWith('<')) from = high(from, operator === '>' ? version + 1n : version);
    if (operator === '~=') below = low(below, (version / step + 1n) * step);
    else if (!operator.startsWith('>')) below = low(below, operator === '<' ? version : version + 1n);
  }
  return from < below ? [from, below] : [0n, 0n];
}
const rangeEnds = (item) => item.match(/-?[0-9]+/g).map(BigInt);
function joinRanges(items) {
  const ranges = [];
  for (const [from, to = from] of items.map(rangeEnds).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!ranges.length || from > ranges.at(-1)[1] + 1n) ranges.push([from, to]);
    else ranges.at(-1)[1] = high(ranges.at(-1)[1], to);
  }
  return ranges;
}
// For each type: what an item of a domain looks like; what follows from the items (domain as in the JSON
// layout, key is equal for equal domains); what texts look like, and which of these match.
const members = (domain) => ({ domain, key: new Set(domain) });
const TYPES = {
  int: { item: /^-?[0-9]+([ \t]*\.\.[ \t]*-?[0-9]+)?$/, text: CANONICAL,
    build: (items, key = joinRanges(items)) => ({
      key, domain: key.map(([from, to]) => ({ from: `${from}`, to: `${to}` })),
      outside: items.length > 1 || key[0][0] === key[0][1] ? 'value.not-allowed' : 'value.out-of-range' }),
    holds: (key, text) => key.some(([from, to]) => from <= BigInt(text) && BigInt(text) <= to) },
  string: { item: /^/, text: /^/, build: members, holds: (key, text) => key.has(text) },
  version: { item: /^([<>]=?|==|~=)[ \t]*[0-9]+(\.[0-9]+){0,3}$/, text: /^[0-9]+(\.[0-9]+){0,3}$/,
    build: (domain) => ({ domain, key: versionInterval(domain), outside: 'value.out-of-range' }),
    holds: ([from, below], text) => from <= versionNumber(text) && versionNumber(text) < below },
  set: { item: /^(?!""$)[^+]+$/, text: /^([^+]+(\+[^+]+)*)?$/, build: members,
    holds: (key, text) => text === '' || text.split('+').every((part) => key.has(part)) },
  mask: { item: MASK, text: MASK, build: ([domain]) => ({ domain, key: BigInt(domain) }),
    holds: (key, text) => !(BigInt(text) & ~key) },
  any: { text: /^/, holds: () => true },
  opaque: { item: /^(?!""$)/, build: ([domain]) => ({ domain, key: domain }) },
};
// [4.5] Why a text does not stand for a variable, or null if it does.
const misfit = ({ type, key, outside = 'value.not-allowed' }, text) =>
  (!TYPES[type].text.test(text) ? 'value.malformed' : TYPES[type].holds(key, text) ? null : outside);
function declare({ body, place }) {
  const [name, type, ...more] = body.split(':');
  const [domain, start] = [more.join(':'), name.length + type.length + 2];
  const { item: form, build } = TYPES[type];
  refuse(place(Math.min(start, body.length)), { 'domain.unexpected': !form && more.length > 0,
    'domain.empty': form && !domain.trim() });
  if (!form) return { name, type };
  const whole = type === 'opaque' || type === 'mask'; // a comma is no separator there
  const found = whole ? [{ 1: domain, index: 0 }] : `${domain},`.matchAll(/((?:[^",]|"(?:[^"\\]|\\.)*")*),/g);
  const items = [...found].map(({ 1: written, index }, n) => {
    const text = written.trim();
    const quoted = text.match(/^"((?:[^"\\]|\\["\\])*)"$/);
    const at = place(start + index + (text ? written.length - written.trimStart().length : 0));
    refuse(at, { 'limit.items': n === 4096, 'domain.member': !form.test(text) || !(quoted || /^[^"]+$/.test(text)) });
    const value = quoted ? quoted[1].replace(/\\(.)/g, '$1') : text;
    const long = type === 'int' ? /[-0-9]{1025}/.test(text) : Buffer.byteLength(value) > 1024;
    refuse(at, { 'limit.member': long, 'domain.range': type === 'int' && rangeEnds(text)[1] < rangeEnds(text)[0] });
    return value;
  });
  return { name, type, ...build(items) };
}
// [5.6] An expression is {value, text}, a placeholder with its variable, or {op, left, right}.
function parseExpression({ parts, start }) {
  const tokens = parts.flatMap((part) => (isHole(part) ? [part] : part.match(/[0-9]+|./g) ?? []));
  const chain = (operators, operand, left = operand()) => (!operators.includes(tokens[0]) ? left
    : chain(operators, operand, { op: tokens.shift(), left, right: operand() }));
  const sum = () => chain(['+', '-'], () => chain(['*', '/', '%'], unary));
  const unary = () => {
    const token = tokens.shift();
    if (token === '-') return { op: '-', left: { value: 0n, text: '' }, right: unary() };
    if (token?.variable) return token;
    if (/^[0-9]/.test(token)) return { value: BigInt(token), text: `${BigInt(token)}` };
    const inner = token === '(' && sum();
    refuse(start, { 'expression.malformed': !inner || tokens.shift() !== ')' });
    return inner;
  };
  const tree = sum();
  refuse(start, { 'expression.malformed': tokens.length });
  return tree;
}
const show = ({ op, left, right, text, variable }) =>
  (op ? `(${show(left)}${op}${show(right)})` : variable ? `{${variable.name}}` : text);
// An interval of the values for variables within their intervals `now`, exact for single numbers; null for none.
function reach({ op, left, right, variable, value }, budget) {
  if (--budget.left < 0) throw budget;
  const [[a, b] = [], [c, d] = []] = op ? [reach(left, budget) ?? [], reach(right, budget) ?? []] : [];
  if (op && (a === undefined || c === undefined || ('/%'.includes(op) && !c && !d))) return null;
  if (op === '/' && c === d && a === b && a % c) return null;
  const [first, last] = op === '%' && c ? [a, b].map((n) => ((n % c) + c) % c) : [];
  const ends = !op ? variable?.now ?? [value]
    : op === '+' ? [a + c, b + d] : op === '-' ? [a - d, b - c] : op === '*' ? [a * c, a * d, b * c, b * d]
      : op === '/' ? (c === d ? [a / c, b / c] : [a, b, -a, -b])
        : c === d && a - first === b - last ? [first, last] : [low(c + 1n, 0n), high(d - 1n, 0n)];
  const [from, to] = [high(ends.reduce(low), MIN), low(ends.reduce(high), MAX)];
  return from <= to ? [from, to] : null;
}
const position = (text, at, lines = text.slice(0, at).split(/\r\n|\r|\n/)) =>
  ({ line: lines.length, column: [...lines.at(-1)].length + 1 });
// [5.3, 8, 9] A document is lists of objects by kind; they get fields by name, and variables.
function readDocument(text, isSide) {
  const document = { text, SELF: [], COMPATIBLE: [], INFO: [], PARAMETERS: [], parameters: new Map() };
  const [problems, objects] = [[], []];
  const attempt = (action) => { try { action(); } catch (problem) { problems.push(problem); } };
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) attempt(() => readLine(line, index, objects));
  for (const object of objects) {
    const count = document[object.kind].push(object);
    const repeated = count > 1 && object.kind !== 'COMPATIBLE';
    attempt(() => refuse(object.at, { 'object.repeated': repeated, 'limit.objects': count > 64 }));
  }
  const selfless = !document.SELF[0] && !problems.some(({ code }) => /printable|syntax|unknown/.test(code));
  const [start, empty] = [objects[0]?.at ?? problems[0]?.at ?? 0, !objects.length && !problems.length];
  attempt(() => refuse(start, { 'text.empty': empty, 'object.self-missing': selfless }));
  const parts = document.PARAMETERS.flatMap(({ fields }) => fields.flatMap((field) => field.parts));
  document.seeming = new Set(parts.filter(isHole).map(({ body }) => body.split(':')[0])); // perhaps wrongly
  for (const object of [...document.PARAMETERS, ...document.SELF, ...document.COMPATIBLE, ...document.INFO]) {
    if (object.kind === 'PARAMETERS') object.variables = document.parameters;
    for (const field of object.fields) attempt(() => addField(field, object, document));
  }
  const [unset] = isSide && !problems.length ? document.PARAMETERS.flatMap(({ fields }) => fields) : [];
  attempt(() => refuse(unset?.at, { 'parameters.unset': unset }));
  const [first] = problems.sort((a, b) => a.at - b.at);
  if (first) throw first.code ? { code: first.code, ...position(text, first.at) } : first;
  return document;
}
function addField(field, object, document) {
  const [{ kind, byName }, { name, parts, at }] = [object, field];
  const [first, only] = [byName.get(name), kind === 'COMPATIBLE' || kind === 'PARAMETERS'];
  refuse(at, { 'field.repeated': first && only });
  refuse(object.at, { 'limit.fields': byName.set(name, first ?? field).size > 64 });
  const holes = field.holes = parts.filter(isHole);
  for (const hole of holes) readHole(hole, object, document);
  refuse(holes[4]?.at, { 'limit.placeholders': holes.length > 4 });
  holes.forEach((hole, i) => refuse(hole.at, { 'placeholder.adjacent': i && !parts[2 * i] }));
  const [text, whole] = [literals(field).join(''), parts.length === 3 && !parts[0] && !parts[2]];
  refuse(field.start + !field.bare, { 'limit.value': Buffer.byteLength(text) > 1024 });
  const special = holes.find(({ variable }) => variable && !isSimple(variable.type));
  refuse(special?.at, { 'placeholder.not-whole': special && !whole });
  refuse(at, { 'parameter.value': kind === 'PARAMETERS' && (!whole || special || !holes[0].body.includes(':')) });
  const numeric = field.bare && holes.length && holes.every(({ variable }) => variable?.type === 'int');
  if (numeric && /^[0-9()]*[-+*\/%][-0-9+*\/%()]*$/.test(text)) field.tree = parseExpression(field);
  if (!first || isEmpty(field)) return;
  refuse(at, { 'field.repeated': !isEmpty(first) && (first.tree || field.tree) });
  const joined = [...first.parts.slice(0, -1), `${first.parts.at(-1)}+${parts[0]}`, ...parts.slice(1)];
  Object.assign(first, isEmpty(first) ? field : { parts: joined });
  refuse(at, { 'limit.placeholders': literals(first).length > 5,
    'limit.joined': Buffer.byteLength(literals(first).join('')) > 1024 });
}
// [5.4] A placeholder gets its variable, which it uses or declares.
function readHole(hole, { kind, variables }, { parameters, seeming }) {
  const [name, type] = hole.body.split(':');
  const [uses, known] = [type === undefined, variables.get(name) ?? parameters.get(name)];
  const declared = known || (kind !== 'PARAMETERS' && seeming.has(name));
  refuse(hole.at, { 'placeholder.name': !NAME.test(name) || /[.-]/.test(name), 'limit.name': name.length > 64,
    'placeholder.forbidden': kind === 'INFO' || (kind === 'SELF' && !(uses && seeming.has(name))),
    'variable.undeclared': uses && !declared, 'variable.redeclared': !uses && declared,
    'variable.reused': uses && variables.has(name) && !isSimple(known.type) });
  refuse(hole.place(name.length + 1), { 'variable.type': !uses && !Object.hasOwn(TYPES, type) });
  hole.variable = uses ? known : declare(hole);
  refuse(hole.at, { 'limit.variables': !uses && variables.set(name, hole.variable).size > 16 });
}
// [1, 6.1] The JSON layout; where it is exact, it is made to be compared, with keys for domains.
function toModel({ SELF, COMPATIBLE, INFO, PARAMETERS }, exact = false) {
  const write = ({ parts, tree }) => parts.map((part) =>
    (isHole(part) ? `\${${part.variable.name}}` : tree ? part : part.replaceAll('${', '$$$${'))).join('');
  const value = (field) => (field.tree ? { expr: exact ? show(field.tree) : write(field) } : write(field));
  const declaration = ({ type, domain, key }) => ({ type, domain: exact ? key : domain });
  const fields = (object) => Object.fromEntries(filled(object).map((field) => [field.name, value(field)]));
  const parameters = filled(PARAMETERS[0]).map(({ name, holes: [{ variable }] }) =>
    [name, { name: variable.name, ...declaration(variable) }]);
  const compatible = COMPATIBLE.map((object) => ({ fields: fields(object),
    variables: Object.fromEntries([...object.variables].map(([name, one]) => [name, declaration(one)])) }));
  return { self: fields(SELF[0]), compatible, info: fields(INFO[0]),
    parameters: exact ? parameters : Object.fromEntries(parameters) };
}
// [4.2] The 64-bit numbers in order of preference: shorter texts first, then smaller numbers.
const SEGMENTS = Array.from({ length: 20 }, (_, i) => 10n ** BigInt(i)).flatMap((ten) =>
  [[1n - ten, ten > 1n ? -ten / 10n : -1n], [ten > 1n ? ten : 0n, 10n * ten - 1n]]);
const precedes = (a, b) => (a.length === b.length ? BigInt(a) < BigInt(b) : a.length < b.length);
const hull = ({ key }) => [key[0][0], key.at(-1)[1]];
// [4, 9.3] The preferred binding that gives these fields SELF's texts: a Map from variables to texts, null for none,
// the budget if it ran out. Texts are split for the templates first; then intervals are halved for what is left.
function search(fields, budget) {
  const [templates, expressions] = [fields.filter(({ tree }) => !tree), fields.filter(({ tree }) => tree)];
  const [order, split] = [variablesOf(fields), variablesOf(templates)];
  const free = order.filter((variable) => !split.includes(variable));
  const firstIsBest = [...split, ...free].every((variable, i) => variable === order[i]);
  let [best, binding, dead] = [null, new Map(), new Set()];
  const possible = () => expressions.every(({ tree, text }) => {
    const [from, to] = reach(tree, budget) ?? [1n, 0n];
    return from <= BigInt(text) && BigInt(text) <= to;
  });
  const choose = (k) => { // single values for the free variables from the k-th on
    if (k === free.length) return true;
    const narrow = (from, to, middle = (from + to) >> 1n) => {
      free[k].now = [from, to];
      if (from > to || !possible()) return false;
      return from === to ? choose(k + 1) : narrow(from, middle) || narrow(middle + 1n, to);
    };
    const found = SEGMENTS.some(([a, b]) => free[k].key.some(([c, d]) =>
      narrow(high(high(a, c), MIN), low(low(b, d), MAX))));
    if (!found) free[k].now = hull(free[k]);
    return found;
  };
  const finish = () => {
    const single = (v) => v.type === 'int' && [BigInt(binding.get(v)), BigInt(binding.get(v))];
    for (const v of order) v.now = split.includes(v) ? single(v) : hull(v);
    if (!possible() || !choose(0)) return false;
    const found = new Map(order.map((v) => [v, binding.get(v) ?? `${v.now[0]}`]));
    const changed = best && order.find((v) => found.get(v) !== best.get(v));
    if (!best || precedes(found.get(changed), best.get(changed))) best = found;
    return true;
  };
  const place = (t, p, start) => { // the texts from part p of template t on, which begins at start
    if (t === templates.length) return finish();
    const { text, parts } = templates[t];
    if (p === 0) return text.startsWith(parts[0]) && place(t, 1, parts[0].length);
    if (p === parts.length) return start === text.length && place(t + 1, 0, 0);
    const [{ variable }, next, last] = [parts[p], parts[p + 1], p + 2 === parts.length];
    const later = [{ holes: parts.slice(p).filter(isHole) }, ...templates.slice(t + 1), ...expressions];
    const state = JSON.stringify([t, p, start, variablesOf(later).map((v) => binding.get(v))]);
    if (dead.has(state) || (last && !text.endsWith(next))) return false;
    const known = binding.get(variable);
    let [found, end] = [false, last ? text.length - next.length : text.indexOf(next, start)];
    for (; end >= start && !(found && firstIsBest); end = last ? -1 : text.indexOf(next, end + 1)) {
      if ((budget.left -= 20 + (end - start) / 2) < 0) throw budget;
      const piece = text.slice(start, end);
      if (known === undefined ? misfit(variable, piece) : piece !== known) continue;
      binding.set(variable, piece);
      found = place(t, p + 2, end + next.length) || found;
    }
    if (known === undefined) binding.delete(variable);
    if (!found) dead.add(state);
    return found;
  };
  try {
    if (expressions.every(({ text }) => CANONICAL.test(text))) place(0, 0, 0);
  } catch (error) { if (error !== budget) throw error; else best ??= budget; }
  return best;
}
// [4.5] The code for a field that fails.
function failureCode(field) {
  const { text, tree, parts } = field;
  if (text === '') return 'field.missing';
  if (tree) return CANONICAL.test(text) ? 'value.not-allowed' : 'value.malformed';
  const [first, ...others] = literals(field);
  const last = others.pop() ?? text;
  let at = text.startsWith(first) ? first.length : Infinity;
  for (const one of others) at = text.indexOf(one, at) < 0 ? Infinity : text.indexOf(one, at) + one.length;
  const end = text.length - last.length;
  if (at > end || !text.endsWith(last)) return 'value.differs';
  return others.length ? 'value.not-allowed' : misfit(parts[1].variable, text.slice(at, end));
}
const groupsOf = (fields) => fields.reduce((groups, field) => {
  const touches = (group) => variablesOf(group).some((variable) => variablesOf([field]).includes(variable));
  const joined = [...groups.filter(touches).flat(), field];
  return [...groups.filter((group) => !touches(group)), fields.filter((one) => joined.includes(one))];
}, []);
// [4.4] One SELF against one COMPATIBLE object.
function compare(self, object, text, budgets) {
  const [failures, undecided, bound] = [[], [], new Map()];
  const fields = filled(object);
  const namesOf = (list) => list.map(({ name }) => name);
  const entry = (code, of, more) => ({ code, fields: namesOf(of), ...position(text, of[0].at), ...more });
  const texts = (map) => Object.fromEntries([...map.entries?.() ?? []].map(([v, text]) => [v.name, text]));
  const judge = (group) => {
    const [{ type, domain } = {}] = variablesOf(group);
    if (type === 'opaque') return undecided.push(entry('field.opaque', group, { decides: domain }));
    const found = search(group, budgets.all);
    if (found instanceof Map) return found.forEach((value, variable) => bound.set(variable, value));
    const alone = group.map((field) => search([field], budgets.alone));
    const failing = group.filter((_, i) => !alone[i]);
    for (const field of failing) failures.push(entry(failureCode(field), [field]));
    if (failing.length) return groupsOf(group.filter((field) => !failing.includes(field))).forEach(judge);
    if (found) return undecided.push(entry('match.budget', group));
    const pairs = group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b]));
    const pair = pairs.find((both) => !search(both, budgets.all)) ?? group;
    const readings = pair.map((field) => texts(alone[group.indexOf(field)]));
    return failures.push(entry('variables.conflict', pair, { readings }));
  };
  for (const field of fields) field.text = self.get(field.name) ?? '';
  groupsOf(fields).forEach(judge);
  const names = namesOf(fields);
  const byField = (a, b) => names.indexOf(a.fields[0]) - names.indexOf(b.fields[0]);
  [failures, undecided].forEach((list) => list.sort(byField));
  const unexpected = [...self.keys()].filter((name) => !names.includes(name));
  failures.push(...unexpected.map((name) => ({ code: 'field.unexpected', fields: [name] })));
  const outcome = failures.length ? 'incompatible' : undecided.length ? 'unknown' : 'compatible';
  return { outcome, failures, undecided, binding: failures.length ? {} : texts(bound) };
}
function read({ text, base64, format, name, ...more }, isSide) {
  if (format !== 'text' || Object.keys(more).length) throw { unsupported: true };
  const data = Buffer.from(base64 ?? '', 'base64');
  refuse(null, { 'limit.document': Buffer.byteLength(text ?? data) > 65536 });
  const wrong = Buffer.from(data.toString()).findIndex((byte, i) => byte !== data[i]);
  const valid = data.subarray(0, wrong < 0 ? data.length : wrong).toString();
  if (wrong >= 0) throw { code: 'text.encoding', ...position(valid, valid.length) };
  return readDocument(text ?? valid, isSide);
}
const identity = (input) => toModel(read(input), true);
const ANSWERS = {
  about: () => ({ name: 'example-js', version: '1', levels: ['core', 'errors', 'evidence'] }),
  parse: ({ document }) => ({ model: toModel(read(document)) }),
  equal: ({ left, right }) => ({ equal: isDeepStrictEqual(identity(left), identity(right)) }),
  // [3, 4] The SELF of the source against the COMPATIBLE objects of the target.
  match({ source, target, rule, vocabulary, min_basis: least }) {
    if (vocabulary || least || rule !== 'target-accepts') return { unsupported: true };
    const [from, to] = [source, target].map((side) => read(side ?? {}, true));
    const self = new Map(filled(from.SELF[0]).map(({ name, parts }) => [name, parts[0]]));
    const budgets = { all: { left: 3e7 }, alone: { left: 3e6 } };
    const verdicts = to.COMPATIBLE.map((object, i) =>
      ({ object: i + 1, ...compare(self, object, to.text, budgets) }));
    const rank = ({ outcome, failures }) => (outcome === 'compatible' ? -1 : failures.length);
    const failures = [{ code: 'compatible.none', fields: [] }];
    const best = verdicts.reduce((a, b) => (rank(b) < rank(a) ? b : a), verdicts[0] ??
      { object: null, outcome: 'incompatible', failures, undecided: [] });
    return { outcome: best.outcome, basis: 'native', evidence: [{ rule, ...best }] };
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...request } = JSON.parse(line);
  let answer = { unsupported: true };
  try { answer = ANSWERS[request.op]?.(request) ?? answer; } catch (problem) {
    if (problem.code) answer = { problems: [{ line: null, column: null, ...problem }] };
    else if (!problem.unsupported) throw problem;
  }
  process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`);
}

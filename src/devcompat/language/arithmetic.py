"""Arithmetic: expressions from text to postfix, back to text, to a number, and solved (section 5).

Belongs here: the grammar of expressions, signed 64-bit evaluation, solving for one variable.
Must not know: domains, bindings over several fields (match), or where an expression stands.

Everything walks the postfix with a stack: no text can make it recurse.

expression = term , { ( "+" | "-" ) , term } ;
term       = unary , { ( "*" | "/" | "%" ) , unary } ;
unary      = "-" , unary | number | placeholder | "(" , expression , ")" ;
number     = digit , { digit } ;
"""

from collections.abc import Mapping, Sequence

from devcompat.language.nodes import Expression, Reference

LOWEST = -(2**63)
HIGHEST = 2**63 - 1

_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "neg": 3}
OPERATOR_CHARACTERS = frozenset("+-*/%")

Token = int | Reference | str
_OPERANDS = (int, Reference)


def to_postfix(tokens: Sequence[Token]) -> Expression | None:
    """Return the expression that infix `tokens` spell, or None if they are malformed.

    Tokens are ints, references, the operators and parentheses; a `-` where an operand is due is the
    prefix minus, which binds tightest.
    """
    output: list[Token] = []
    waiting: list[str] = []
    operand_due = True
    for token in tokens:
        if isinstance(token, _OPERANDS):
            if not operand_due:
                return None
            output.append(token)
            operand_due = False
        elif token == "(":
            if not operand_due:
                return None
            waiting.append(token)
        elif token == ")":
            if operand_due or not _close(waiting, output):
                return None
        elif operand_due:
            if token != "-":
                return None
            waiting.append("neg")
        else:
            _reduce(waiting, output, _PRECEDENCE[token])
            waiting.append(token)
            operand_due = True
    if operand_due or "(" in waiting:
        return None
    output.extend(reversed(waiting))
    return Expression(tuple(output))


def _reduce(waiting: list[str], output: list[Token], precedence: int) -> None:
    """Move the operators that bind at least as tightly to the output (left associativity)."""
    while waiting and waiting[-1] != "(" and _PRECEDENCE[waiting[-1]] >= precedence:
        output.append(waiting.pop())


def _close(waiting: list[str], output: list[Token]) -> bool:
    """Move operators up to the open parenthesis to the output; False if there is none."""
    while waiting:
        operator = waiting.pop()
        if operator == "(":
            return True
        output.append(operator)
    return False


def to_infix(expression: Expression) -> list[Token]:
    """Return the infix tokens of `expression`, with only the parentheses it needs.

    `to_postfix` of the answer is the expression again.
    """
    stack: list[tuple[int, list[Token]]] = []
    for token in expression.postfix:
        if isinstance(token, _OPERANDS):
            stack.append((4, [token]))
        elif token == "neg":
            precedence, operand = stack.pop()
            stack.append((3, ["-", *(operand if precedence >= 3 else ["(", *operand, ")"])]))
        else:
            own = _PRECEDENCE[token]
            right_precedence, right = stack.pop()
            left_precedence, left = stack.pop()
            if left_precedence < own:
                left = ["(", *left, ")"]
            if right_precedence <= own:
                right = ["(", *right, ")"]
            left.append(token)
            left.extend(right)
            stack.append((own, left))
    return stack[0][1]


def evaluate(expression: Expression, binding: Mapping[str, int]) -> int | None:
    """Return the value of `expression` under `binding`, or None where it has none.

    There is none after a zero divisor, a division with a remainder, or a number outside signed
    64 bits at any step.
    """
    stack: list[int] = []
    push, pop = stack.append, stack.pop
    for token in expression.postfix:
        if isinstance(token, int):
            value: int | None = token
        elif isinstance(token, Reference):
            value = binding[token.name]
        elif token == "neg":
            value = -pop()
        else:
            right = pop()
            value = apply(token, pop(), right)
        if value is None or not LOWEST <= value <= HIGHEST:
            return None
        push(value)
    return stack[0]


def apply(operator: str, left: int, right: int) -> int | None:
    """Return `left operator right` without regard to size, or None where it has no value."""
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if right == 0:
        return None
    if operator == "%":
        return left % right
    return left // right if left % right == 0 else None


def references(expression: Expression) -> list[str]:
    """Return the names in `expression`, from the left, each as often as it occurs."""
    return [token.name for token in expression.postfix if isinstance(token, Reference)]


def solvable_for(expression: Expression, name: str) -> bool:
    """Return whether `name` can be solved for: it occurs once, in no divisor, under no `%`."""
    if references(expression).count(name) != 1:
        return False
    stack: list[bool] = []
    for token in expression.postfix:
        if isinstance(token, Reference):
            stack.append(token.name == name)
        elif isinstance(token, int):
            stack.append(False)
        elif token != "neg":
            in_right = stack.pop()
            in_left = stack.pop()
            if (token == "%" and (in_left or in_right)) or (token == "/" and in_right):
                return False
            stack.append(in_left or in_right)
    return True


def solve(
    expression: Expression, name: str, target: int, binding: Mapping[str, int]
) -> tuple[int, int] | None:
    """Return the lowest and highest value of `name` that may give `target`.

    `name` must be solvable and all else bound. The bounds are equal where the value is unique; they
    are wide only below a multiplication by zero. Candidates must be evaluated to be sure: overflow
    and remainders are not looked at here. None where no value can do.
    """
    path = _path_to(expression, name, binding)
    if path is None:
        return None
    low = high = target
    for operator, known, known_is_left in reversed(path):
        bounds = _invert(operator, known, low, high, known_is_left=known_is_left)
        if bounds is None:
            return None
        low, high = max(bounds[0], LOWEST), min(bounds[1], HIGHEST)
        if low > high:
            return None
    return low, high


def _path_to(
    expression: Expression, name: str, binding: Mapping[str, int]
) -> list[tuple[str, int, bool]] | None:
    """Return the operations from `name` up to the root: operator, the other operand, its side.

    None where the rest of the expression has no value.
    """
    path: list[tuple[str, int, bool]] = []
    stack: list[int | None] = []  # None stands for the part that holds `name`
    for token in expression.postfix:
        value: int | None
        if isinstance(token, int):
            value = token
        elif isinstance(token, Reference):
            if token.name == name:
                stack.append(None)
                continue
            value = binding[token.name]
        elif token == "neg":
            operand = stack.pop()
            if operand is None:
                path.append(("neg", 0, False))
                stack.append(None)
                continue
            value = -operand
        else:
            right, left = stack.pop(), stack.pop()
            if left is None or right is None:
                known, known_is_left = (right, False) if left is None else (left, True)
                path.append((token, 0 if known is None else known, known_is_left))
                stack.append(None)
                continue
            value = apply(token, left, right)
        if value is None or not LOWEST <= value <= HIGHEST:
            return None
        stack.append(value)
    return path


def _invert(
    operator: str, known: int, low: int, high: int, *, known_is_left: bool
) -> tuple[int, int] | None:
    """Return bounds of x where `x operator known` (or `known operator x`) lies in low..high.

    They are None, or the wrong way round, where no integer does.
    """
    if operator == "neg":
        return -high, -low
    if operator == "+":
        return low - known, high - known
    if operator == "-":
        return (known - high, known - low) if known_is_left else (low + known, high + known)
    if operator == "/":  # x / known: x = known * quotient
        if known == 0:
            return None
        ends = (low * known, high * known)
        return min(ends), max(ends)
    if known == 0:
        return (LOWEST, HIGHEST) if low <= 0 <= high else None
    if known < 0:
        known, low, high = -known, -high, -low
    return -(-low // known), high // known

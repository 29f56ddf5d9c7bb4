"""Drive the oracle like any implementation: cases in, outcomes out, one JSON object a line.

Here belongs that protocol. It must not know how a case is judged. A bad line is answered with an
error and never ends the run.
"""

import json
import sys
from typing import Any

from .evaluator import evaluate
from .failures import OracleError


def answer(line: str) -> dict[str, Any]:
    """Judge one case."""
    case: Any = None
    try:
        case = json.loads(line)
        rule = case.get("rule", "target-accepts")
        outcome = evaluate(case["source"], case["target"], rule).outcome
    except (OracleError, ValueError, KeyError, TypeError, AttributeError) as error:
        identity = case.get("id") if isinstance(case, dict) else None
        return {"id": identity, "error": f"{type(error).__name__}: {error}"}
    return {"id": case.get("id"), "outcome": outcome}


def main() -> None:
    """Answer every line of the standard input."""
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(answer(line)))


if __name__ == "__main__":
    main()

"""The shipped files with values replaced, doubled or mixed up."""

from __future__ import annotations

import json
import random
from copy import deepcopy

from pannesi.procedure.loading.yaml_reader import read
from tests.support.fuzzed_files import SHIPPED, places

NASTY = ('[RADI] <b>end</b> "x" | %s {0}', "x" * 300, "\u00a0", "é\u0301ﬁ 😀", "1. a", "end", "=1+1")
TREES = {name: json.loads(json.dumps(read(name, content)[0])) for name, content in SHIPPED.items()}
WRITTEN = [owner[key] for tree in TREES.values() for owner, key in places(tree)]
TEXTS = [one for one in WRITTEN if isinstance(one, str)]


def changed(name: str, dice: random.Random) -> bytes:
    """A shipped file with one or two of its values replaced by other values of the same kind, doubled or mixed up."""
    tree = json.loads(json.dumps(TREES[name]))
    for _change in range(dice.randint(1, 2)):
        owner, key = dice.choice(places(tree))
        match dice.randrange(5):
            case 0:
                del owner[key]
            case 1 if isinstance(owner[key], str):
                owner[key] = dice.choice((*TEXTS, *NASTY))
            case 2 if isinstance(owner, list):
                owner.append(deepcopy(owner[key]))
            case 3 if isinstance(owner, list):
                dice.shuffle(owner)
            case _:
                owner[key] = deepcopy(dice.choice([one for one in WRITTEN if type(one) is type(owner[key])]))
    return json.dumps(tree, ensure_ascii=False, indent=1).encode()

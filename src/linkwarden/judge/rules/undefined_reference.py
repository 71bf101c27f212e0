"""undefined-reference: ``[text][label]`` without a definition of the label.

The extractor notices it while it reads a file, so there is no link to speak about; `matrix[i][j]` in
prose looks alike, so it is a warning and no more.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity

RULES.register(
    Rule(
        "undefined-reference",
        None,
        Severity.WARNING,
        "A reference that nothing defines: readers see the brackets",
        lambda _: iter(()),
    )
)

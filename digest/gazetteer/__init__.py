"""The tree of China's administrative units and the names people use for them.

`load()` reads the vendored tables once, when first asked, and hands out the one `Gazetteer`:
codes to units, names to candidates, free text to mentions. It knows names, not context: which
鼓楼区 a story means is decided in `digest.understanding.regions`.
"""

from digest.gazetteer.places import Place
from digest.gazetteer.queries import Mention
from digest.gazetteer.registry import Gazetteer, load

__all__ = ["Gazetteer", "Mention", "Place", "load"]

"""Writes the compiled catalogue whenever the package is built or installed; run by hatchling, never by the program."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[BuilderConfig]):
    """Compiles the catalogue in place, so that an editable installation has it too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling passes both
        """Write the file before hatchling collects what to pack."""
        sys.path.insert(0, self.root)
        from searchgap.reference.catalogue import COMPILED, compile_folder  # noqa: PLC0415 - found in the tree being built

        folder = Path(self.root, "searchgap", "reference", "catalogue")
        folder.joinpath(COMPILED).write_bytes(compile_folder(folder))
        build_data["artifacts"].append(f"/searchgap/reference/catalogue/{COMPILED}")

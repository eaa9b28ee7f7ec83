"""Templates go in; their compiled code is kept beside the compiled modules of Python."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates of one environment, under the rules of Python's own bytecode.

    To compile all templates is a twentieth of a publish. They are written where Python writes
    bytecode, unless it may not, and count while the template, Jinja and the module that makes the
    environment are the same. module: the file of that module.
    """

    def __init__(self, module: str) -> None:
        folder = Path(cache_from_source(module)).parent
        super().__init__(str(folder), f"%s.template.{sys.implementation.cache_tag}")
        self._made_by = f"{jinja2.__version__} {Path(module).read_text(encoding='utf-8')}"

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of what the code is made from."""
        return super().get_source_checksum(self._made_by + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep compiled code where that is possible."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)

"""What programs, libraries in C and forked processes write while a cell runs, in its order.

They write to the numbers of the two streams, where ipykernel listens in a thread of its own: what
it hears comes before or after what Python prints, within a line of it, or behind the next cell,
and each of that is chance. Here all that was written so far is taken over first.
"""

from __future__ import annotations

import codecs
import os
import select
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: How much is read at once.
_SOME = 65_536


class Heard:
    """Hears what is written to the number of a stream.

    Args:
        stream: a stream of ipykernel's.
    """

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - ipykernel's
        #: Told each text that was heard; each cell writes in a way of its own.
        self.pass_on: Callable[[str], object] = stream.write
        self._alone = threading.Lock()
        self._decoded = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._end, begin = os.pipe()
        os.set_blocking(self._end, False)
        number = stream._original_stdstream_fd  # noqa: SLF001 - there is no other way
        os.dup2(begin, number)
        # What a program is given that writes to the stream itself.
        stream._original_stdstream_copy = number  # noqa: SLF001 - likewise
        self._flush, stream.flush = stream.flush, self.flush
        os.register_at_fork(after_in_child=lambda: _directly(stream, number))
        threading.Thread(target=self._listen, daemon=True).start()

    def take(self) -> None:
        """Pass on all that was written so far."""
        with self._alone, suppress(BlockingIOError):
            while data := os.read(self._end, _SOME):
                self.pass_on(self._decoded(data))

    def flush(self) -> None:
        """Send it, before anything else is shown."""
        self.take()
        self._flush()

    def _listen(self) -> None:
        """Take it over as well while nothing else is done, so that nobody waits to write."""
        while True:
            select.select([self._end], [], [])
            self.take()


def _directly(stream: Any, number: int) -> None:  # noqa: ANN401 - as above
    """Let a forked process write where programs do: the thread that sends is its parent's."""
    stream.write = lambda text: os.write(number, text.encode("utf-8", "replace"))
    stream.flush = lambda: None

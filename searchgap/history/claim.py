"""Claims: who runs an audit holds a lock, which the system takes back when the process ends, however it ends."""

import os
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Self

# A process id kept in the history would not do: ids are given out again and mean nothing in another container. Nor
# would a heartbeat: after a crash, `--resume` would have to wait for it to go stale.

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        # A lock by flock belongs to this open file. One by lockf would belong to the process and end as soon as the
        # process closed the file a second time, for instance after a look at its own claim.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Claim:
    """The right to run one audit, held until it is released or the process ends.

    The file under the lock is empty and says nothing; one left behind by a killed process is claimed again.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """Claims what the lock file at `path` stands for; None while a living process holds it.

        Raises:
            OSError: the lock file cannot be made or opened.
        """
        with ExitStack() as stack:
            file = stack.enter_context(path.open("ab"))
            try:
                _lock(file)
                # A file released between opening and locking is gone from its folder; locking it keeps nobody out.
                held = os.path.samestat(os.fstat(file.fileno()), path.stat())
            except (BlockingIOError, PermissionError, FileNotFoundError):  # locked, in the words of Windows too; gone
                held = False
            if held:
                stack.pop_all()
                return cls(path, file)
        return None

    def release(self) -> None:
        """Gives the claim back; harmless when repeated."""
        # Removed while it is still locked, so that nobody can be holding the file that goes. Windows refuses to remove
        # an open file: there it stays, empty, to be claimed again or ignored.
        if not self._file.closed:
            with suppress(OSError):
                self._path.unlink()
            self._file.close()


def claim_path(history: Path, audit_id: str) -> Path:
    """The lock file that stands for an audit, beside the history it is in."""
    return history.with_name(f"{history.name}-{audit_id}.running")


def is_claimed(path: Path) -> bool:
    """Whether a living process holds the claim a lock file stands for."""
    if not path.exists():
        return False
    claim = Claim.take(path)
    if claim is None:
        return True
    claim.release()
    return False
